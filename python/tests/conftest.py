"""What several promises need: the program built from the same sources, and records."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / os.environ.get("RTR_PROFILE", "debug")


def program(*arguments: str, folder: Path | None = None) -> str:
    """What the program prints."""
    run = [str(PROGRAMS / "rtr"), *arguments]
    return subprocess.run(run, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout


def generated(records: int, seed: int, runs: int) -> list[str]:
    run = [str(PROGRAMS / "examples" / "generate"), f"--records={records}", f"--seed={seed}", f"--runs={runs}"]
    return subprocess.run(run, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()


@pytest.fixture(scope="session")
def cases() -> list[str]:
    """Every case of the shipped criteria, on a line of its own."""
    files = sorted((ROOT / "fixtures" / "cases").glob("*/*.json"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert len(texts) > 40
    return [" ".join(text.splitlines()) for text in texts]


@pytest.fixture(scope="session")
def made_up() -> list[str]:
    records = generated(300, 7, 0) + generated(100, 8, 20)
    assert len(records) == 400
    return records


# Each is one line of a file, and none can be judged.
BROKEN = [
    "{",
    "}",
    "null",
    "3",
    "[]",
    "{}",
    "not JSON",
    '"a text"',
    "[" * 5000,
    "\u0000",
    "\ufeff",
    "\U0001f3c3",
    '{ "as_of": "2026-11-21" ',
    '{ "as_of": "2026-11-21", "as_of": "2026-11-22" }',
    '{ "id": "bäume, \\"quoted\\"", "as_of": "2026-02-30", "injury": { "condition": "none" } }',
    '{ "id": "\\ud800", "as_of": "2026-11-21" }',
    '{ "id": "who", "as_of": "2026-11-21", "injury": { "condition": "gout" } }',
    '{ "as_of": "2026-11-21", "injury": { "condition": "achilles-midportion", "onset": "2027-01-01" } }',
    '{ "as_of": "2026-11-21", "injury": { "condition": "none" }, "runs": [{ "date": "2026-11-20", "distance_km": -3 }] }',
]
