"""The job on a real cluster of two workers, each a process of its own, on this machine."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

ROOT = Path(__file__).resolve().parents[3]
JOB = ROOT / "examples" / "spark" / "readiness.py"
PROGRAMS = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / os.environ.get("RTR_PROFILE", "debug")
RECORDS = 12_000
LANES = ["pipe", "arrow"]

# Each in the midst of sound records: cut off, no JSON, no UTF-8, a key twice, a day that does not exist.
BROKEN = [
    b'{ "id": "cut", "as_of": "2026-11-21", ',
    b"not JSON",
    b'{ "id": "\xff", "as_of": "2026-11-21", "injury": { "condition": "none" } }',
    b'{ "id": "twice", "as_of": "2026-11-21", "as_of": "2026-11-22", "injury": { "condition": "none" } }',
    b'{ "id": "no-day", "as_of": "2026-02-30", "injury": { "condition": "none" } }',
]


@pytest.fixture(scope="session", autouse=True)
def java():
    if not shutil.which("java"):
        pytest.fail("Spark needs Java 17 or newer: put a java on the PATH", pytrace=False)


@pytest.fixture(scope="session")
def records() -> list[bytes]:
    run = [PROGRAMS / "examples" / "generate", f"--records={RECORDS}", "--seed=5", "--runs=2"]
    made = subprocess.run(run, check=True, capture_output=True).stdout.splitlines()
    assert len(made) == RECORDS
    for place, broken in enumerate(BROKEN):
        made.insert(4000 + place, broken)
    return made


@pytest.fixture(scope="session")
def inputs(records, tmp_path_factory) -> dict[str, list[str]]:
    """The same records for both lanes: one a line, and in a column of a Parquet file."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "records.ndjson").write_bytes(b"\n".join(records) + b"\n\n")
    column = pyarrow.array(records, pyarrow.binary())
    pyarrow.parquet.write_table(pyarrow.table({"assessment": column}), folder / "records.parquet")
    return {
        "pipe": [str(folder / "records.ndjson")],
        "arrow": [str(folder / "records.parquet"), "--column=assessment"],
    }


@pytest.fixture(scope="session")
def asked(tmp_path_factory) -> list[str]:
    """Criteria of our own, and what is asked of all records alike."""
    shipped = (ROOT / "criteria" / "achilles-midportion.toml").read_text(encoding="utf-8")
    own = tmp_path_factory.mktemp("criteria") / "achilles-midportion.toml"
    own.write_text(shipped.replace("<= 2 nrs", "<= 1 nrs"), encoding="utf-8")
    return [f"--criteria={own}", "--goal=10k", "--as-of=2026-11-20", "--format=compact"]


