"""Subscriptions of the ONVIF process to a simulated camera's events, whatever the camera does."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from mosaic_backend.cameras.infrastructure.onvif.process import Asked, OnvifProcess
from mosaic_contracts.ids import new_id
from mosaic_demo.onvif.camera import Faults, SimulatedCamera
from mosaic_demo.onvif.server import serving

WAIT_S = 90.0


class Heard:
    """What a process said, and what it is asked."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._told: list[Mapping[str, Any]] = []
        self.process = OnvifProcess(self.hear)

    def hear(self, told: Mapping[str, Any]) -> None:
        with self._changed:
            self._told.append(told)
            self._changed.notify_all()

    def events(self, camera_id: UUID) -> list[Mapping[str, Any]]:
        with self._changed:
            mine = [told for told in self._told if told["camera"] == str(camera_id)]
        return [event for told in mine for event in told["events"]]

    def states(self, camera_id: UUID) -> list[str]:
        with self._changed:
            return [told["state"] for told in self._told if told["camera"] == str(camera_id)]


@pytest.fixture(scope="module")
def heard() -> Iterator[Heard]:
    hearing = Heard()
    yield hearing
    hearing.process.close()


class Followed:
    """A simulated camera that is followed."""

    def __init__(self, heard: Heard, camera: SimulatedCamera, address: str, password: str) -> None:
        self.id, self.camera, self._heard = new_id(), camera, heard
        self._account = {
            "address": address,
            "username": camera.username,
            "password": password or camera.password,
        }
        self.ask()

    def ask(self) -> None:
        self._heard.process.ask(Asked(self.id, self._account, "follow", {}), WAIT_S)

    def wait(self, condition: Callable[[], object]) -> None:
        """Asking again as the worker does."""
        deadline = time.monotonic() + WAIT_S
        while not condition():
            assert time.monotonic() < deadline, (self.states, self.events)
            time.sleep(0.05)
            self.ask()

    def listening(self) -> bool:
        return self.camera.occurrences.listeners == 1

    @property
    def events(self) -> list[tuple[str, bool | None]]:
        return [(event["kind"], event["active"]) for event in self.whole]

    @property
    def whole(self) -> list[Mapping[str, Any]]:
        return self._heard.events(self.id)

    @property
    def states(self) -> list[str]:
        return self._heard.states(self.id)


Follow = Callable[..., Followed]


@pytest.fixture
def follow(heard: Heard) -> Iterator[Follow]:
    with ExitStack() as stack:

        def following(camera: SimulatedCamera, *, password: str = "") -> Followed:
            return Followed(heard, camera, stack.enter_context(serving(camera)), password)

        yield following


def test_events_when_they_happen_then_each_is_told_once_in_our_words(follow: Follow) -> None:
    camera = SimulatedCamera()
    followed = follow(camera)
    followed.wait(followed.listening)
    camera.motion(active=True)
    camera.digital_input("di-1", active=False)
    camera.line_crossed(7)
    camera.occurrences.fire("tns1:Monitoring/ProcessorUsage", {}, {"Value": "3"}, camera.now())
    camera.motion(active=False)
    followed.wait(lambda: len(followed.events) >= 4)
    assert followed.events == [
        *[("motion", True), ("input", False), ("line-crossing", None)],
        ("motion", False),
    ]
    motion, _, line, _ = followed.whole
    assert motion["topic"] == "RuleEngine/CellMotionDetector/Motion"
    assert (motion["source"], motion["stands"]) == ({"VideoSourceToken": "source"}, False)
    assert line["source"] == {"Rule": "line 1"}
    assert len({event["digest"] for event in followed.whole}) == 4


