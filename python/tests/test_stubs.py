"""Type checkers see what is there, and nothing else."""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent


def mypy(*arguments: str) -> None:
    run = [sys.executable, "-m", *arguments]
    done = subprocess.run(run, cwd=TESTS.parent, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_callers_write_is_checked_by_the_stubs(tmp_path):
    # A complaint that is expected and does not come is one, too.
    mypy("mypy", "--strict", "--warn-unused-ignores", "--python-version=3.11", f"--cache-dir={tmp_path}", str(TESTS / "typed.py"))


def test_the_stubs_say_what_the_module_has():
    mypy("mypy.stubtest", "return_to_run", "--ignore-disjoint-bases", f"--allowlist={TESTS / 'stubtest.txt'}")
