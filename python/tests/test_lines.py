"""The lines are those of `rtr batch`, byte for byte."""

import csv
import json
import re
from pathlib import Path

import pytest
from conftest import BROKEN, ROOT, program

import return_to_run
from return_to_run import CSV_HEADER, Judge

FORMATS = Judge.formats


def batch(records: list[str], folder: Path, *arguments: str) -> list[str]:
    """The lines of the program; of a refused record without the place that only a file has."""
    (folder / "records.ndjson").write_bytes("\n".join(records).encode())
    printed = program("batch", "--quiet", *arguments, "records.ndjson", folder=folder).removesuffix("\n").split("\n")
    if "--format=csv" in arguments:
        assert printed.pop(0) == CSV_HEADER
    return [without_place(line) for line in printed]


def without_place(line: str) -> str:
    if not line.startswith('{"format":"error/1"'):
        return re.sub(r"records\.ndjson line \d+ byte \d+: ", "", line)
    error = json.loads(line)
    del error["file"], error["byte"]
    error["line"] = None
    return json.dumps(error, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("shape", FORMATS)
def test_a_record_gives_the_line_that_the_program_gives(shape, cases, made_up, tmp_path):
    records = [record for pair in zip(made_up, cases * 9) for record in pair]
    for place, broken in enumerate(BROKEN):
        records.insert(1 + place * 7, broken)
    lines = return_to_run.evaluate_many(records, format=shape)
    assert lines == batch(records, tmp_path, f"--format={shape}")
    if shape != "csv":
        parsed = [json.loads(line) for line in lines]
        assert sum(line["format"] == "error/1" for line in parsed) == len(BROKEN)
        assert len({line.get("verdict") for line in parsed}) == 4


def test_what_is_asked_of_all_records_alike_is_asked_as_the_program_asks_it(cases, made_up, tmp_path):
    asked = {"as_of": "2026-11-20", "goal": "race:13.1mi@2026-12-06", "protocol": "achilles-midportion"}
    records = cases + made_up[:50]
    for given in ({key: asked[key]} for key in asked):
        arguments = [f"--{key.replace('_', '-')}={value}" for key, value in given.items()]
        assert return_to_run.evaluate_many(records, **given) == batch(records, tmp_path, *arguments)
    plain = return_to_run.evaluate_many(records)
    assert all(return_to_run.evaluate_many(records, **{key: asked[key]}) != plain for key in asked)


def test_own_criteria_replace_shipped_ones(cases, tmp_path):
    text = (ROOT / "criteria" / "achilles-midportion.toml").read_text(encoding="utf-8")
    changed = text.replace("<= 2 nrs", "<= 1 nrs").replace("Midportion", "Changed")
    assert changed != text
    (tmp_path / "achilles-midportion.toml").write_text(changed, encoding="utf-8", newline="\n")
    for shape in FORMATS:
        own = return_to_run.evaluate_many(cases, criteria=[changed], format=shape)
        assert own == batch(cases, tmp_path, "--criteria=achilles-midportion.toml", f"--format={shape}")
        assert own != return_to_run.evaluate_many(cases, format=shape)


@pytest.mark.parametrize("shape", FORMATS)
def test_there_is_one_line_for_each_record_whatever_it_is(shape):
    records = ["", " ", "\n", None, "\ud800", *BROKEN, "{\n}"]
    lines = Judge(format=shape).evaluate_many(records)
    assert len(lines) == len(records)
    for line in lines:
        assert "\n" not in line
        if shape == "csv":
            (row,) = csv.DictReader([CSV_HEADER, line])
            assert row["verdict"] == "" and row["error"]
        else:
            error = json.loads(line)
            assert error["format"] == "error/1" and error["line"] is None and error["errors"]
            assert not {"verdict", "file", "byte"} & error.keys()


def test_one_record_is_judged_as_among_many(cases):
    judge = Judge()
    assert [judge.evaluate(case) for case in cases] == judge.evaluate_many(cases)
    assert judge.evaluate_many([]) == []


def test_a_long_list_is_one_list_in_order(made_up):
    judge = Judge(format="compact")
    lines = judge.evaluate_many(made_up * 30)
    assert lines == judge.evaluate_many(made_up) * 30
    ids = [json.loads(record)["id"] for record in made_up]
    assert [json.loads(line)["id"] for line in lines] == ids * 30


def test_any_iterable_of_texts_will_do(cases):
    judge = Judge()
    assert judge.evaluate_many(iter(cases)) == judge.evaluate_many(tuple(cases)) == judge.evaluate_many(cases)


def test_codes_name_what_compact_lines_hold(cases):
    names = [reason["criterion"] for reason in json.loads(Judge().evaluate(cases[0]))["reasons"]]
    line = json.loads(Judge(format="compact").evaluate(cases[0]))
    listed = return_to_run.codes(line["criteria"].split()[0])
    held = sorted({*line["blocking"], *line["missing"]})
    assert [listed[code] for code in held] == names


def test_the_package_holds_what_the_program_holds():
    assert program("--version").split()[-1] == return_to_run.__version__
    for protocol in return_to_run.shipped():
        shown = json.loads(program("criteria", "show", protocol, "--codes", "--format=json"))
        assert shown["codes"] == return_to_run.codes(protocol)
    assert len(return_to_run.shipped()) == len(list((ROOT / "criteria").glob("*.toml")))
