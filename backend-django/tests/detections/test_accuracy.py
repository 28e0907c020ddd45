"""How often a camera was right, by week, with its interval."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from event_factories import plate_read
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.models import CameraGroup
from mosaic_backend.detections import facade
from mosaic_backend.detections.domain.accuracy import wilson
from mosaic_contracts.ids import new_id

Client = Callable[..., APIClient]
PATH = "/api/v1/plates/accuracy"
MONDAY = datetime.now(UTC) - timedelta(days=datetime.now(UTC).weekday() + 7)


def test_wilson_then_as_published() -> None:
    """Newcombe 1998, table I: 81 of 263, and 0 of 20."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


@given(
    st.integers(1, 500).flatmap(lambda number: st.tuples(st.integers(0, number), st.just(number)))
)
def test_wilson_then_holds_the_share(of: tuple[int, int]) -> None:
    low, high = wilson(*of)
    assert 0 <= low <= of[0] / of[1] + 1e-12
    assert of[0] / of[1] <= high + 1e-12 <= 1 + 1e-9


@pytest.mark.django_db
def test_accuracy_when_people_corrected_and_confirmed_then_by_camera_and_week(
    admin: APIClient, client_of: Client
) -> None:
    camera, other = new_id(), new_id()

    def reviewed(text: str, said: str, at: datetime, of: UUID = camera) -> None:
        read = plate_read(text, at=at, camera_id=of)
        facade.store_plate_reads([read])
        admin.put(f"/api/v1/plates/{read.read_id}/correction", {"text": said})

    reviewed("AB123", "AB-123", MONDAY)
    reviewed("AB124", "AB124", MONDAY)
    reviewed("AB12B", "AB128", MONDAY)
    reviewed("AB123", "AB123", MONDAY - timedelta(days=1))
    reviewed("ZZ9", "ZZ8", MONDAY, other)
    (told,) = admin.get(PATH, {"camera": str(camera)}).json()["items"]
    assert told["camera"] == str(camera)
    earlier, later = told["weeks"]
    assert (earlier["reviewed"], earlier["right"]) == (1, 1)
    assert (later["week"], later["reviewed"], later["right"]) == (f"{MONDAY:%Y-%m-%d}", 3, 2)
    assert later["accuracy"] == pytest.approx(2 / 3)
    assert later["low"] < later["accuracy"] < later["high"]
    assert len(admin.get(PATH).json()["items"]) == 2
    stranger = client_of("reviewer", groups=[CameraGroup.objects.create(name="Other").pk])
    assert stranger.get(PATH).json() == {"items": []}
    assert client_of("viewer").get(PATH).status_code == 403
    wrong = admin.get(PATH, {"from": "2026-02-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"})
    assert wrong.status_code == 400
