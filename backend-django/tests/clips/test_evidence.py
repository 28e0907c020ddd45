"""Evidence packages by a real worker, verified by the package of verifiers."""

import asyncio
import base64
import hashlib
import io
import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection
from event_factories import detection, plate_read
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.clips.application.build_package import BuiltPackage
from mosaic_backend.clips.facade import forget_packages
from mosaic_backend.clips.infrastructure.evidence import package_store, package_task
from mosaic_backend.clips.infrastructure.models import Clip, ClipState, EvidencePackage
from mosaic_backend.clips.infrastructure.parts import clips_folder, packages_folder
from mosaic_backend.config.environment import environment
from mosaic_backend.detections import facade as detections
from mosaic_backend.identity.infrastructure.access_token_signer import JwtSigner
from mosaic_backend.shared.access_keys import signing_key
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Principal, Role, Verb
from mosaic_evidence.verify import verify

from .conftest import eventually

Work = Callable[[], "subprocess.Popen[bytes]"]
VIDEO = b"\0\0\0\x18ftypisom" + os.urandom(3_000_000)
JPEG = b"\xff\xd8plate\xff\xd9"


@dataclass
class Scene:
    """A ready clip; read: of its time, with a picture that is kept and one that is gone."""

    clip: Clip
    read: UUID
    picture: Path

    @property
    def url(self) -> str:
        return f"/api/v1/clips/{self.clip.id}/evidence"


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    start = datetime.now(UTC) - timedelta(minutes=10)
    camera = CameraRow.objects.create(name="Gate 1", source_url="rtsp://10.0.0.9/1", revision=1)
    crops = Path(urlsplit(environment().evidence_url).path) / str(camera.id)
    crops.mkdir()
    picture = crops / "plate.jpg"
    picture.write_bytes(JPEG)
    seen = plate_read(
        "AB123",
        camera_id=camera.id,
        at=start + timedelta(seconds=3),
        images={"plate": f"{camera.id}/plate.jpg", "vehicle": f"{camera.id}/gone.jpg"},
    )
    later = plate_read("LATER1", camera_id=camera.id, at=start + timedelta(seconds=60))
    others = plate_read("OTHER1", at=start + timedelta(seconds=3))
    detections.store_plate_reads([seen, later, others])
    detections.store_detections(
        [
            detection(at=start + timedelta(seconds=second), camera_id=camera.id)
            for second in (1, 2, 60)
        ]
    )
    clip = Clip.objects.create(
        camera_id=camera.id,
        starts_at=start,
        ends_at=start + timedelta(seconds=10),
        state=ClipState.READY,
        size_bytes=len(VIDEO),
        sha256=hashlib.sha256(VIDEO).hexdigest(),
        requested_by="reviewer",
        recorded=[
            {
                "from": (start + timedelta(seconds=1)).isoformat(),
                "to": (start + timedelta(seconds=10)).isoformat(),
            }
        ],
    )
    clips_folder().mkdir(exist_ok=True)
    (clips_folder() / f"{clip.id}.mp4").write_bytes(VIDEO)
    yield Scene(clip, seen.read_id, picture)
    (clips_folder() / f"{clip.id}.mp4").unlink(missing_ok=True)


@pytest.fixture
def reviewer(client_of: Callable[..., APIClient], scene: Scene) -> APIClient:
    return client_of("reviewer", user_id="11111111-0000-7000-8000-000000000001")


def ready(package_id: str) -> EvidencePackage:
    ended = EvidencePackage.objects.filter(pk=package_id, finished_at__isnull=False)
    found: EvidencePackage = eventually(ended.first)
    return found


