#!/usr/bin/env python3
"""Judges assessments on Apache Spark: records in, the lines of `rtr batch` out, one for each record.

Two lanes give the same lines. `pipe` sends the program along and needs nothing on the workers; `arrow` needs the Python package
there, which judges many at once. See README.md beside this file.
"""

import argparse
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col

Lane = Callable[[SparkSession], DataFrame]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Judge assessments on Apache Spark, one line each.")
    parser.add_argument("input", metavar="IN", help="files of records, one a line; with --column, Parquet files")
    parser.add_argument("output", metavar="OUT", help="folder for the lines; it must not exist")
    parser.add_argument("--lane", choices=["pipe", "arrow"], required=True, help="how the records are judged")
    parser.add_argument("--column", help="the column of Parquet files that holds the records")
    # No table: its head would stand in the midst of the lines, once for each partition.
    parser.add_argument("--format", choices=["report", "mid", "compact"], default="mid", help="what a line says")
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="judge as of this day")
    parser.add_argument("--goal", help="judge for this goal instead of each record's own")
    parser.add_argument("--protocol", metavar="ID", help="judge by this protocol, whatever the condition")
    parser.add_argument("--criteria", metavar="FILE", action="append", default=[], help="a criteria file to add")
    parser.add_argument("--partitions", type=int, metavar="N", help="deal the records out anew to so many tasks")
    parser.add_argument("--program", default="rtr", metavar="PATH", help="the program that `pipe` sends along")
    return parser.parse_args()


def records(spark: SparkSession, given: argparse.Namespace) -> DataFrame:
    """The records as bytes: whether they are UTF-8 is found out where one that is not costs no other."""
    if given.column:
        column = spark.read.parquet(given.input).select(col(given.column).cast("binary").alias("record"))
    else:
        lines = spark.read.option("lineSep", "\n").text(given.input)
        # A blank line is no record, as in `rtr batch`.
        column = lines.where(col("value").rlike(r"\S")).select(col("value").cast("binary").alias("record"))
    return column.repartition(given.partitions) if given.partitions else column


def text_of(record: bytes | None) -> str:
    """The text of a record. What has none becomes a text that is refused, so that each record keeps its line."""
    if record is None:
        return "null"
    try:
        text = bytes(record).decode()
    except UnicodeDecodeError:
        # Without the mark in front, a replaced letter might pass for what was meant.
        return "\ufffd not UTF-8: " + bytes(record).decode(errors="replace")
    return text if text.strip() else "null"


def on_one_line(record: str) -> str:
    """A record over several lines on one: between values a tab is as good, and within a text both are refused."""
    return record.replace("\n", "\t")


def pipe(given: argparse.Namespace) -> Lane:
    """By the program: each task starts it once, and its records go through."""
    program = Path(given.program)
    options = ["--threads=1", "--quiet", f"--format={given.format}"]
    for name in ("as_of", "goal", "protocol"):
        if getattr(given, name):
            options.append(f"--{name.replace('_', '-')}={getattr(given, name)}")
    here = [f"--criteria={file}" for file in given.criteria]
    # A mistake in the command line is reported at once, not by every task.
    subprocess.run([program, "batch", *options, *here], stdin=subprocess.DEVNULL, check=True)

    def judged(spark: SparkSession) -> DataFrame:
        context = spark.sparkContext
        for file in [program, *map(Path, given.criteria)]:
            context.addFile(str(file))
        # Files that are sent along lie in the folder in which an executor works; without executors they lie with the driver.
        alone = context.master.startswith("local") and not context.master.startswith("local-cluster")
        folder = SparkFiles.getRootDirectory() if alone else "."
        there = [f"--criteria={folder}/{Path(file).name}" for file in given.criteria]
        command = shlex.join([f"{folder}/{program.name}", "batch", *options, *there])
        texts = records(spark, given).rdd.map(lambda row: on_one_line(text_of(row.record)))
        # Without checkCode a program that fails is an empty partition, and nobody notices.
        lines = texts.pipe(command, checkCode=True)
        return spark.createDataFrame(lines.map(lambda line: (line,)), "line string")

    return judged


def arrow(given: argparse.Namespace) -> Lane:
    """By the Python package: Spark hands over many records at once."""
    asked = {name: getattr(given, name) for name in ("format", "as_of", "goal", "protocol")}
    asked["criteria"] = [Path(file).read_text(encoding="utf-8") for file in given.criteria]

    def lines_of(batches: Iterator) -> Iterator:
        # Imported where it runs: on the workers.
        import pyarrow
        from return_to_run import Judge

        judge = Judge(**asked)
        for batch in batches:
            texts = [text_of(record) for record in batch.column(0).to_pylist()]
            lines = pyarrow.array(judge.evaluate_many(texts), pyarrow.string())
            yield pyarrow.RecordBatch.from_arrays([lines], ["line"])

    # A mistake in the command line is reported at once, not by every task.
    list(lines_of(iter([])))
    return lambda spark: records(spark, given).mapInArrow(lines_of, "line string")


def main() -> None:
    given = arguments()
    judged = {"pipe": pipe, "arrow": arrow}[given.lane](given)
    spark = SparkSession.builder.appName("return-to-run").getOrCreate()
    start = time.monotonic()
    judged(spark).write.text(given.output)
    print(f"{given.lane}: judged and written in {time.monotonic() - start:.1f} s", file=sys.stderr)
    spark.stop()


if __name__ == "__main__":
    main()
