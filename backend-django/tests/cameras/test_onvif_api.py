"""ONVIF, PTZ and imaging through REST, down to a simulated camera."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure import onvif_accounts
from mosaic_backend.cameras.infrastructure.models import CameraRow, OnvifRow, PtzLock
from mosaic_demo.onvif.camera import Faults, SimulatedCamera
from mosaic_demo.onvif.head import Position
from mosaic_demo.onvif.server import serving

WAIT_S = 60.0
SOURCE = "rtsp://operator:camera-pass@127.0.0.1:8554/cam"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _process_ends() -> Iterator[None]:
    yield
    onvif_accounts.process().close()
    onvif_accounts.process.cache_clear()


@pytest.fixture
def camera() -> SimulatedCamera:
    return SimulatedCamera()


@pytest.fixture
def address(camera: SimulatedCamera) -> Iterator[str]:
    with serving(camera) as found:
        yield found


@pytest.fixture
def bare(db: None) -> str:
    """The API's address of a camera without ONVIF."""
    made = camera_administration().add(CameraDraft(name="Dome", source_url=SOURCE))
    return f"/api/v1/cameras/{made.id}"


@pytest.fixture
def url(bare: str, admin: APIClient, address: str) -> str:
    """The API's address of a camera whose ONVIF account is that of its source."""
    assert admin.put(f"{bare}/onvif", {"service_url": address}).status_code == 200
    return bare


def lasting_lock() -> None:
    """So that a machine that stands still for seconds does not let it run out."""
    PtzLock.objects.update(expires_at=timezone.now() + timedelta(hours=1))


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_account_when_set_then_the_password_is_kept_encrypted_and_never_told(
    admin: APIClient, bare: str, address: str
) -> None:
    body = {"service_url": address, "username": "operator", "password": "camera-pass"}
    told = admin.put(f"{bare}/onvif", body)
    assert told.json() == {
        "service_url": address,
        "username": "operator",
        "has_password": True,
        "looked_at": None,
        "told": None,
        "events": None,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT username, password FROM cameras_onvif")
        assert all(
            "camera-pass" not in text and "operator" not in text for text in cursor.fetchone()
        )
    entry = AuditEntry.objects.get(action="camera.onvif_changed")
    assert "camera-pass" not in str(entry.__dict__)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("http://169.254.169.254/latest", "source-url-refused"),
        ("http://[fe80::1]/", "source-url-refused"),
        ("rtsp://10.0.0.9/", "source-url-malformed"),
        ("http://user:pass@10.0.0.9/", "source-url-malformed"),
        ("http://0x7f.1/", "source-url-malformed"),
        ("http://[::1/", "source-url-malformed"),
        ("a]b", "source-url-malformed"),
        ("10.0.0.9:99999", "source-url-malformed"),
    ],
)
def test_account_when_the_address_is_not_allowed_then_it_is_refused(
    admin: APIClient, bare: str, given: str, code: str
) -> None:
    refused = admin.put(f"{bare}/onvif", {"service_url": given})
    assert refused.status_code == 400
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/service_url", code)
    ]
    asked = admin.post("/api/v1/cameras/onvif/probe", {"service_url": given})
    assert asked.status_code == 400
    assert not OnvifRow.objects.exists()


def test_account_when_the_host_changes_then_the_password_does_not_go_there(
    admin: APIClient, bare: str
) -> None:
    first = {"service_url": "10.0.0.9", "username": "u", "password": "p"}
    admin.put(f"{bare}/onvif", first)
    admin.put(f"{bare}/onvif", {"service_url": "http://10.0.0.9/other"})
    assert OnvifRow.objects.get().password == "p"
    refused = admin.put(f"{bare}/onvif", {"service_url": "10.0.0.9", "username": "v"})
    assert refused.json()["errors"][0]["pointer"] == "/password"
    admin.put(f"{bare}/onvif", {"service_url": "10.0.0.10"})
    assert (OnvifRow.objects.get().username, OnvifRow.objects.get().password) == ("", "")


def test_probe_when_the_camera_answers_then_it_tells_profiles_and_the_list_shows_ptz(
    admin: APIClient, url: str
) -> None:
    assert admin.get(url).json()["ptz"] is False
    told = admin.post(f"{url}/onvif/probe").json()
    assert [(p["codec"], p["width"], p["uri"]) for p in told["profiles"]] == [
        ("H264", 1920, "rtsp://127.0.0.1:8554/main"),
        ("H264", 640, "rtsp://127.0.0.1:8554/sub"),
    ]
    assert admin.get(f"{url}/onvif").json()["told"] == told
    assert admin.get(url).json()["ptz"] is True
    assert admin.get("/api/v1/cameras").json()["items"][0]["ptz"] is True