def one_machine(inputs: dict[str, list[str]], asked: list[str]) -> list[str]:
    run = [PROGRAMS / "rtr", "batch", "--quiet", *asked, *inputs["pipe"]]
    return sorted(map(comparable, subprocess.run(run, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()))


def comparable(line: str) -> str:
    """The line; of a refused record only what does not depend on where it stood."""
    if not line.startswith('{"format":"error/1"'):
        return line
    error = json.loads(line)
    faults = [fault["message"] for fault in error["errors"]]
    if any("UTF-8" in fault or "expected value" in fault for fault in faults):
        faults = ["not readable"]
    return json.dumps(["refused", error["id"], faults])


class Running:
    """A job on its way."""

    def __init__(self, lane: str, given: list[str], out: Path, log: Path):
        self.out, self.log = out, log
        options = {
            "spark.master": "local-cluster[2,1,1024]",
            "spark.executor.memory": "1g",
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.local.dir": str(log.parent),
        }
        submit = [*(f"--conf={key}={value}" for key, value in options.items()), "pyspark-shell"]
        environment = {
            **os.environ,
            "PYSPARK_SUBMIT_ARGS": " ".join(submit),
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        run = [sys.executable, JOB, f"--lane={lane}", *given, str(out), "--partitions=16"]
        run.append(f"--program={PROGRAMS / 'rtr'}")
        with log.open("wb") as to:
            self.process = subprocess.Popen(run, env=environment, stdout=to, stderr=to, cwd=log.parent)

    def told(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def parts_done(self) -> int:
        return sum(1 for _ in self.out.glob("_temporary/0/task_*"))

    def executors(self) -> list[int]:
        """The processes that do the work, of this job alone."""
        parents, named = {}, {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    status = (entry / "stat").read_text()
                    named[int(entry.name)] = (entry / "cmdline").read_text()
                except OSError:
                    continue
                parents[int(entry.name)] = int(status.rpartition(")")[2].split()[1])

        def ours(process: int) -> bool:
            while process > 1 and process != self.process.pid:
                process = parents.get(process, 0)
            return process == self.process.pid

        return [
            process
            for process, words in named.items()
            if words.split("\0")[0].endswith("java") and "CoarseGrainedExecutorBackend" in words and ours(process)
        ]

    def finished(self) -> list[str]:
        try:
            code = self.process.wait(300)
        finally:
            self.process.kill()
        assert code == 0, self.told()[-6000:]
        assert (self.out / "_SUCCESS").exists()
        return sorted(comparable(line) for part in self.out.glob("part-*") for line in lines_of(part))


def lines_of(part: Path) -> list[str]:
    return part.read_text(encoding="utf-8").removesuffix("\n").split("\n") if part.stat().st_size else []


@pytest.mark.parametrize("lane", LANES)
def test_a_cluster_gives_the_lines_of_one_machine_and_no_broken_record_stops_it(lane, inputs, asked, tmp_path):
    job = Running(lane, [*inputs[lane], *asked], tmp_path / "out", tmp_path / "log")
    lines = job.finished()
    assert sum(line.startswith('["refused"') for line in lines) >= len(BROKEN)
    assert lines == one_machine(inputs, asked)
    assert lines != one_machine(inputs, [])
    assert "Lost executor" not in job.told()


@pytest.mark.parametrize("lane", LANES)
def test_an_executor_that_is_killed_costs_no_line(lane, inputs, tmp_path):
    job = Running(lane, inputs[lane], tmp_path / "out", tmp_path / "log")
    end = time.monotonic() + 240
    while job.parts_done() < 3:
        assert job.process.poll() is None and time.monotonic() < end, job.told()[-6000:]
        time.sleep(0.02)
    first, *others = job.executors()
    os.kill(first, signal.SIGKILL)
    # It was killed in the midst, with work done and work left.
    assert len(others) == 1 and 3 <= job.parts_done() < 16 and not (job.out / "_SUCCESS").exists()
    lines = job.finished()
    assert lines == one_machine(inputs, []) and len(lines) == RECORDS + len(BROKEN)
    assert "Lost executor" in job.told()


def test_without_a_cluster_the_program_is_found_where_it_lies(records, asked, tmp_path):
    (tmp_path / "few.ndjson").write_bytes(b"\n".join(records[:200]))
    environment = {
        **os.environ,
        "PYSPARK_SUBMIT_ARGS": "--master=local[2] --conf=spark.ui.enabled=false pyspark-shell",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    job = [sys.executable, JOB, "--lane=pipe", f"--program={PROGRAMS / 'rtr'}", *asked, "few.ndjson", "out"]
    done = subprocess.run(job, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-6000:]
    lines = [line for part in (tmp_path / "out").glob("part-*") for line in lines_of(part)]
    assert sorted(map(comparable, lines)) == one_machine({"pipe": [str(tmp_path / "few.ndjson")]}, asked)


@pytest.mark.parametrize("lane", LANES)
def test_a_mistake_in_the_command_line_is_reported_before_anything_is_judged(lane, tmp_path):
    (tmp_path / "few.ndjson").write_bytes(b"{}\n")
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": "--master=local[1] pyspark-shell", "SPARK_LOCAL_IP": "127.0.0.1"}
    job = [sys.executable, JOB, f"--lane={lane}", f"--program={PROGRAMS / 'rtr'}", "--goal=hoping", "few.ndjson", "out"]
    done = subprocess.run(job, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode != 0 and not (tmp_path / "out").exists()
    assert "no protocol has a stage `hoping`; did you mean `hopping`?" in done.stderr
