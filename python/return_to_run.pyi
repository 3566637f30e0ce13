"""Return-to-run readiness: GO, CAUTION or NO-GO with every reason, for any number of records.

A decision aid, not a diagnosis; no verdict promises that no injury follows. Nothing leaves this machine.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Final, Literal, TypeAlias, final

__all__ = [
    "CSV_HEADER",
    "CriteriaError",
    "Fault",
    "Judge",
    "__version__",
    "codes",
    "evaluate_many",
    "shipped",
]

_Format: TypeAlias = Literal["report", "mid", "compact", "csv"]

__version__: Final[str]

CSV_HEADER: Final[str]
"""The first line of a table whose other lines have the format `csv`."""

def evaluate_many(
    records: Iterable[str | None],
    *,
    format: _Format = "mid",
    as_of: str | date | None = None,
    goal: str | None = None,
    protocol: str | None = None,
    criteria: Sequence[str] | None = None,
) -> list[str]:
    """One line for each record, in order: `Judge(...).evaluate_many(records)`."""

@final
class Judge:
    """Criteria, compiled once, and what is asked of every record.

    A judge may be shared by threads; none waits for another, because the interpreter is not held while records are judged. It does
    not go from one process to another: make one in each, which takes a millisecond or so.
    """

    formats: ClassVar[tuple[_Format, _Format, _Format, _Format]]
    """Every format there is."""

    def __new__(
        cls,
        *,
        format: _Format = "mid",
        as_of: str | date | None = None,
        goal: str | None = None,
        protocol: str | None = None,
        criteria: Sequence[str] | None = None,
    ) -> Judge:
        """Makes a judge.

        format: what a line says: the whole `report`; verdict, stages and reasons (`mid`); codes instead of reasons (`compact`); or
            the same as a row of a table (`csv`).
        as_of: judge as of this day; later entries are set aside.
        goal: judge for this goal instead of each record's own: `marathon`, `half-marathon`, `10k`, `5k`, `race:42.195`, `run:5mi` or
            a stage; a number without a unit means kilometres.
        protocol: the protocol to judge by, instead of the one for each record's condition.
        criteria: texts of criteria files (TOML) to add; one of a shipped id replaces it.

        Raises CriteriaError when criteria do not compile, and ValueError when there is no such format, day, goal or protocol.
        """

    @property
    def format(self) -> _Format:
        """What a line says."""

    def evaluate(self, record: str | None) -> str:
        """The line of one record (`assessment/1`), without a line end."""

    def evaluate_many(self, records: Iterable[str | None]) -> list[str]:
        """One line for each record, in order, without a line end.

        A record that cannot be judged gives a line of the format `error/1`, which has no verdict, and never raises; `None` is such a
        record. Raises TypeError for what is neither a text nor `None`.
        """

@final
class Fault:
    """One fault of criteria: what, where, and what to do about it."""

    def __new__(cls, source: int, line: int, column: int, code: str, message: str, help: str | None) -> Fault: ...
    def __getnewargs__(self) -> tuple[int, int, int, str, str, str | None]: ...
    def __eq__(self, other: object, /) -> bool: ...
    @property
    def source(self) -> int:
        """Place of the text in the list of criteria, from 0."""

    @property
    def line(self) -> int:
        """Line of the text, from 1."""

    @property
    def column(self) -> int:
        """Character of the line, from 1."""

    @property
    def code(self) -> str:
        """Stable code; `rtr explain CODE` says why it matters."""

    @property
    def message(self) -> str:
        """What is wrong."""

    @property
    def help(self) -> str | None:
        """What to do, where that is known."""

class CriteriaError(ValueError):
    """Criteria that do not compile, or that contradict one another."""

    faults: list[Fault]
    """Every fault of every text, in order; empty where each compiles and two of them claim the same."""

def shipped() -> list[str]:
    """The ids of the criteria that come with the package."""

def codes(protocol: str, *, criteria: Sequence[str] | None = None) -> list[str]:
    """The name of each criterion of a protocol; the codes on lines of `compact` and `csv` are places in this list.

    Codes hold for one version of the criteria: compare the digest in a line's `criteria` before decoding old lines.
    """