def test_streams_when_chosen_then_the_camera_has_them_with_the_account(
    admin: APIClient, url: str
) -> None:
    chosen = admin.post(f"{url}/onvif/streams", {"main": "main", "sub": "sub"})
    assert chosen.json()["source_url"] == "rtsp://127.0.0.1:8554/main"
    row = CameraRow.objects.get()
    assert row.source_url == "rtsp://operator:camera-pass@127.0.0.1:8554/main"
    assert row.sub_url == "rtsp://operator:camera-pass@127.0.0.1:8554/sub"
    assert "camera.changed" in actions()
    wrong = admin.post(f"{url}/onvif/streams", {"main": "none"})
    assert wrong.json()["errors"][0]["pointer"] == "/main"


def test_streams_when_the_camera_names_another_host_then_the_password_does_not_go_there(
    admin: APIClient, url: str, camera: SimulatedCamera
) -> None:
    camera.profiles = (replace(camera.profiles[0], uri="rtsp://10.9.9.9/stolen"),)
    assert admin.post(f"{url}/onvif/streams", {"main": "main"}).status_code == 200
    assert CameraRow.objects.get().source_url == "rtsp://10.9.9.9/stolen"


@pytest.mark.parametrize(
    ("faults", "status", "code"),
    [
        (Faults(refuse_all=True), 409, "onvif-unauthorised"),
        (Faults(broken_xml=True), 503, "onvif-broken-answer"),
    ],
)
def test_problem_when_the_camera_misbehaves_then_it_is_clear(
    admin: APIClient, url: str, camera: SimulatedCamera, faults: Faults, status: int, code: str
) -> None:
    camera.faults = faults
    told = admin.post(f"{url}/onvif/probe")
    assert (told.status_code, told.json()["code"]) == (status, code)


def test_problem_when_there_is_no_onvif_no_ptz_or_nobody_then_it_is_clear(
    admin: APIClient, bare: str, free_port: Callable[[], int]
) -> None:
    assert admin.get(f"{bare}/ptz").json()["code"] == "onvif-missing"
    with serving(SimulatedCamera(has_ptz=False)) as address:
        admin.put(f"{bare}/onvif", {"service_url": address})
        told = admin.post(f"{bare}/ptz/step", {"pan": 0.1})
        assert (told.status_code, told.json()["code"]) == (409, "ptz-missing")
    admin.put(f"{bare}/onvif", {"service_url": f"127.0.0.1:{free_port()}"})
    told = admin.post(f"{bare}/onvif/probe")
    assert (told.status_code, told.json()["code"]) == (503, "onvif-unreachable")
    CameraRow.objects.update(enabled=False)
    assert admin.post(f"{bare}/onvif/probe").json()["code"] == "conflict"


def test_clock_when_it_is_wrong_then_the_probe_tells_by_how_much(
    admin: APIClient, url: str, camera: SimulatedCamera
) -> None:
    camera.faults = Faults(clock_offset_s=7200)
    told = admin.post(f"{url}/onvif/probe").json()
    assert told["clock_offset_s"] == pytest.approx(7200, abs=60)


def test_move_when_held_then_it_goes_on_stops_and_is_audited_once(
    client_of: Any, url: str, camera: SimulatedCamera
) -> None:
    operator = client_of("operator")
    for _ in range(3):
        told = operator.post(f"{url}/ptz/move", {"pan": 0.1}).json()
        assert told["lock"]["mine"] is True
        PtzLock.objects.update(holding_until=timezone.now() + timedelta(seconds=WAIT_S))
    assert camera.head.starts
    operator.post(f"{url}/ptz/stop")
    assert not camera.head.moving()
    assert actions().count("camera.ptz_moved") == 1


def test_move_when_the_browser_vanishes_then_the_camera_stops(
    client_of: Any, url: str, camera: SimulatedCamera
) -> None:
    client_of("operator").post(f"{url}/ptz/move", {"pan": 1.0})
    deadline = time.monotonic() + WAIT_S
    while camera.head.moving() or not camera.head.stops:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("body", [{"pan": 1.1}, {"tilt": "up"}, {"zoom": "NaN"}, []])
def test_move_when_the_numbers_are_wrong_then_nothing_moves(
    client_of: Any, url: str, camera: SimulatedCamera, body: object
) -> None:
    refused = client_of("operator").post(f"{url}/ptz/move", body)
    assert refused.status_code == 400
    assert camera.head.starts == 0
    assert not PtzLock.objects.exists()


