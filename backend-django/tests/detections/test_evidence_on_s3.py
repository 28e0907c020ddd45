"""Crops that lie on a real S3 are shown as those in a folder are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from event_factories import plate_read
from obstore.store import from_url
from rest_framework.test import APIClient

from mosaic_backend.detections import bootstrap, facade
from mosaic_backend.detections.infrastructure.evidence import ObstoreEvidence
from mosaic_cli.testing.minio.server import Bucket, MinioServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(minio_binary: Path, tmp_path: Path) -> Iterator[MinioServer]:
    """One that a test may stop."""
    server = MinioServer(minio_binary, tmp_path)
    server.start()
    yield server
    server.stop()


def shown_from(bucket: Bucket, patch: pytest.MonkeyPatch) -> Any:
    """The bucket, after the backend was told to show its crops."""
    for name, value in bucket.environment.items():
        patch.setenv(name, value)
    store = ObstoreEvidence(f"{bucket.url}/evidence")
    patch.setattr(bootstrap, "evidence", lambda: store)
    return from_url(f"{bucket.url}/evidence")


def read_with_crop(admin: APIClient, key: str) -> str:
    camera = admin.post("/api/v1/cameras", {"name": "Gate", "source_url": "rtsp://10.0.0.9/1"})
    read = plate_read("AB123", camera_id=UUID(camera.json()["id"]), images={"plate": key})
    facade.store_plate_reads([read])
    return f"/api/v1/plates/{read.read_id}/images/plate.jpg"


def test_picture_when_the_crops_are_on_s3_then_shown_or_told_to_be_gone(
    admin: APIClient, s3_bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shown_from(s3_bucket, monkeypatch)
    address = read_with_crop(admin, "plates/a.jpg")
    assert admin.get(address).status_code == 404
    store.put("plates/a.jpg", b"\xff\xd8jpeg")
    answer = admin.get(address)
    assert (answer.status_code, answer.content) == (200, b"\xff\xd8jpeg")
    assert answer["Content-Type"] == "image/jpeg"


def test_picture_when_s3_is_away_then_unavailable_and_shown_once_it_is_back(
    admin: APIClient, server: MinioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shown_from(server.bucket(), monkeypatch)
    address = read_with_crop(admin, "plates/a.jpg")
    store.put("plates/a.jpg", b"\xff\xd8jpeg")
    server.stop()
    answer = admin.get(address)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    server.start()
    assert admin.get(address).status_code == 200
