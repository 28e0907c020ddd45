"""The ONVIF process against a simulated camera: real HTTP, the library's own schemas on both sides."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from mosaic_backend.cameras.domain.onvif_errors import (
    OnvifBrokenAnswerError,
    OnvifRefusedError,
    OnvifUnauthorisedError,
    OnvifUnreachableError,
    PtzMissingError,
)
from mosaic_backend.cameras.infrastructure.onvif.process import Asked, OnvifProcess
from mosaic_contracts.ids import new_id
from mosaic_demo.onvif.camera import Faults, SimulatedCamera
from mosaic_demo.onvif.head import Position
from mosaic_demo.onvif.server import serving

WAIT_S = 60.0
Ask = Callable[..., Any]


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(scope="module")
def process() -> Iterator[OnvifProcess]:
    running = OnvifProcess()
    yield running
    running.close()


@pytest.fixture
def camera_at() -> Iterator[Callable[[SimulatedCamera], str]]:
    with ExitStack() as stack:
        yield lambda camera: stack.enter_context(serving(camera))


@pytest.fixture
def ask(process: OnvifProcess, camera_at: Callable[[SimulatedCamera], str]) -> Ask:
    """Asks one camera; each test has its own."""
    known: dict[int, tuple[Any, str]] = {}

    def asking(camera: SimulatedCamera, call: str, *, password: str = "", **args: Any) -> Any:
        if id(camera) not in known:
            known[id(camera)] = (new_id(), camera_at(camera))
        camera_id, address = known[id(camera)]
        account = {
            "address": address,
            "username": camera.username,
            "password": password or camera.password,
        }
        return process.ask(Asked(camera_id, account, call, args), WAIT_S)

    return asking


def test_description_when_asked_then_it_has_profiles_and_abilities(ask: Ask) -> None:
    told = ask(SimulatedCamera(), "describe")
    assert told["model"] == "Simulated dome"
    assert told["profiles"][0] == {
        "token": "main",
        "name": "Main",
        "codec": "H264",
        "width": 1920,
        "height": 1080,
        "fps": 25,
        "uri": "rtsp://127.0.0.1:8554/main",
    }
    assert told["ptz"] == {
        "move": True,
        "zoom": True,
        "step": True,
        "absolute": True,
        "centre": True,
    }
    assert told["imaging"] is True


def test_clock_when_it_is_wrong_then_it_works_and_is_told(ask: Ask) -> None:
    told = ask(SimulatedCamera(faults=Faults(clock_offset_s=-3600)), "describe")
    assert told["clock_offset_s"] == pytest.approx(-3600, abs=60)


def test_password_when_wrong_then_the_clock_is_told_only_if_it_is_off(ask: Ask) -> None:
    with pytest.raises(OnvifUnauthorisedError) as plain:
        ask(SimulatedCamera(), "describe", password="wrong")
    assert "clock" not in plain.value.detail
    with pytest.raises(OnvifUnauthorisedError, match=r"clock is \d+ s ahead"):
        ask(SimulatedCamera(faults=Faults(clock_offset_s=900)), "describe", password="wrong")


def test_password_when_put_right_then_it_is_used_at_once(ask: Ask) -> None:
    camera = SimulatedCamera()
    with pytest.raises(OnvifUnauthorisedError):
        ask(camera, "describe", password="wrong")
    assert ask(camera, "describe")["firmware"] == "1.0"


@pytest.mark.parametrize(
    ("faults", "error"),
    [
        (Faults(refuse_all=True), OnvifUnauthorisedError),
        (Faults(broken_xml=True), OnvifBrokenAnswerError),
        (Faults(doctype=True), OnvifBrokenAnswerError),
    ],
)
def test_camera_when_it_misbehaves_then_the_error_says_how(
    ask: Ask, faults: Faults, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(SimulatedCamera(faults=faults), "describe")


def test_camera_when_nobody_listens_then_it_is_unreachable(
    process: OnvifProcess, free_port: Callable[[], int]
) -> None:
    account = {"address": f"http://127.0.0.1:{free_port()}/x", "username": "u", "password": "p"}
    with pytest.raises(OnvifUnreachableError):
        process.ask(Asked(new_id(), account, "describe", {}), WAIT_S)


def test_camera_when_it_does_not_answer_in_time_then_it_is_unreachable(
    process: OnvifProcess,
) -> None:
    camera = SimulatedCamera(faults=Faults(delay_s=WAIT_S))
    with serving(camera) as address:
        account = {"address": address, "username": "u", "password": "p"}
        with pytest.raises(OnvifUnreachableError):
            process.ask(Asked(new_id(), account, "describe", {}), 0.5)


class Victim:
    """A server that no camera may make us ask."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        victim = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                victim.asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.place = f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def victim() -> Iterator[Victim]:
    serving_victim = Victim()
    yield serving_victim
    serving_victim.server.shutdown()
    serving_victim.server.server_close()


def test_camera_when_it_redirects_then_nobody_follows(ask: Ask, victim: Victim) -> None:
    faults = Faults(redirect=f"http://{victim.place}/latest/meta-data")
    with pytest.raises(OnvifBrokenAnswerError, match="another address"):
        ask(SimulatedCamera(faults=faults), "describe")
    assert victim.asked == []


def test_camera_when_it_tells_services_elsewhere_then_it_is_asked_itself(
    ask: Ask, victim: Victim
) -> None:
    told = ask(SimulatedCamera(faults=Faults(elsewhere=victim.place)), "describe")
    assert [profile["token"] for profile in told["profiles"]] == ["main", "sub"]
    assert victim.asked == []


