"""What a caller gets wrong raises, with all that is needed to mend it."""

import pickle
from datetime import date, datetime

import pytest
from conftest import ROOT

from return_to_run import CriteriaError, Fault, Judge, codes, evaluate_many

SHIPPED = (ROOT / "criteria" / "achilles-midportion.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"format": "xml"}, "no format `xml`; allowed: `report`, `mid`, `compact`, `csv`"),
        ({"goal": "race:far"}, "distance must be a number, with `km` or `mi` behind it if wanted, got `far`"),
        ({"goal": "swim:3"}, "goal must be `race:DISTANCE`"),
        ({"goal": "hoping"}, "no protocol has a stage `hoping`; did you mean `hopping`?"),
        ({"protocol": "achilles-midportio"}, "no protocol `achilles-midportio`; did you mean `achilles-midportion`?"),
        ({"as_of": "soon"}, "as_of: "),
        ({"as_of": datetime(2026, 11, 21, 12)}, "as_of: "),
    ],
)
def test_a_choice_that_does_not_exist_is_a_value_error(given, said):
    for judge in (Judge, lambda **given: evaluate_many([], **given)):
        with pytest.raises(ValueError) as raised:
            judge(**given)
        assert said in str(raised.value)
        assert not isinstance(raised.value, CriteriaError)


def test_a_day_may_be_a_date():
    record = '{ "as_of": "2026-11-21", "injury": { "condition": "achilles-midportion", "onset": "2026-08-01" } }'
    judged = [Judge(as_of=day, format="report").evaluate(record) for day in ("2026-10-01", date(2026, 10, 1))]
    assert judged[0] == judged[1]
    assert '"as_of":"2026-10-01"' in judged[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{}", "got one text"),
        (b"{}", "got one text"),
        (3, "not iterable"),
        (["{}", 3], "records[1]: a record must be a str or None, got int"),
        ([b"{}"], "records[0]: a record must be a str or None, got bytes"),
        ([float("nan")], "got float"),
    ],
)
def test_what_never_was_a_text_is_a_type_error(given, said):
    with pytest.raises(TypeError) as raised:
        evaluate_many(given)
    assert said in str(raised.value)


def test_an_error_while_records_are_made_is_the_callers():
    def records():
        yield "{}"
        raise LookupError("the table is gone")

    with pytest.raises(LookupError, match="the table is gone"):
        evaluate_many(records())


def test_every_fault_of_every_text_is_told_with_its_place():
    first = SHIPPED.replace("[[stage.criterion]]", "[[stage.criterium]]", 1)
    second = SHIPPED.replace("<= 2 nrs", "<= 2 nsr")
    with pytest.raises(CriteriaError) as raised:
        Judge(criteria=[SHIPPED, first, second])
    faults = raised.value.faults
    assert {fault.source for fault in faults} == {1, 2}
    for fault in faults:
        text = [SHIPPED, first, second][fault.source].splitlines()
        assert 1 <= fault.line <= len(text) + 1
        assert str(fault) in str(raised.value)
    misspelt = [fault for fault in faults if fault.source == 2]
    assert len(misspelt) == SHIPPED.count("<= 2 nrs")
    for fault in misspelt:
        assert second.splitlines()[fault.line - 1][fault.column - 1 :].startswith('"<= 2 nsr"')
        assert fault.code and "nsr" in fault.message and fault.help


def test_a_column_counts_characters():
    with pytest.raises(CriteriaError) as raised:
        Judge(criteria=["# ä\n'ä🏃' = "])
    (fault, *_) = raised.value.faults
    assert (fault.line, fault.code) == (2, "syntax")
    assert 1 < fault.column <= len("'ä🏃' = ") + 1


def test_criteria_that_contradict_one_another_are_refused():
    with pytest.raises(CriteriaError, match=r"criteria\[1\]: a second protocol `achilles-midportion`"):
        Judge(criteria=[SHIPPED, SHIPPED])
    other = SHIPPED.replace('= "achilles-midportion"', '= "mine"', 1)
    with pytest.raises(CriteriaError, match="name one by `protocol`") as raised:
        Judge(criteria=[other])
    assert raised.value.faults == []
    assert Judge(criteria=[other], protocol="mine").evaluate("{}")


def test_codes_of_own_criteria_and_of_none():
    assert codes("achilles-midportion", criteria=[SHIPPED]) == codes("achilles-midportion")
    with pytest.raises(ValueError, match="did you mean `race-preparation`"):
        codes("race-preparatio")
    with pytest.raises(CriteriaError):
        codes("mine", criteria=["format = 7"])


def test_an_error_goes_from_one_process_to_another_whole():
    with pytest.raises(CriteriaError) as raised:
        Judge(criteria=["format = 7"])
    sent = pickle.loads(pickle.dumps(raised.value))
    assert str(sent) == str(raised.value)
    assert sent.faults == raised.value.faults != []
    assert all(isinstance(fault, Fault) for fault in sent.faults)
