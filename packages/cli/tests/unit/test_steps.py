import threading

import pytest

from mosaic_cli.commands import CancelledError
from mosaic_cli.steps import Step, StepFailedError, run_steps


def test_steps_when_they_need_each_other_then_run_in_that_order() -> None:
    order: list[str] = []

    def step(name: str, *after: str) -> Step:
        def run(_cancel: threading.Event) -> str:
            order.append(name)
            return f"{name} done"

        return Step(name, run, after)

    reports: list[tuple[str, str]] = []
    run_steps(
        [step("c", "a", "b"), step("b", "a"), step("a"), step("d", "not-here")],
        lambda name, _seconds, remark: reports.append((name, remark)),
    )
    assert order.index("a") < order.index("b") < order.index("c")
    assert set(order) == {"a", "b", "c", "d"}
    assert ("c", "c done") in reports


def test_steps_when_independent_then_run_at_once() -> None:
    meeting = threading.Barrier(3, timeout=10)

    def run(_cancel: threading.Event) -> str:
        meeting.wait()
        return ""

    run_steps([Step(name, run) for name in "abc"], lambda *_: None)


def test_steps_when_one_fails_then_the_others_are_broken_off_and_it_is_named() -> None:
    broken_off = threading.Event()

    def patient(cancel: threading.Event) -> str:
        cancel.wait(30)
        broken_off.set()
        raise CancelledError

    def failing(_cancel: threading.Event) -> str:
        raise RuntimeError("no room")

    never = Step("never", lambda _cancel: pytest.fail("must not run"), ("bad",))
    with pytest.raises(StepFailedError, match="bad: no room") as caught:
        run_steps([Step("patient", patient), Step("bad", failing), never], lambda *_: None)
    assert caught.value.step == "bad"
    assert broken_off.is_set()


def test_steps_when_they_wait_in_a_circle_then_that_is_told() -> None:
    def run(_cancel: threading.Event) -> str:
        return ""

    with pytest.raises(ValueError, match="a, b"):
        run_steps([Step("a", run, ("b",)), Step("b", run, ("a",))], lambda *_: None)