@pytest.mark.parametrize("offset_s", [-7200.0, 3.0, 86_400.0])
def test_events_when_the_cameras_clock_is_wrong_then_told_by_ours(
    follow: Follow, offset_s: float
) -> None:
    camera = SimulatedCamera(faults=Faults(clock_offset_s=offset_s))
    followed = follow(camera)
    followed.wait(followed.listening)
    before = datetime.now(UTC)
    camera.motion(active=True)
    followed.wait(lambda: followed.events)
    at = datetime.fromisoformat(followed.whole[0]["occurred_at"])
    # The camera tells whole seconds of its clock.
    assert before - timedelta(seconds=3) <= at <= datetime.now(UTC) + timedelta(seconds=3)


def test_subscription_when_the_camera_starts_anew_then_made_again_and_what_stands_is_told_so(
    follow: Follow,
) -> None:
    camera = SimulatedCamera()
    followed = follow(camera)
    followed.wait(followed.listening)
    camera.motion(active=True)
    followed.wait(lambda: followed.events)
    camera.occurrences.restart()
    followed.wait(lambda: camera.occurrences.made == 2)
    followed.wait(lambda: len(followed.events) == 2)
    assert [event["stands"] for event in followed.whole] == [False, True]
    camera.motion(active=False)
    followed.wait(lambda: len(followed.events) == 3)


@pytest.mark.parametrize("renews", [True, False])
def test_subscription_when_the_camera_grants_little_then_renewed_or_another_is_made(
    follow: Follow, *, renews: bool
) -> None:
    camera = SimulatedCamera(faults=Faults(subscription_s=10.0, no_renewal=not renews))
    followed = follow(camera)
    if renews:
        followed.wait(lambda: camera.occurrences.renewed >= 3)
        assert camera.occurrences.made == 1
    else:
        followed.wait(lambda: camera.occurrences.made >= 3)
        assert camera.occurrences.listeners <= 1
    camera.motion(active=True)
    followed.wait(lambda: followed.events)


@pytest.mark.parametrize(
    ("faults", "state"),
    [
        ({"refuse_all": True}, "unauthorised"),
        ({"broken_xml": True}, "unreachable"),
        ({"doctype": True}, "unreachable"),
        ({"delay_s": 30.0}, "unreachable"),
        ({"redirect": "http://127.0.0.1:1/"}, "unreachable"),
    ],
)
def test_subscription_when_the_camera_is_at_fault_then_told_and_made_once_it_is_well(
    follow: Follow, faults: dict[str, Any], state: str
) -> None:
    camera = SimulatedCamera(faults=Faults(**faults))
    followed = follow(camera)
    followed.wait(lambda: followed.states)
    assert set(followed.states) == {state}
    camera.faults = Faults()
    followed.wait(followed.listening)
    camera.line_crossed(1)
    followed.wait(lambda: followed.events)
    assert followed.states[-1] == "listening"


def test_subscription_when_the_camera_has_no_events_or_the_password_is_wrong_then_told(
    follow: Follow,
) -> None:
    without, locked = SimulatedCamera(has_events=False), SimulatedCamera()
    first, second = follow(without), follow(locked, password="wrong")
    first.wait(lambda: first.states)
    second.wait(lambda: second.states)
    assert (first.states[0], second.states[0]) == ("refused", "unauthorised")


def test_subscription_when_the_camera_names_another_host_then_asked_where_it_is(
    follow: Follow,
) -> None:
    camera = SimulatedCamera(faults=Faults(elsewhere="10.255.255.1:81"))
    followed = follow(camera)
    followed.wait(followed.listening)
    camera.line_crossed(1)
    followed.wait(lambda: followed.events)


def test_subscriptions_when_the_process_ends_then_the_cameras_are_told() -> None:
    camera, heard = SimulatedCamera(), Heard()
    with serving(camera) as address:
        followed = Followed(heard, camera, address, "")
        followed.wait(lambda: followed.states)
        heard.process.close()
        assert camera.occurrences.listeners == 0
        # As after it asked to be replaced: the next request starts another one.
        before = len(followed.states)
        followed.wait(lambda: len(followed.states) > before)
        heard.process.close()
    assert camera.occurrences.ended == 2
