"""A camera's page in the admin: its picture, its place, its zones."""

import base64

import pytest
from django.test import Client
from django.urls import reverse

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure import parts
from mosaic_backend.cameras.infrastructure.models import CameraRow, ProbeRow
from mosaic_backend.identity.infrastructure.models import User
from mosaic_contracts.errors import NotFoundError, UnavailableError
from mosaic_contracts.internal_api import EventSettings

SOURCE = "rtsp://user:pa55@10.0.0.1/x"
JPEG = b"\xff\xd8probe\xff\xd9"
TRACK = {
    "codec": "H264",
    "width": 1280,
    "height": 720,
    "fps": 25.0,
    "gop_s": 4.0,
    "has_b_frames": False,
}
PROBED = {"ok": True, "tracks": [TRACK], "snapshot": base64.b64encode(JPEG).decode()}


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def camera(db: None) -> CameraRow:
    added = camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE))
    return CameraRow.objects.get(id=added.id)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What streaming and the AI answer; an error is raised."""
    said: dict[str, object] = {"probe": PROBED, "picture": NotFoundError()}

    def answer(name: str) -> object:
        if isinstance(said[name], Exception):
            raise said[name]
        return said[name]

    monkeypatch.setattr(parts, "probe", lambda _: answer("probe"))
    monkeypatch.setattr(parts, "latest_picture", lambda _: answer("picture"))
    return said


def address(what: str, camera: CameraRow) -> str:
    return reverse(f"admin:cameras_camerarow_{what}", args=[camera.id])


def form(**fields: object) -> dict[str, object]:
    return {
        "name": "Gate",
        "enabled": "on",
        "transcode": "never",
        "recording_mode": "off",
        "recording_otherwise": "off",
        "event_before_s": "10",
        "event_after_s": "10",
        "retention_days": "7",
        "ai_enabled": "on",
        "ai_classes": "car",
        "zones": "[]",
    } | fields


def test_recording_on_events_when_saved_then_kept_shown_and_refused_without_events(browser, camera):
    given = form(
        recording_mode="continuous",
        recording_otherwise="event",
        event_before_s="5",
        event_labels="car,person",
        event_plates="on",
    )
    assert browser.post(address("change", camera), given).status_code == 302
    camera.refresh_from_db()
    kept = EventSettings.model_validate(camera.recording_events)
    assert (camera.recording_mode, camera.recording_otherwise) == ("continuous", "event")
    assert (kept.before_s, kept.labels, kept.detections) == (5, ["car", "person"], False)
    assert "car,person" in browser.get(address("change", camera)).content.decode()
    listed = browser.get(reverse("admin:cameras_camerarow_changelist")).content.decode()
    assert "7 days, on events" in listed
    for wrong in ({"event_before_s": "4"}, {"event_plates": ""}, {"ai_enabled": ""}):
        refused = browser.post(address("change", camera), given | wrong | {"name": "Yard"})
        assert refused.status_code == 200, wrong
    camera.refresh_from_db()
    assert camera.name == "Gate"


def test_picture_when_a_probe_took_one_then_shown_until_the_ai_has_a_newer(
    browser, camera, answers
):
    assert browser.get(address("picture_now", camera)).status_code == 404
    told = browser.post(address("probe_now", camera)).json()
    assert told["snapshot"] is True
    assert "H264, 1280×720, 25 fps, a key frame every 4 s, no B-frames" in told["detail"]
    shown = browser.get(address("picture_now", camera))
    assert (shown.content, shown["Content-Type"]) == (JPEG, "image/jpeg")
    answers["picture"] = parts.Picture(b"\xff\xd8ai", "2026-11-21T10:00:00+00:00")
    assert browser.get(address("picture_now", camera)).content == b"\xff\xd8ai"
    answers["picture"] = UnavailableError("down")
    assert browser.get(address("picture_now", camera)).content == JPEG
    page = browser.get(address("change", camera)).content.decode()
    assert "a key frame every 4 s" in page
    assert "Set 2 s or less" in page


def test_picture_when_the_camera_is_removed_or_unknown_then_404(browser, camera, answers):
    browser.post(address("probe_now", camera))
    camera_administration().remove(camera.id)
    assert browser.get(address("picture_now", camera)).status_code == 404
    assert browser.post(address("probe_now", camera)).status_code == 404


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"ok": False, "detail": "The camera asks for other credentials."}, "other credentials"),
        (UnavailableError("the streaming service does not answer"), "does not answer"),
        (PROBED | {"snapshot": None}, "No picture came in time"),
    ],
)
def test_probe_when_there_is_no_picture_then_the_page_is_told_why(
    browser, camera, answers, answer, told
):
    answers["probe"] = answer
    said = browser.post(address("probe_now", camera)).json()
    assert said["snapshot"] is False
    assert told in said["detail"]


def test_probe_when_not_posted_or_without_token_or_right_then_refused(camera, answers):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address("probe_now", camera)).status_code in {302, 403}
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address("probe_now", camera)).status_code == 405
    assert client.post(address("probe_now", camera)).status_code == 403
    assert not ProbeRow.objects.exists()


def test_page_when_opened_then_zones_can_be_drawn_and_nothing_is_inline(browser, camera):
    page = browser.get(address("change", camera)).content.decode()
    assert f'data-picture="{address("picture_now", camera)}"' in page
    assert '<script src="/static/cameras/zone-editor.js" type="module">' in page
    new = browser.get(reverse("admin:cameras_camerarow_add")).content.decode()
    assert "data-zone-editor" in new
    assert "data-picture" not in new
    for name in ("zone-editor.js", "zone-picture.js", "zone-geometry.js", "zone-editor.css"):
        assert Client().get(f"/static/cameras/{name}").status_code == 200


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("52.5, 13.4", {"lat": 52.5, "lon": 13.4}),
        (" -33.9,18 ", {"lat": -33.9, "lon": 18.0}),
        ("Hall 2: west: 0.2, 0.7", {"plan": "Hall 2: west", "x": 0.2, "y": 0.7}),
        ("", None),
    ],
)
def test_position_when_written_then_kept_and_shown_as_written(browser, camera, written, kept):
    browser.post(address("change", camera), form(position=written))
    row = CameraRow.objects.get()
    assert row.position == kept
    revision = row.revision
    shown = browser.get(address("change", camera)).context["adminform"].form["position"].value()
    browser.post(address("change", camera), form(position=shown))
    assert (CameraRow.objects.get().position, CameraRow.objects.get().revision) == (kept, revision)


@pytest.mark.parametrize(
    "written", ["52.5", "91, 0", "hall: 2, 0.1", "a, b", ": 0.1, 0.1", "1,2,3"]
)
def test_position_when_it_is_none_then_told(browser, camera, written):
    page = browser.post(address("change", camera), form(position=written))
    assert page.status_code == 200
    assert "latitude, longitude" in page.content.decode()
    assert CameraRow.objects.get().position is None
