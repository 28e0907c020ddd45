from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from event_factories import CAMERA, plate_read
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.dashboard import bootstrap
from mosaic_backend.dashboard.application.past_hours import PastHours
from mosaic_backend.detections.facade import reads_per_hour, store_plate_reads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    bootstrap.past_hours.cache_clear()


def _add_camera(admin: APIClient, number: int) -> UUID:
    answer = admin.post(
        "/api/v1/cameras", {"name": f"Camera {number}", "source_url": f"rtsp://10.0.0.9/{number}"}
    )
    return UUID(answer.json()["id"])


def test_dashboard_then_a_constant_number_of_queries(admin: APIClient) -> None:
    store_plate_reads([plate_read("AB9", camera_id=_add_camera(admin, 99))])
    # What the number of an engine means is asked once.
    admin.get("/api/v1/dashboard")
    counts = []
    for round_number in range(2):
        for number in range(5):
            camera = _add_camera(admin, 5 * round_number + number)
            store_plate_reads([plate_read(f"AB{number}", camera_id=camera)])
        with CaptureQueriesContext(connection) as queries:
            answer = admin.get("/api/v1/dashboard").json()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 11
    assert answer["cameras"]["total"] == answer["cameras"]["idle"] == 11
    assert sum(hour["reads"] for hour in answer["reads_per_hour"]) == 11
    assert len(answer["reads_per_hour"]) == 24
    assert len(answer["recent_reads"]) == 10
    assert answer["alerts_unacknowledged"] == 0


def test_dashboard_when_asked_again_then_the_running_hour_is_counted_anew_and_no_other(
    admin: APIClient,
) -> None:
    now = datetime.now(UTC)
    running = now.replace(minute=0, second=0, microsecond=0)

    def reads() -> list[int]:
        return [hour["reads"] for hour in admin.get("/api/v1/dashboard").json()["reads_per_hour"]]

    assert sum(reads()) == 0
    store_plate_reads([plate_read("AB1", at=at) for at in (running, running - timedelta(hours=2))])
    told = reads()
    # The hour may have ended while this ran; then all is counted anew.
    assert (told[-1], sum(told)) in {(1, 1), (0, 2)}


def test_dashboard_when_a_camera_went_to_another_group_then_its_reads_are_not_told_any_more(
    admin: APIClient, client_of: Callable[..., APIClient]
) -> None:
    mine, other = (CameraGroup.objects.create(name=name) for name in ("Yard", "Gate"))
    camera = _add_camera(admin, 1)
    CameraRow.objects.filter(id=camera).update(group=mine)
    store_plate_reads([plate_read("AB1", camera_id=camera, at=datetime.now(UTC))])
    store_plate_reads(
        [plate_read("AB2", camera_id=camera, at=datetime.now(UTC) - timedelta(hours=3))]
    )
    reviewer = client_of("reviewer", groups=[mine.id])

    def reads() -> int:
        answer = reviewer.get("/api/v1/dashboard").json()
        return sum(hour["reads"] for hour in answer["reads_per_hour"])

    assert reads() == 2
    etag = admin.get(f"/api/v1/cameras/{camera}")["ETag"]
    moved = admin.patch(
        f"/api/v1/cameras/{camera}", {"group": str(other.id)}, headers={"If-Match": etag}
    )
    assert moved.status_code == 200, moved.content
    assert reads() == 0


def test_past_hours_when_a_minute_is_over_then_counted_again() -> None:
    clock, asked = [0.0], []
    hours = [datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in (14, 15, 16)]

    def count(some: Sequence[datetime]) -> list[int]:
        asked.append(list(some))
        return [len(asked)] * len(some)

    past = PastHours(lambda: clock[0])
    assert past.reads("all", hours, count) == [1, 1, 2]
    clock[0] = 59.0
    assert past.reads("all", hours, count) == [1, 1, 3]
    assert past.reads("some", hours, count) == [4, 4, 5]
    clock[0] = 61.0
    assert past.reads("all", hours, count) == [6, 6, 7]


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
