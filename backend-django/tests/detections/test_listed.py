"""`list=` and `listed=`: reads of plates that are on watch lists, by what was read or what a person says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.detections import facade
from mosaic_contracts.events import PlateRead
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
PLATES = "/api/v1/plates"
PAST, FUTURE = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)


def stored(*texts: str) -> list[PlateRead]:
    reads = [plate_read(text) for text in texts]
    facade.store_plate_reads(reads)
    return reads


def watch_list(admin: APIClient, name: str, *entries: dict[str, Any], **fields: Any) -> str:
    answer = admin.post("/api/v1/watchlists", {"name": name, "entries": entries, **fields})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def texts(client: APIClient, **query: Any) -> set[str]:
    answer = client.get(PLATES, query)
    assert answer.status_code == 200, answer.content
    return {item["text"] for item in answer.json()["items"]}


def test_list_then_reads_of_its_plates_folded_with_the_other_filters(admin: APIClient) -> None:
    stored("AB-123", "AB124", "ZZ999")
    stolen = watch_list(admin, "Stolen", {"text": "ab 123"}, {"text": "QQ111"})
    staff = watch_list(admin, "Staff", {"text": "ZZ999"})
    assert texts(admin, list=stolen) == {"AB-123"}
    assert texts(admin, list=[stolen, staff]) == {"AB-123", "ZZ999"}
    for match, text in (
        ("exact", "AB123"),
        ("prefix", "AB"),
        ("wildcard", "*B12*"),
        ("fuzzy", "AB124"),
    ):
        assert texts(admin, list=[stolen, staff], text=text, match=match) == {"AB-123"}, match
    assert texts(admin, list=stolen, min_confidence="1") == set()


def test_list_when_a_read_is_corrected_then_it_counts_as_both(admin: APIClient) -> None:
    [read] = stored("AB128")
    right = watch_list(admin, "Right", {"text": "AB12B"})
    misread = watch_list(admin, "Misread", {"text": "AB128"})
    assert texts(admin, list=right) == set()
    answer = admin.put(f"{PLATES}/{read.read_id}/correction", {"text": "AB 12B"})
    assert answer.status_code == 200
    assert texts(admin, list=right) == texts(admin, list=misread) == {"AB128"}
    assert texts(admin, list=right, text="AB12B", match="exact") == {"AB128"}


def test_list_when_it_or_an_entry_does_not_hold_then_not_on_it(admin: APIClient) -> None:
    stored("AB123", "CD456", "EF789")
    mixed = watch_list(
        admin,
        "Mixed",
        {"text": "AB123", "valid_until": PAST.isoformat()},
        {"text": "CD456", "valid_from": PAST.isoformat(), "valid_until": FUTURE.isoformat()},
        {"text": "EF789", "valid_from": FUTURE.isoformat()},
    )
    over = watch_list(admin, "Over", {"text": "AB123"}, valid_until=PAST.isoformat())
    quiet = watch_list(admin, "Quiet", {"text": "EF789"}, enabled=False)
    assert texts(admin, list=mixed) == {"CD456"}
    assert texts(admin, list=over) == set()
    assert texts(admin, list=quiet) == {"EF789"}


def test_list_when_pages_are_short_then_each_read_once(admin: APIClient) -> None:
    stored(*["AB123", "ZZ999"] * 3)
    some = watch_list(admin, "Some", {"text": "AB123"})
    found, cursor = [], None
    while True:
        query = {"list": some, "limit": 2, **({"cursor": cursor} if cursor else {})}
        page = admin.get(PLATES, query).json()
        found += [(item["id"], item["text"]) for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert [text for _, text in found] == ["AB123"] * 3
    assert len(set(found)) == 3


def test_list_when_not_there_or_no_list_then_a_problem(admin: APIClient) -> None:
    stored("AB123")
    assert admin.get(PLATES, {"list": str(new_id())}).status_code == 404
    for wrong in ("x", "", "\x00", "%"):
        answer = admin.get(PLATES, {"list": wrong})
        assert answer.status_code == 400, wrong
        assert answer.json()["errors"][0]["pointer"] == "list"
    many = "&".join(f"list={new_id()}" for _ in range(101))
    assert admin.get(f"{PLATES}?{many}").status_code == 400


def test_list_when_the_asker_may_not_see_lists_then_refused(
    admin: APIClient, client_of: Callable[..., APIClient]
) -> None:
    stored("AB123")
    stolen = watch_list(admin, "Stolen", {"text": "AB123"})
    reviewer = client_of("reviewer", verbs=["search"])
    assert texts(reviewer) == {"AB123"}
    answer = reviewer.get(PLATES, {"list": stolen})
    assert (answer.status_code, answer.json()["code"]) == (403, "permission-denied")
    assert reviewer.get(PLATES, {"list": str(new_id())}).status_code == 403


def test_listed_then_the_reads_of_any_list_or_of_none_with_the_other_filters(
    admin: APIClient,
) -> None:
    stored("AB-123", "CD456", "EF789", "GH012")
    watch_list(
        admin, "Stolen", {"text": "ab 123"}, {"text": "GH012", "valid_until": PAST.isoformat()}
    )
    watch_list(admin, "Staff", {"text": "CD456"}, {"text": "AB123"}, enabled=False)
    watch_list(admin, "Over", {"text": "EF789"}, valid_until=PAST.isoformat())
    assert texts(admin, listed="true") == {"AB-123", "CD456"}
    assert texts(admin, listed="false") == {"EF789", "GH012"}
    for match, text in (
        ("exact", "CD456"),
        ("prefix", "CD"),
        ("wildcard", "*D45*"),
        ("fuzzy", "CD456"),
    ):
        assert texts(admin, listed="true", text=text, match=match) == {"CD456"}, match
        assert texts(admin, listed="false", text=text, match=match) == set(), match


def test_listed_when_a_read_is_corrected_then_either_text_counts(admin: APIClient) -> None:
    [misread, _] = stored("AB128", "ZZ999")
    watch_list(admin, "Right", {"text": "AB12B"})
    assert texts(admin, listed="false") == {"AB128", "ZZ999"}
    assert (
        admin.put(f"{PLATES}/{misread.read_id}/correction", {"text": "AB 12B"}).status_code == 200
    )
    assert texts(admin, listed="true") == {"AB128"}
    assert texts(admin, listed="false") == {"ZZ999"}


def test_listed_when_there_are_no_lists_then_all_are_on_none(admin: APIClient) -> None:
    stored("AB123")
    assert texts(admin, listed="true") == set()
    assert texts(admin, listed="false") == {"AB123"}


def test_listed_when_wrong_or_beside_a_list_or_not_theirs_then_a_problem(
    admin: APIClient, client_of: Callable[..., APIClient]
) -> None:
    stolen = watch_list(admin, "Stolen", {"text": "AB123"})
    for query in ({"listed": "yes"}, {"listed": "\x00"}, {"listed": "true", "list": stolen}):
        answer = admin.get(PLATES, query)
        assert answer.status_code == 400, query
        assert answer.json()["errors"][0]["pointer"] == "listed"
    reviewer = client_of("reviewer", verbs=["search"])
    assert reviewer.get(PLATES, {"listed": "false"}).status_code == 403