def body(answer: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([chunk async for chunk in answer.streaming_content])

    return asyncio.run(read())


def opened(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def build(package: EvidencePackage) -> BuiltPackage:
    return package_task.built(package, lambda: False)


def test_evidence_when_requested_then_packed_signed_audited_and_served(
    scene: Scene, reviewer: APIClient, work: Work
) -> None:
    answer = reviewer.post(scene.url, {"reason": "Fall 17 – Überfall"})
    assert (answer.status_code, answer["Location"]) == (202, scene.url)
    assert answer.json()["state"] == "queued"
    assert reviewer.get(f"{scene.url}/file").status_code == 409
    again = reviewer.post(
        scene.url, {}, headers={"X-Reason": "Fall 17 – Überfall".encode().decode("latin-1")}
    )
    assert again.json()["id"] == answer.json()["id"], "the same wish is worked on already"
    work()
    row = ready(answer.json()["id"])
    shown = reviewer.get(scene.url).json()
    assert (shown["state"], shown["failure"]) == ("ready", ""), shown
    archive = body(reviewer.get(shown["file"]))
    assert (len(archive), hashlib.sha256(archive).hexdigest()) == (row.size_bytes, row.sha256)
    part = reviewer.get(shown["file"], headers={"Range": "bytes=0-3"})
    assert (part.status_code, body(part)) == (206, b"PK\x03\x04")

    [key] = reviewer.get("/api/v1/evidence/keys").json()["keys"]
    assert (key["current"], key["fingerprint"][:16]) == (True, key["kid"])
    raw = base64.urlsafe_b64decode(key["x"] + "=")
    assert hashlib.sha256(raw).hexdigest() == key["fingerprint"] == shown["fingerprint"]
    report = verify(io.BytesIO(archive), key["fingerprint"])
    assert (report.ok, report.findings) == (True, [])

    files = opened(archive)
    picture = f"pictures/{scene.read}-plate.jpg"
    assert (files["video.mp4"], files[picture]) == (VIDEO, JPEG)
    [read] = json.loads(files["reads.json"])["items"]
    assert (read["id"], read["text"]) == (str(scene.read), "AB123")
    assert read["images"] == {"plate": picture, "vehicle": None}
    assert read["candidates"][0] == [["A", 0.9]]
    seen = json.loads(files["detections.json"])["items"]
    assert [item["label"] for item in seen] == ["car", "car"]
    assert seen[0]["captured_at"] > seen[1]["captured_at"]
    manifest = json.loads(files["manifest.json"])
    assert hashlib.sha256(files["manifest.json"]).hexdigest() == shown["manifest_sha256"]
    assert manifest["camera"] == {"id": str(scene.clip.camera_id), "name": "Gate 1"}
    assert (manifest["exported"]["by"], manifest["exported"]["reason"]) == (
        "reviewer",
        "Fall 17 – Überfall",
    )
    assert manifest["recorded"][0]["to"] == manifest["wished"]["to"]
    assert manifest["recorded"][0]["from"] > manifest["wished"]["from"]
    assert manifest["contents"]["reads"] == {"path": "reads.json", "count": 1}

    told = [(row.action, row.actor, row.reason) for row in AuditEntry.objects.order_by("id")]
    assert (
        told
        == [
            ("evidence.requested", "reviewer", "Fall 17 – Überfall"),
            ("evidence.made", "system", ""),
            ("evidence.fetched", "reviewer", ""),
            ("evidence.fetched", "reviewer", ""),
        ][: len(told)]
    )
    assert len(told) >= 3, "without Redis each range is told"
    made = AuditEntry.objects.get(action="evidence.made")
    assert made.details["manifest_sha256"] == shown["manifest_sha256"]


def test_evidence_when_its_worker_is_killed_then_nothing_is_seen_and_another_takes_it_up(
    scene: Scene, reviewer: APIClient, work: Work
) -> None:
    """The worker hangs in a picture that is a pipe with no writer, and is killed there."""
    scene.picture.unlink()
    os.mkfifo(scene.picture)
    package_id = reviewer.post(scene.url, {}).json()["id"]
    first = work()
    parts = f"{package_id}.*.part"
    [part] = eventually(lambda: list(packages_folder().glob(parts)))
    eventually(lambda: part.stat().st_size > 1_000_000)
    first.kill()
    first.wait()
    assert not (packages_folder() / f"{package_id}.zip").exists()
    assert reviewer.get(scene.url).json()["state"] == "running"
    assert reviewer.get(f"{scene.url}/file").status_code == 409
    scene.picture.unlink()
    scene.picture.write_bytes(JPEG)
    with connection.cursor() as cursor:
        # As if half a minute had passed.
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'"
        )
    work()
    assert ready(package_id).state == "ready"
    forget_packages(datetime.now(UTC))
    assert not list(packages_folder().glob(parts))
    assert verify(io.BytesIO(body(reviewer.get(f"{scene.url}/file")))).ok


def test_evidence_when_the_clips_file_was_changed_then_failed_with_the_reason(
    scene: Scene, reviewer: APIClient, work: Work
) -> None:
    (clips_folder() / f"{scene.clip.id}.mp4").write_bytes(VIDEO[:-1] + b"!")
    package_id = reviewer.post(scene.url, {}).json()["id"]
    work()
    row = ready(package_id)
    assert (row.state, row.failure) == ("failed", "clip-changed")
    assert not list(packages_folder().glob(f"{package_id}*"))
    assert reviewer.get(f"{scene.url}/file").status_code == 409


def test_evidence_when_requested_anew_then_the_newest_replaces_the_older(
    scene: Scene, reviewer: APIClient, work: Work
) -> None:
    first = reviewer.post(scene.url, {"reason": "one"}).json()["id"]
    second = reviewer.post(scene.url, {"reason": "two"}).json()["id"]
    work()
    ready(second)
    eventually(lambda: not EvidencePackage.objects.filter(pk=first).exists())
    assert not (packages_folder() / f"{first}.zip").exists()
    assert reviewer.get(scene.url).json()["reason"] == "two"


def only_export() -> APIClient:
    user = Principal(
        user_id=str(new_id()),
        username="exporter",
        role=Role.VIEWER,
        all_cameras=True,
        group_ids=frozenset(),
        verbs=frozenset({Verb.EXPORT}),
    )
    token = JwtSigner(signing_key()).sign(user, datetime.now(UTC))
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    client.default_format = "json"
    return client


def test_evidence_when_the_asker_may_not_search_then_without_reads_and_detections(
    scene: Scene, work: Work
) -> None:
    exporter = only_export()
    answer = exporter.post(scene.url, {})
    assert (answer.status_code, answer.json()["with_sightings"]) == (202, False)
    work()
    assert ready(answer.json()["id"]).state == "ready"
    files = opened(body(exporter.get(f"{scene.url}/file")))
    assert not [name for name in files if name.startswith(("reads", "detections", "pictures"))]
    assert set(json.loads(files["manifest.json"])["contents"]) == {"video"}
    EvidencePackage.objects.update(with_sightings=True)
    assert exporter.get(f"{scene.url}/file").status_code == 409, "the right was taken since"


def test_evidence_when_it_is_anothers_then_404(
    scene: Scene, reviewer: APIClient, client_of: Callable[..., APIClient]
) -> None:
    assert reviewer.get(scene.url).status_code == 404
    assert reviewer.post(scene.url, {}).status_code == 202
    for other in (client_of("admin"), client_of("reviewer", groups=[new_id()])):
        assert other.get(scene.url).status_code == 404
        assert other.get(f"{scene.url}/file").status_code == 404
    assert client_of("viewer").post(scene.url, {}).status_code == 403
    assert client_of("reviewer", groups=[new_id()]).post(scene.url, {}).status_code == 404
    assert EvidencePackage.objects.count() == 1


def test_evidence_when_the_site_demands_a_reason_then_refused_without(
    scene: Scene, reviewer: APIClient
) -> None:
    AuditPolicy.objects.create(plate_search_reason=True)
    refused = reviewer.post(scene.url, {"reason": "  "})
    assert (refused.status_code, refused.json()["code"]) == (400, "reason-required")
    assert reviewer.post(f"{scene.url}?reason=x", {}).status_code == 202


@pytest.mark.parametrize("given", [{"reason": "x" * 501}, {"reason": "a\0b"}, {"reason": [1]}, []])
def test_evidence_when_the_reason_is_none_then_400(
    given: object, scene: Scene, reviewer: APIClient
) -> None:
    assert reviewer.post(scene.url, given).status_code == 400
    assert not EvidencePackage.objects.exists()


def test_evidence_when_the_clip_is_not_ready_then_409(scene: Scene, reviewer: APIClient) -> None:
    Clip.objects.update(state=ClipState.RUNNING)
    answer = reviewer.post(scene.url, {})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_files_when_their_package_is_gone_or_failed_then_taken_away(
    scene: Scene, reviewer: APIClient
) -> None:
    kept, failed = (
        UUID(reviewer.post(scene.url, {"reason": reason}).json()["id"]) for reason in "ab"
    )
    EvidencePackage.objects.filter(pk=failed).update(state=ClipState.FAILED)
    folder = packages_folder()
    folder.mkdir(exist_ok=True)
    gone = [folder / f"{failed}.1.part", folder / f"{new_id()}.zip", folder / f"{new_id()}.1.part"]
    others = [folder / f"{kept}.1.part", folder / f"{kept}.zip", folder / "read.me"]
    for path in gone + others:
        path.touch()
    forget_packages(datetime.now(UTC))
    assert [path.exists() for path in gone + others] == [False] * 3 + [True] * 3
    Clip.objects.all().delete()
    assert forget_packages(datetime.now(UTC)) == 2
    others[-1].unlink()


def test_package_when_two_attempts_end_then_the_row_is_of_the_file_that_is_kept(
    scene: Scene, reviewer: APIClient
) -> None:
    """A worker that stood still for half a minute is taken for dead; it may go on beside its successor."""
    package_id = UUID(reviewer.post(scene.url, {}).json()["id"])
    package = package_store.begin(package_id)
    assert package is not None
    first, second = (build(package) for _ in range(2))
    assert first.sha256 != second.sha256
    package_store.finish(package_id, first)
    package_store.finish(package_id, second)
    archive = body(reviewer.get(f"{scene.url}/file"))
    row = EvidencePackage.objects.get(pk=package_id)
    assert hashlib.sha256(archive).hexdigest() == row.sha256 == first.sha256
    assert not list(packages_folder().glob(f"{package_id}.*.part"))


def test_packages_when_the_older_ends_after_the_newer_then_it_goes_all_the_same(
    scene: Scene, reviewer: APIClient
) -> None:
    """A worker builds two at once."""
    ids = [UUID(reviewer.post(scene.url, {"reason": reason}).json()["id"]) for reason in "ab"]
    packages = [package_store.begin(package_id) for package_id in ids]
    older, newer = (build(package) for package in packages if package is not None)
    package_store.finish(ids[1], newer)
    package_store.finish(ids[0], older)
    assert list(EvidencePackage.objects.values_list("pk", flat=True)) == [ids[1]]
    archive = body(reviewer.get(f"{scene.url}/file"))
    assert hashlib.sha256(archive).hexdigest() == newer.sha256
    assert not (packages_folder() / f"{ids[0]}.zip").exists()


def test_package_when_the_database_fails_at_the_end_then_the_next_try_makes_it_ready(
    scene: Scene, reviewer: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    package_id = UUID(reviewer.post(scene.url, {}).json()["id"])
    job: Any = SimpleNamespace(should_abort=lambda: False, job=SimpleNamespace(attempts=0))

    def gone(*_: object) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(package_store, "finish", gone)
        with pytest.raises(DatabaseError):
            package_task._pack(job, package_id)
    assert EvidencePackage.objects.get(pk=package_id).state == "running"
    package_task._pack(job, package_id)
    assert EvidencePackage.objects.get(pk=package_id).state == "ready"


@pytest.fixture
def key_file() -> Iterator[Path]:
    path = environment().secrets_dir / "evidence.pem"
    was = path.read_bytes()
    yield path
    path.write_bytes(was)


def test_keys_when_the_key_is_rotated_then_the_old_one_stays_listed(
    scene: Scene, reviewer: APIClient, key_file: Path
) -> None:
    [old] = reviewer.get("/api/v1/evidence/keys").json()["keys"]
    key_file.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    new, kept = reviewer.get("/api/v1/evidence/keys").json()["keys"]
    assert (new["current"], kept) == (True, old | {"current": False})


def test_evidence_when_the_key_is_missing_then_503_and_no_package(
    scene: Scene, reviewer: APIClient, key_file: Path
) -> None:
    key_file.unlink()
    answer = reviewer.post(scene.url, {})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "evidence.pem" in answer.json()["detail"]
    assert not EvidencePackage.objects.exists()
    assert reviewer.get("/api/v1/evidence/keys").json() == {"keys": []}
