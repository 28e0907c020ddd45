"""What has to happen, in an order that follows from who needs whom, as much at once as that allows."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from mosaic_cli.commands import CancelledError
from mosaic_cli.interruption import heard


@dataclass(frozen=True)
class Step:
    """run: gets the event that asks it to break off; its answer is a remark for the progress line."""

    name: str
    run: Callable[[threading.Event], str]
    after: tuple[str, ...] = ()


class StepFailedError(Exception):
    """One step failed; the others were broken off."""

    def __init__(self, name: str, cause: BaseException) -> None:
        super().__init__(f"{name}: {cause}")
        self.step = name


Report = Callable[[str, float, str], None]


def run_steps(steps: Iterable[Step], report: Report) -> None:
    """Runs all; `report(name, seconds, remark)` is called as each ends.

    Raises StepFailedError for the first that fails, and lets a KeyboardInterrupt through, both after the others
    have been broken off. A step whose `after` names nothing that exists does not wait for it.
    """
    waiting = {step.name: step for step in steps}
    names = set(waiting)
    cancel = threading.Event()
    done: set[str] = set()
    running: dict[Future[str], tuple[Step, float]] = {}
    with ThreadPoolExecutor(max_workers=len(names) + 1) as pool:
        try:
            while waiting or running:
                for step in list(waiting.values()):
                    if done >= set(step.after) & names:
                        del waiting[step.name]
                        running[pool.submit(step.run, cancel)] = (step, time.monotonic())
                if not running:
                    raise ValueError(f"steps wait for each other: {', '.join(sorted(waiting))}")
                ended, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in ended:
                    step, started = running.pop(future)
                    _finish(step, future, time.monotonic() - started, report)
                    done.add(step.name)
        except KeyboardInterrupt:
            heard()
            raise
        finally:
            cancel.set()


def _finish(step: Step, future: Future[str], took_s: float, report: Report) -> None:
    try:
        remark = future.result()
    except CancelledError:
        raise
    except Exception as error:
        raise StepFailedError(step.name, error) from error
    report(step.name, took_s, remark)
