"""What is answered without a serializer is what the serializer documents."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from mosaic_backend.cameras import facade
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, ProbeRow, Site
from mosaic_backend.cameras.interfaces.presentation import told
from mosaic_backend.cameras.interfaces.serializers import CameraSerializer
from mosaic_contracts.events import StreamState, SubStreamState
from mosaic_contracts.events.types import StreamTrack

pytestmark = pytest.mark.django_db
URL = "/api/v1/cameras"
SOURCE = "rtsp://user:pa55@127.0.0.1:8554/cam"
TRACK = {"codec": "H264", "width": 1280, "height": 720}


def filled(admin: APIClient) -> str:
    group, site = CameraGroup.objects.create(name="G"), Site.objects.create(name="S")
    answer = admin.post(
        URL,
        {
            "name": "Gate",
            "source_url": SOURCE,
            "sub_url": SOURCE + "2",
            "group": str(group.id),
            "site": str(site.id),
            "tags": ["a", "b"],
            "position": {"lat": 52, "lon": 13.5},
            "ai": {
                "classes": ["car"],
                "zones": [
                    {"name": "Z", "kind": "include", "polygon": [[0, 0], [1, 0], [0.5, 1]]},
                ],
            },
        },
    )
    assert answer.status_code == 201, answer.content
    identifier: str = answer.json()["id"]
    facade.record_stream_state(
        StreamState(
            camera_id=identifier,
            state="online",
            changed_at=datetime(2026, 5, 1, tzinfo=UTC),
            tracks=[StreamTrack(**TRACK)],
            sub=SubStreamState(
                state="error",
                reason="timeout",
                detail="It does not answer.",
                changed_at=datetime(2026, 5, 1, 0, 0, 1, 500000, tzinfo=UTC),
                tracks=[StreamTrack(**TRACK)],
            ),
        )
    )
    ProbeRow.objects.create(
        camera_id=identifier,
        probed_at=timezone.now(),
        outcome={
            "ok": True,
            "reason": None,
            "detail": None,
            "tracks": [TRACK | {"fps": 25, "gop_s": 1, "has_b_frames": False}],
            "audio": None,
            "warnings": [{"code": "gop-long", "detail": "4 s"}],
            "took_ms": 12.5,
        },
    )
    return identifier


@pytest.mark.parametrize("everything", [True, False])
def test_camera_then_listed_as_documented(admin: APIClient, everything: bool) -> None:
    if everything:
        filled(admin)
    else:
        admin.post(URL, {"name": "Bare", "source_url": SOURCE, "enabled": False})
    [listed] = admin.get(URL).json()["items"]
    row: Any = CameraRow.objects.get()
    expected = CameraSerializer(told(row)).data
    assert listed == json.loads(JSONRenderer().render(expected))
    assert set(listed) == set(CameraSerializer().fields)
    assert "pa55" not in json.dumps(listed)