def test_hold_when_renewed_then_the_camera_moves_on_and_stops_when_told(ask: Ask) -> None:
    camera = SimulatedCamera()
    ask(camera, "hold", pan=0.2, tilt=0.0, zoom=0.0, hold_s=30.0)
    ask(camera, "hold", pan=0.2, tilt=0.0, zoom=0.0, hold_s=30.0)
    assert camera.head.moving()
    assert ask(camera, "status")["moving"] is True
    ask(camera, "stop")
    assert not camera.head.moving()
    assert camera.head.position().pan > 0
    assert camera.head.starts == 1


def test_hold_when_not_renewed_then_the_camera_is_stopped(ask: Ask) -> None:
    camera = SimulatedCamera()
    ask(camera, "describe")
    ask(camera, "hold", pan=1.0, tilt=0.0, zoom=0.0, hold_s=0.2)
    wait_for(lambda: camera.head.stops == 1)
    assert not camera.head.moving()


def test_process_when_its_pipe_ends_then_what_moves_is_stopped() -> None:
    camera, process = SimulatedCamera(), OnvifProcess()
    with serving(camera) as address:
        account = {
            "address": address,
            "username": camera.username,
            "password": camera.password,
        }
        args = {"pan": 1.0, "tilt": 0.0, "zoom": 0.0, "hold_s": 600.0}
        process.ask(Asked(new_id(), account, "hold", args), WAIT_S)
        assert camera.head.moving()
        process.close()
        assert camera.head.stops == 1


def test_process_when_killed_then_the_camera_stops_itself_and_the_next_request_starts_another() -> (
    None
):
    camera, process = SimulatedCamera(), OnvifProcess()
    with serving(camera) as address:
        account = {
            "address": address,
            "username": camera.username,
            "password": camera.password,
        }
        args = {"pan": 1.0, "tilt": 0.0, "zoom": 0.0, "hold_s": 0.5}
        process.ask(Asked(new_id(), account, "hold", args), WAIT_S)
        killed = process.pid
        assert killed
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: not camera.head.moving())
        wait_for(lambda: process.pid is None)
        assert process.ask(Asked(new_id(), account, "status", {}), WAIT_S)["can"]["move"]
        assert process.pid not in {None, killed}
    process.close()


def test_steps_when_asked_then_the_camera_is_where_they_lead(ask: Ask) -> None:
    camera = SimulatedCamera()
    ask(camera, "step", pan=0.25, tilt=-0.5, zoom=0.1)
    assert camera.head.position() == Position(0.25, -0.5, 0.1)
    ask(camera, "absolute", pan=0.0, tilt=0.0, zoom=0.5)
    assert camera.head.position() == Position(0.0, 0.0, 0.5)
    ask(camera, "centre", x=1.0, y=0.5)  # the right edge: half a picture, a tenth of the range
    assert camera.head.position().pan == pytest.approx(0.1)
    assert camera.head.position().tilt == pytest.approx(0.0)


def test_presets_when_saved_then_they_are_listed_gone_to_and_removed(ask: Ask) -> None:
    camera = SimulatedCamera()
    camera.head.jump(Position(0.5, 0.5, 0.5))
    saved = ask(camera, "save_preset", name="gate & <yard>", token=None)
    assert ask(camera, "presets") == [saved]
    camera.head.jump(Position())
    ask(camera, "goto_preset", token=saved["token"])
    assert camera.head.position() == Position(0.5, 0.5, 0.5)
    ask(camera, "remove_preset", token=saved["token"])
    assert ask(camera, "presets") == []
    with pytest.raises(OnvifRefusedError, match="no such preset"):
        ask(camera, "goto_preset", token=saved["token"])


def test_tours_when_started_then_they_run(ask: Ask) -> None:
    camera = SimulatedCamera()
    ask(camera, "operate_tour", token="round", running=True)
    assert ask(camera, "tours") == [{"token": "round", "name": "round", "running": True}]
    ask(camera, "operate_tour", token="round", running=False)
    assert camera.head.tours == {"round": False}


def test_imaging_when_changed_then_the_camera_has_it_and_out_of_range_is_refused(ask: Ask) -> None:
    camera = SimulatedCamera()
    told = ask(camera, "change_imaging", wanted={"brightness": 70.0, "ir_cut": "off"})
    assert told["levels"]["brightness"] == {"value": 70.0, "min": 0.0, "max": 100.0}
    assert (told["ir_cut"], camera.imaging.ir_cut) == ("off", "OFF")
    with pytest.raises(OnvifRefusedError, match="from 0 to 100"):
        ask(camera, "change_imaging", wanted={"brightness": 101.0})
    assert camera.imaging.brightness == 70.0


def test_camera_when_it_has_no_ptz_then_that_is_told(ask: Ask) -> None:
    camera = SimulatedCamera(has_ptz=False)
    assert ask(camera, "describe")["ptz"] is None
    with pytest.raises(PtzMissingError):
        ask(camera, "step", pan=0.1, tilt=0.0, zoom=0.0)


def test_requests_when_many_come_at_once_then_the_camera_has_one_connection(
    process: OnvifProcess,
) -> None:
    camera = SimulatedCamera(faults=Faults(delay_s=0.02))
    with serving(camera) as address:
        account = {
            "address": address,
            "username": camera.username,
            "password": camera.password,
        }
        asked = Asked(new_id(), account, "presets", {})
        with ThreadPoolExecutor(4) as threads:
            told = list(threads.map(lambda _: process.ask(asked, WAIT_S), range(4)))
    assert told == [[]] * 4
    assert camera.most_at_once == 1