def test_lock_when_somebody_moves_the_camera_then_others_are_told_and_wait(
    client_of: Any, url: str, camera: SimulatedCamera
) -> None:
    one, other = client_of("operator"), client_of("operator")
    one.post(f"{url}/ptz/step", {"pan": 0.1})
    lasting_lock()
    refused = other.post(f"{url}/ptz/step", {"pan": 0.1})
    assert (refused.status_code, refused.json()["code"]) == (409, "ptz-held")
    assert other.get(f"{url}/ptz").json()["lock"]["mine"] is False
    assert camera.head.position() == Position(0.1)
    assert other.delete(f"{url}/ptz/lock").status_code == 204
    assert other.post(f"{url}/ptz/stop").status_code == 409
    one.delete(f"{url}/ptz/lock")
    assert other.post(f"{url}/ptz/step", {"pan": 0.1}).status_code == 200


def test_lock_when_it_ran_out_then_it_is_free(client_of: Any, url: str) -> None:
    one, other = client_of("operator"), client_of("operator")
    one.put(f"{url}/ptz/lock", {})
    PtzLock.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert other.put(f"{url}/ptz/lock", {}).json()["lock"]["mine"] is True


def test_lock_when_taken_over_then_only_by_who_configures_and_audited(
    client_of: Any, admin: APIClient, url: str
) -> None:
    one, other = client_of("operator"), client_of("operator")
    one.put(f"{url}/ptz/lock", {})
    lasting_lock()
    assert other.put(f"{url}/ptz/lock", {"take_over": True}).status_code == 403
    assert admin.put(f"{url}/ptz/lock", {"take_over": True}).json()["lock"]["mine"] is True
    lasting_lock()
    assert one.post(f"{url}/ptz/step", {"pan": 0.1}).status_code == 409
    assert "camera.ptz_taken" in actions()


def test_presets_when_saved_then_they_are_listed_used_and_removed(
    client_of: Any, url: str, camera: SimulatedCamera
) -> None:
    operator = client_of("operator")
    camera.head.jump(Position(0.5, 0.5, 0.5))
    saved = operator.post(f"{url}/ptz/presets", {"name": "Gate"})
    assert saved.status_code == 201
    assert operator.get(f"{url}/ptz/presets").json() == {"items": [saved.json()]}
    operator.post(f"{url}/ptz/absolute", {"pan": 0, "tilt": 0, "zoom": 0})
    assert operator.post(f"{url}/ptz/goto", {"token": saved.json()["token"]}).status_code == 200
    assert camera.head.position() == Position(0.5, 0.5, 0.5)
    gone = operator.delete(f"{url}/ptz/presets/{saved.json()['token']}")
    assert gone.status_code == 204
    missing = operator.post(f"{url}/ptz/goto", {"token": saved.json()["token"]})
    assert (missing.status_code, missing.json()["code"]) == (409, "onvif-refused")
    assert actions()[-4:] == [
        "camera.ptz_preset_saved",
        "camera.ptz_turned",
        "camera.ptz_preset_used",
        "camera.ptz_preset_removed",
    ]


def test_centre_and_tours_when_asked_then_the_camera_does_them(
    client_of: Any, url: str, camera: SimulatedCamera
) -> None:
    operator = client_of("operator")
    assert operator.post(f"{url}/ptz/centre", {"x": 0.5, "y": 0.0}).status_code == 200
    assert camera.head.position().tilt == pytest.approx(0.1)
    operator.post(f"{url}/ptz/tours", {"token": "round", "running": True})
    assert operator.get(f"{url}/ptz/tours").json()["items"][0]["running"] is True


def test_imaging_when_changed_then_the_camera_has_it(
    admin: APIClient, client_of: Any, url: str, camera: SimulatedCamera
) -> None:
    told = admin.patch(f"{url}/imaging", {"brightness": 60, "ir_cut": "on"})
    assert told.json()["levels"]["brightness"]["value"] == 60
    assert camera.imaging.ir_cut == "ON"
    refused = admin.patch(f"{url}/imaging", {"brightness": 600})
    assert (refused.status_code, refused.json()["code"]) == (409, "onvif-refused")
    assert client_of("operator").get(f"{url}/imaging").status_code == 403


def test_camera_when_removed_then_its_account_goes(admin: APIClient, url: str) -> None:
    admin.put(f"{url}/ptz/lock", {})
    assert admin.delete(url).status_code == 204
    assert not OnvifRow.objects.exists()
    assert not PtzLock.objects.exists()
