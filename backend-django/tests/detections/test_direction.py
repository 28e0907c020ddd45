"""Which way a plate went: kept with its read, told, and looked for."""

import pytest
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.detections import facade
from mosaic_contracts.events import PlateRead

pytestmark = pytest.mark.django_db
PLATES = "/api/v1/plates"


def test_direction_when_told_then_kept_and_filtered_by_in_each_way(admin: APIClient) -> None:
    came = plate_read("AB123", direction="towards")
    facade.store_plate_reads([came, plate_read("AB124", direction="left"), plate_read("AB125")])
    shown = {item["text"]: item["direction"] for item in admin.get(PLATES).json()["items"]}
    assert shown == {"AB123": "towards", "AB124": "left", "AB125": None}
    for query in ({}, {"text": "AB123"}, {"text": "AB*"}, {"text": "AB1", "match": "prefix"}):
        items = admin.get(PLATES, {**query, "direction": "towards"}).json()["items"]
        assert [item["text"] for item in items] == ["AB123"], query
    assert admin.get(PLATES, {"direction": "away"}).json()["items"] == []
    assert admin.get(f"{PLATES}/{came.read_id}").json()["direction"] == "towards"


def test_direction_when_a_later_revision_knows_it_then_that_holds(admin: APIClient) -> None:
    read = plate_read("AB123")
    better = read.model_copy(update={"revision": read.revision + 1, "direction": "away"})
    facade.store_plate_reads([read])
    facade.store_plate_reads([better])
    assert admin.get(f"{PLATES}/{read.read_id}").json()["direction"] == "away"


def test_direction_when_an_event_is_from_before_then_valid_without() -> None:
    old = plate_read("AB123").model_dump(mode="json", exclude={"direction"})
    assert PlateRead.model_validate(old).direction is None


@pytest.mark.parametrize("named", ["", "up", "TOWARDS", "\x00"])
def test_direction_when_there_is_no_such_then_a_problem(admin: APIClient, named: str) -> None:
    answer = admin.get(PLATES, {"direction": named})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "direction"
