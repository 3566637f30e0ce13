"""Threads judge at once, because the interpreter is not held."""

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from return_to_run import Judge


@pytest.fixture
def nobody_is_interrupted():
    """A thread runs until it lets go of the interpreter by itself; none is made to."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1000.0)
    yield
    sys.setswitchinterval(before)


def others_run_during(work: Callable[[], object]) -> bool:
    """Whether another thread gets to run between the beginning and the end of the work."""
    turns = 0
    stop = False

    def take_turns():
        nonlocal turns
        while not stop:
            turns += 1
            time.sleep(0.0001)

    other = threading.Thread(target=take_turns)
    other.start()
    try:
        before = turns
        work()
        return turns > before
    finally:
        stop = True
        other.join()


def test_another_thread_runs_while_records_are_judged(made_up, nobody_is_interrupted):
    judge = Judge(format="report")
    assert not others_run_during(lambda: [hash(record) for record in made_up for _ in range(1000)])
    # Once is enough to tell; a busy machine may not give the other thread its turn at once.
    assert any(others_run_during(lambda: judge.evaluate_many(made_up)) for _ in range(50))


def test_threads_that_share_a_judge_get_the_lines_of_one(made_up):
    for shape in Judge.formats:
        alone = Judge(format=shape).evaluate_many(made_up)
        # Nothing is compiled or rendered yet: the threads meet at the first record.
        judge = Judge(format=shape)
        with ThreadPoolExecutor(4) as threads:
            assert all(lines == alone for lines in threads.map(judge.evaluate_many, [made_up] * 8))
