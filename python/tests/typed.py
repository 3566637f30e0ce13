"""What a caller writes, for a type checker to read."""

from datetime import date
from typing import assert_type

import return_to_run
from return_to_run import CriteriaError, Fault, Judge

judge = Judge(format="compact", as_of=date(2026, 11, 21), goal="marathon", criteria=["format = 1"])
assert_type(judge.evaluate("{}"), str)
assert_type(judge.evaluate_many(["{}", None]), list[str])
assert_type(return_to_run.evaluate_many(iter(["{}"]), as_of="2026-11-21"), list[str])
assert_type(return_to_run.codes("race-preparation"), list[str])
assert_type(return_to_run.__version__, str)
try:
    Judge()
except CriteriaError as error:
    assert_type(error.faults, list[Fault])
    assert_type(error.faults[0].help, str | None)

Judge(format="xml")  # type: ignore[arg-type]
judge.evaluate_many([3])  # type: ignore[list-item]
judge.format = "csv"  # type: ignore[misc]
