from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from event_factories import CAMERA, plate_read
from rest_framework.test import APIClient

from mosaic_backend.detections.facade import reads_per_hour, store_plate_reads

pytestmark = pytest.mark.django_db


def _add_camera(admin: APIClient, number: int) -> UUID:
    answer = admin.post(
        "/api/v1/cameras", {"name": f"Camera {number}", "source_url": f"rtsp://10.0.0.9/{number}"}
    )
    return UUID(answer.json()["id"])


def test_dashboard_then_a_constant_number_of_queries(admin: APIClient) -> None:
    counts = []
    for round_number in range(2):
        for number in range(5):
            camera = _add_camera(admin, 5 * round_number + number)
            store_plate_reads([plate_read(f"AB{number}", camera_id=camera)])
        with CaptureQueriesContext(connection) as queries:
            answer = admin.get("/api/v1/dashboard").json()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
    assert answer["cameras"]["total"] == answer["cameras"]["idle"] == 10
    assert sum(hour["reads"] for hour in answer["reads_per_hour"]) == 10
    assert len(answer["reads_per_hour"]) == 24
    assert len(answer["recent_reads"]) == 10
    assert answer["alerts_unacknowledged"] == 0


def test_reads_of_hours_then_each_in_the_hour_in_which_it_was_seen() -> None:
    running = datetime(2026, 11, 25, 17, tzinfo=UTC)
    hours = [running - timedelta(hours=ago) for ago in (2, 1, 0)]
    second, moment = timedelta(seconds=1), timedelta(microseconds=1)
    seen = [hours[0] - moment, hours[0], hours[1] - moment, hours[2], hours[2] + 3599 * second]
    seen.append(hours[2] + timedelta(hours=1))
    store_plate_reads([plate_read("AB1", at=at) for at in seen])
    assert reads_per_hour(None, hours) == [2, 0, 2]
    assert reads_per_hour({CAMERA}, hours) == [2, 0, 2]
    assert reads_per_hour(frozenset(), hours) == [0, 0, 0]


def test_dashboard_when_viewer_then_only_cameras(client_of: Callable[..., APIClient]) -> None:
    answer = client_of("viewer").get("/api/v1/dashboard").json()
    assert answer["reads_per_hour"] is answer["recent_reads"] is None
    assert answer["alerts_unacknowledged"] is None
    assert answer["cameras"]["total"] == 0
