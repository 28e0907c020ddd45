"""What the backend asks of the other services, against a server that answers as they do."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import UUID

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import ProbeSnapshot
from mosaic_backend.config.environment import environment
from mosaic_platform.service_tokens import ServiceTokenVerifier

SOURCE = "rtsp://user:pa55@127.0.0.1:8554/cam"
PROBED = {
    "ok": True,
    "reason": None,
    "detail": None,
    "tracks": [{"codec": "H264", "width": 1280, "height": 720, "fps": 25.0}],
    "took_ms": 12.5,
    "snapshot": base64.b64encode(b"\xff\xd8probe\xff\xd9").decode(),
}


@dataclass
class Parts:
    """Both services in one: what it shall answer, and what it was asked."""

    picture: bytes | None = b"\xff\xd8jpeg"
    captured_at: str = ""
    status: int = 200
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    watched: DatabaseWrapper | None = None
    meanwhile: list[bool] = field(default_factory=list)
    """Whether `watched` had a connection while it was asked."""
    more_posters: list[dict[str, str]] = field(default_factory=list)

    def posters_of(self, asked: bytes) -> bytes:
        items = [self.poster(camera_id) for camera_id in json.loads(asked)["cameras"]]
        return json.dumps({"items": items + self.more_posters}).encode()

    def poster(self, camera_id: str) -> dict[str, str]:
        jpeg = base64.b64encode(self.picture or b"").decode()
        return {"camera_id": camera_id, "captured_at": self.captured_at, "jpeg": jpeg}


@pytest.fixture
def parts(monkeypatch) -> Iterator[Parts]:
    state = Parts(captured_at=(datetime.now(UTC) - timedelta(seconds=5)).isoformat())
    verifier = ServiceTokenVerifier(environment().secrets_dir, ("backend",))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            verifier.service(self.headers["Authorization"].removeprefix("Bearer "))
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            state.asked.append((self.path, body))
            if state.watched is not None:
                state.meanwhile.append(state.watched.connection is not None)
            missing = "latest.jpg" in self.path and state.picture is None
            self.send_response(404 if missing else state.status)
            self.send_header("X-Captured-At", state.captured_at)
            self.end_headers()
            if "latest.jpg" in self.path:
                self.wfile.write(state.picture or b"")
            elif "posters" in self.path:
                self.wfile.write(state.posters_of(body))
            else:
                self.wfile.write(json.dumps(PROBED).encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("MOSAIC_STREAMING_URL", address)
    monkeypatch.setenv("MOSAIC_AI_URL", address)
    environment.cache_clear()
    yield state
    server.shutdown()
    server.server_close()
    monkeypatch.undo()
    environment.cache_clear()


@pytest.fixture
def path(db) -> str:
    camera = camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE))
    return f"/api/v1/cameras/{camera.id}"


@pytest.mark.django_db(transaction=True)
def test_part_when_it_is_asked_then_no_connection_to_the_database_waits_with_it(admin, path, parts):
    """A part that hangs would else hold those that every other request needs."""
    assert admin.get(path).status_code == 200
    parts.watched = connections[DEFAULT_DB_ALIAS]
    assert admin.get(f"{path}/snapshot.jpg").status_code == 200
    assert admin.post(f"{path}/probe").status_code == 200
    assert parts.meanwhile == [False, False]


def test_probe_when_streaming_answers_then_told_and_asked_with_credentials(admin, path, parts):
    answer = admin.post(f"{path}/probe")
    assert answer.status_code == 200
    told = answer.json()
    assert told["tracks"] == [PROBED["tracks"][0] | {"gop_s": None, "has_b_frames": None}]
    assert told["warnings"] == []
    assert told["audio"] is None
    assert told["snapshot_url"] == f"{path}/snapshot.jpg?of=probe"
    assert "snapshot" not in told
    assert parts.asked[0] == (
        "/internal/v1/probe",
        json.dumps({"source_url": SOURCE}, separators=(",", ":")).encode(),
    )
    kept = admin.get(path).json()["probe"]
    assert kept == {name: value for name, value in told.items() if name != "snapshot_url"}


def test_probe_when_the_source_is_awkward_then_warned_and_its_sound_told(
    admin, path, parts, monkeypatch
):
    track = PROBED["tracks"][0] | {"gop_s": 4.0, "has_b_frames": True}
    sound = {"codec": "MPEG-4 Audio", "width": None, "height": None}
    monkeypatch.setitem(PROBED, "tracks", [track, sound])
    monkeypatch.setitem(PROBED, "snapshot", None)
    told = admin.post(f"{path}/probe").json()
    assert [warning["code"] for warning in told["warnings"]] == ["gop-long", "b-frames"]
    assert (told["audio"], told["snapshot_url"]) == ("MPEG-4 Audio", None)


def test_probe_when_of_the_second_stream_then_that_is_asked_and_nothing_is_kept(admin, path, parts):
    assert admin.post(f"{path}/probe?stream=sub").status_code == 409
    assert admin.post(f"{path}/probe?stream=third").status_code == 400
    admin.patch(path, {"sub_url": "rtsp://127.0.0.1:8554/small"})
    assert admin.post(f"{path}/probe?stream=sub").status_code == 200
    assert b"/small" in parts.asked[0][1]
    assert admin.get(path).json()["probe"] is None


def test_snapshot_of_a_probe_when_taken_then_kept_until_a_better_one_or_another_address(
    admin, client_of, path, parts, monkeypatch
):
    assert admin.get(f"{path}/snapshot.jpg?of=probe").status_code == 404
    probed_at = admin.post(f"{path}/probe").json()["probed_at"]
    answer = client_of("viewer").get(f"{path}/snapshot.jpg?of=probe")
    assert (answer.status_code, answer.content) == (200, b"\xff\xd8probe\xff\xd9")
    assert datetime.fromisoformat(answer["X-Captured-At"]) == datetime.fromisoformat(probed_at)
    assert not any("latest.jpg" in asked for asked, _ in parts.asked)
    monkeypatch.setitem(PROBED, "snapshot", None)
    admin.post(f"{path}/probe")
    assert admin.get(f"{path}/snapshot.jpg?of=probe").status_code == 200
    admin.patch(path, {"source_url": "rtsp://127.0.0.1:8554/other", "enabled": False})
    assert admin.get(f"{path}/snapshot.jpg?of=probe").status_code == 404
    admin.delete(path)
    assert not ProbeSnapshot.objects.exists()


@pytest.mark.parametrize(
    "told",
    ["no base64!", base64.b64encode(b"GIF89a").decode(), "/9j/" * (1 << 19), 7, ["/9j/"], ""],
)
def test_snapshot_of_a_probe_when_it_is_no_bearable_jpeg_then_none_is_kept(
    admin, path, parts, monkeypatch, told
):
    monkeypatch.setitem(PROBED, "snapshot", told)
    assert admin.post(f"{path}/probe").json()["snapshot_url"] is None
    assert not ProbeSnapshot.objects.exists()
    assert admin.get(f"{path}/snapshot.jpg?of=yesterday").status_code == 400


def test_snapshot_when_there_is_a_picture_then_told_with_its_age(client_of, path, parts):
    answer = client_of("viewer").get(f"{path}/snapshot.jpg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.content == parts.picture
    assert answer["X-Captured-At"] == parts.captured_at
    assert 5 <= int(answer["Age"]) < 60
    assert answer["Cache-Control"] == "no-store"


def test_snapshot_when_there_is_none_yet_then_404(admin, path, parts):
    parts.picture = None
    assert admin.get(f"{path}/snapshot.jpg").status_code == 404


def test_snapshot_when_the_camera_is_off_then_409(admin, path, parts):
    admin.patch(path, {"enabled": False})
    assert admin.get(f"{path}/snapshot.jpg").status_code == 409
    assert parts.asked == []


def test_posters_when_asked_for_a_mosaic_then_one_question_about_those_that_may_be_seen(
    client_of, admin, path, parts
):
    mine = path.rpartition("/")[2]
    group = admin.post("/api/v1/camera-groups", {"name": "Theirs"}).json()["id"]
    added = {"source_url": "rtsp://127.0.0.1:8554/b", "group": group}
    theirs = admin.post("/api/v1/cameras", {"name": "B", **added}).json()["id"]
    own = admin.post("/api/v1/camera-groups", {"name": "Mine"}).json()["id"]
    admin.patch(path, {"group": own})
    viewer = client_of("viewer", groups=[UUID(own)])
    parts.more_posters = [parts.poster(theirs)]
    parts.asked.clear()

    answer = viewer.get(f"/api/v1/cameras/posters?camera={mine}&camera={theirs}&camera={mine}")
    assert answer.status_code == 200
    assert [item["camera_id"] for item in answer.json()["items"]] == [mine]
    assert base64.b64decode(answer.json()["items"][0]["jpeg"]) == parts.picture
    assert answer["Cache-Control"] == "no-store"
    assert [json.loads(body) for _, body in parts.asked] == [{"cameras": [mine]}]

    assert viewer.get(f"/api/v1/cameras/posters?camera={theirs}").status_code == 404
    assert viewer.get("/api/v1/cameras/posters").status_code == 404
    assert viewer.get("/api/v1/cameras/posters?camera=none").status_code == 400
    admin.patch(path, {"enabled": False})
    assert viewer.get(f"/api/v1/cameras/posters?camera={mine}").status_code == 404


def test_posters_when_the_answer_is_none_then_503(admin, path, parts):
    parts.more_posters = [{"camera_id": "?"}]
    assert admin.get(f"/api/v1/cameras/posters?camera={path.rpartition('/')[2]}").status_code == 503


@pytest.mark.parametrize("status", [401, 500])
def test_parts_when_they_fail_then_503(admin, path, parts, status):
    parts.status = status
    assert admin.get(f"{path}/snapshot.jpg").status_code == 503
    assert admin.post(f"{path}/probe").status_code == 503
