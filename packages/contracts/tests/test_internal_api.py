"""What the services tell each other about cameras: compatible, and quiet about credentials."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pydantic import ValidationError

from mosaic_contracts.internal_api import (
    DesiredCamera,
    DesiredCameras,
    ReaderSession,
    Revocation,
    Revocations,
    Zone,
)

CAMERA = {
    "id": "01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f",
    "name": "Gate",
    "source_url": "rtsp://user:hunter2@10.0.0.9/main",
    "enabled": True,
    "revision": 3,
}


def test_camera_when_shown_then_its_credentials_are_not() -> None:
    camera = DesiredCamera.model_validate(CAMERA)
    assert "hunter2" not in repr(camera)
    assert "hunter2" not in str(camera)
    assert "hunter2" not in repr(DesiredCameras(items=[camera], revision=3))


def test_session_when_shown_then_its_token_is_not() -> None:
    session = ReaderSession(hls_url="http://h", rtsp_url="rtsp://h", token="s3cret", expires_in_s=1)
    assert "s3cret" not in repr(session)


def test_cameras_when_written_and_read_then_the_same_and_unknown_fields_ignored() -> None:
    cameras = DesiredCameras(items=[DesiredCamera.model_validate(CAMERA)], revision=3)
    document = json.loads(cameras.model_dump_json())
    document["items"][0]["from_the_future"] = 1
    document["items"][0]["ai"]["from_the_future"] = 1
    assert DesiredCameras.model_validate(document) == cameras


def test_revocations_when_written_and_read_then_the_same_to_the_microsecond() -> None:
    until = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
    told = Revocations(items=[Revocation(user_id=UUID(int=7), until=until)])
    document = json.loads(told.model_dump_json())
    document["items"][0]["from_the_future"] = 1
    assert Revocations.model_validate_json(json.dumps(document)) == told


def test_revocation_when_its_instant_has_no_zone_then_refused() -> None:
    with pytest.raises(ValidationError):
        Revocation.model_validate({"user_id": str(UUID(int=7)), "until": "2026-01-02T03:04:05"})


@pytest.mark.parametrize("polygon", [[], [(0, 0), (1, 1)], [(0, 0), (1, 1), (2, 0)], [(0, 0)] * 65])
def test_zone_when_no_polygon_in_the_picture_then_refused(polygon: list[tuple[int, int]]) -> None:
    with pytest.raises(ValidationError):
        Zone.model_validate({"name": "z", "kind": "include", "polygon": polygon})
