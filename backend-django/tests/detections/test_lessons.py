"""What corrections teach: history ranks anew at once, camera by camera, and forgets what is taken back."""

from typing import Any
from uuid import UUID

import pytest
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.detections import bootstrap, facade
from mosaic_contracts.events import PlateRead
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
HERE, THERE = new_id(), new_id()


def stored(text: str, camera: UUID = HERE) -> PlateRead:
    read = plate_read(text, camera_id=camera)
    facade.store_plate_reads([read])
    return read


def correct(admin: APIClient, read: PlateRead, text: str) -> None:
    answer = admin.put(f"/api/v1/plates/{read.read_id}/correction", {"text": text})
    assert answer.status_code == 200, answer.content


def ranked(admin: APIClient, text: str, match: str = "fuzzy") -> list[dict[str, Any]]:
    return list(admin.get("/api/v1/plates", {"text": text, "match": match}).json()["items"])


def test_scores_when_a_camera_is_corrected_then_its_other_reads_rank_higher_at_once(
    admin: APIClient,
) -> None:
    """K and X are no confusion that the prior knows."""
    here, there = stored("ABX123"), stored("ABX123", THERE)
    before = {hit["id"]: hit["score"] for hit in ranked(admin, "ABK123")}
    assert before[str(here.read_id)] == pytest.approx(before[str(there.read_id)])
    taught = [stored(f"{number}XY{number}") for number in range(5)]
    for read in taught:
        correct(admin, read, read.text.replace("X", "K"))
    hits = ranked(admin, "ABK123")
    assert [hit["id"] for hit in hits] == [str(here.read_id), str(there.read_id)]
    assert hits[0]["score"] > 5 * hits[1]["score"]
    assert hits[1]["score"] == pytest.approx(before[str(there.read_id)])
    for read in taught:
        assert admin.delete(f"/api/v1/plates/{read.read_id}/correction").status_code == 204
    assert {hit["id"]: hit["score"] for hit in ranked(admin, "ABK123")} == pytest.approx(before)


def test_counts_when_a_correction_is_replaced_then_only_the_last_counts(admin: APIClient) -> None:
    read = stored("A8C12")
    correct(admin, read, "ABC12")
    correct(admin, read, "A3C12")
    counts = bootstrap.lessons().of({HERE})[HERE]
    assert counts == dict.fromkeys([("A", "A"), ("8", "3"), ("C", "C"), ("1", "1"), ("2", "2")], 1)
    assert bootstrap.lessons().of({THERE}) == {}


@pytest.mark.parametrize("match", ["exact", "prefix", "wildcard", "fuzzy"])
def test_search_when_a_read_was_corrected_then_found_by_what_the_person_said(
    admin: APIClient, match: str
) -> None:
    read, other = stored("WW999"), stored("KL456")
    correct(admin, read, "kl-123")
    text = {"prefix": "KL12", "wildcard": "KL?23"}.get(match, "KL123")
    hit = ranked(admin, text, match)[0]
    assert hit["id"] == str(read.read_id) != str(other.read_id)
    assert hit["text"] == "WW999"
    if match == "fuzzy":
        assert hit["why"] == "corrected to KL-123"


def test_search_when_a_read_was_corrected_to_another_plate_then_it_ranks_by_that(
    admin: APIClient,
) -> None:
    read = stored("KL123")
    assert ranked(admin, "KL123")[0]["id"] == str(read.read_id)
    correct(admin, read, "KL923")
    hits = ranked(admin, "KL123")
    assert [hit["score"] < 0.01 for hit in hits] == [True] * len(hits)
