"""/partner/v1: every route × every scope × cameras of one's own and of others."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from event_factories import detection, plate_read
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.audit.infrastructure.seals import subject_of
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.config.environment import environment
from mosaic_backend.config.urls import partner as PATTERNS
from mosaic_backend.detections import facade as detections
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure import keys
from mosaic_backend.partners.infrastructure.models import ApiClient, ApiKey
from mosaic_contracts.ids import new_id

Partner = Callable[..., APIClient]
GROUP = new_id()
FILM = bytes(range(256)) * 8


class Place:
    """A camera with one of everything that a partner may read."""

    def __init__(self, name: str, group: UUID | None) -> None:
        self.camera = CameraRow.objects.create(
            name=name, group_id=group, source_url="rtsp://u:pa55@10.0.0.9/1", revision=1
        ).id
        read = plate_read("AB123", camera_id=self.camera, images={"plate": "partner/plate.jpg"})
        detections.store_plate_reads([read])
        detections.store_detections([detection(camera_id=self.camera)])
        self.read = read.read_id
        now = datetime.now(UTC)
        clip = Clip.objects.create(
            camera_id=self.camera,
            starts_at=now - timedelta(minutes=1),
            ends_at=now,
            state=ClipState.READY,
            requested_by="root",
        )
        self.clip = clip.id
        clips_folder().mkdir(exist_ok=True)
        (clips_folder() / f"{clip.id}.mp4").write_bytes(FILM)


@pytest.fixture
def places(db: None) -> dict[str, Place]:
    crops = Path(urlsplit(environment().evidence_url).path) / "partner"
    crops.mkdir(exist_ok=True)
    (crops / "plate.jpg").write_bytes(b"\xff\xd8\xff\xd9")
    CameraGroup.objects.create(id=GROUP, name="Yard")
    foreign = CameraGroup.objects.create(name="Other")
    return {
        "own": Place("own", GROUP),
        "foreign": Place("foreign", foreign.id),
        "ungrouped": Place("ungrouped", None),
    }


LISTS: dict[Scope, tuple[str, str]] = {
    Scope.CAMERAS: ("cameras", "id"),
    Scope.DETECTIONS: ("detections", "camera"),
    Scope.PLATES: ("plates", "camera"),
    Scope.CLIPS: ("clips", "camera"),
}
THINGS: dict[str, tuple[Scope, Callable[[Place], str]]] = {
    "cameras/<uuid:camera_id>": (Scope.CAMERAS, lambda place: f"cameras/{place.camera}"),
    "plates/<uuid:read_id>": (Scope.PLATES, lambda place: f"plates/{place.read}"),
    "plates/<uuid:read_id>/images/<slug:kind>.jpg": (
        Scope.PLATES,
        lambda place: f"plates/{place.read}/images/plate.jpg",
    ),
    "clips/<uuid:clip_id>": (Scope.CLIPS, lambda place: f"clips/{place.clip}"),
    "clips/<uuid:clip_id>/file": (Scope.CLIPS, lambda place: f"clips/{place.clip}/file"),
}
OF_OTHER_TESTS = {
    "usage",
    "sandbox",
    "events",
    "webhooks",
    *(f"webhooks/<uuid:webhook_id>{end}" for end in ("", "/secret", "/replay", "/dead-letters")),
}


def test_routes_when_walked_then_each_is_asked_below() -> None:
    routes = {str(each.pattern) for each in PATTERNS[0].url_patterns}  # type: ignore[union-attr]
    assert routes == {path for path, _ in LISTS.values()} | set(THINGS) | OF_OTHER_TESTS


@pytest.mark.parametrize("scope", LISTS)
def test_list_when_asked_then_only_cameras_of_the_groups_and_only_with_the_scope(
    partner: Partner, places: dict[str, Place], scope: Scope
) -> None:
    path, field = LISTS[scope]
    mine = partner(groups=[GROUP], scopes=[scope]).get(f"/partner/v1/{path}")
    assert [item[field] for item in mine.json()["items"]] == [str(places["own"].camera)]
    everything = partner(scopes=[scope]).get(f"/partner/v1/{path}").json()["items"]
    assert {item[field] for item in everything} == {str(each.camera) for each in places.values()}
    assert b"pa55" not in mine.content
    others = [each for each in Scope if each is not scope]
    refused = partner(scopes=others).get(f"/partner/v1/{path}")
    assert refused.status_code == 403
    assert refused.json()["code"] == "scope-missing"
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", THINGS)
def test_thing_when_asked_then_a_foreign_one_is_none(
    partner: Partner, places: dict[str, Place], path: str
) -> None:
    scope, address = THINGS[path]
    client = partner(groups=[GROUP], scopes=[scope])
    assert client.get(f"/partner/v1/{address(places['own'])}").status_code == 200
    for other in ("foreign", "ungrouped"):
        assert client.get(f"/partner/v1/{address(places[other])}").status_code == 404
    refused = partner(scopes=[each for each in Scope if each is not scope])
    assert refused.get(f"/partner/v1/{address(places['own'])}").status_code == 403


def test_search_when_a_foreign_camera_is_named_then_nothing_is_found(
    partner: Partner, places: dict[str, Place]
) -> None:
    client = partner(groups=[GROUP])
    for path in ("detections", "plates", "clips"):
        answer = client.get(f"/partner/v1/{path}", {"camera": str(places["foreign"].camera)})
        assert answer.json() == {"items": [], "next_cursor": None}


def test_groups_when_changed_then_at_once(partner: Partner, places: dict[str, Place]) -> None:
    client = partner(groups=[GROUP])
    assert len(client.get("/partner/v1/cameras").json()["items"]) == 1
    ApiClient.objects.update(camera_group_ids=[], scopes=["cameras"])
    assert client.get("/partner/v1/cameras").json()["items"] == []
    assert client.get("/partner/v1/plates").status_code == 403


@pytest.mark.parametrize("scope", LISTS)
def test_list_when_paged_then_each_once(
    partner: Partner, places: dict[str, Place], scope: Scope
) -> None:
    client, path = partner(), f"/partner/v1/{LISTS[scope][0]}"
    whole = [item["id"] for item in client.get(path).json()["items"]]
    paged, cursor = [], ""
    while True:
        page = client.get(path, {"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        paged += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == whole
    assert len(paged) == 3


@pytest.mark.parametrize("scope", LISTS)
@pytest.mark.parametrize(
    "query", [{"cursor": "x"}, {"limit": "0"}, {"limit": "9" * 30}, {"wrong": "1"}, {"camera": "x"}]
)
def test_list_when_the_query_is_wrong_then_400(
    partner: Partner, scope: Scope, query: dict[str, str]
) -> None:
    answer = partner().get(f"/partner/v1/{LISTS[scope][0]}", query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] in query


def test_key_when_sent_as_bearer_then_taken_and_an_access_token_not(
    partner: Partner, api_client: Callable[..., ApiClient], client_of: Any
) -> None:
    text = keys.issue(api_client(), "root").text
    bearing = APIClient(headers={"Authorization": f"Bearer {text}"})
    assert bearing.get("/partner/v1/cameras").status_code == 200
    assert client_of("admin").get("/partner/v1/cameras").status_code == 401
    assert bearing.get("/api/v1/cameras").status_code == 401


def test_key_when_revoked_then_the_next_request_is_refused(partner: Partner) -> None:
    client = partner()
    assert client.get("/partner/v1/cameras").status_code == 200
    keys.revoke(ApiKey.objects.get().id)
    answer = client.get("/partner/v1/cameras")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_file_when_a_range_is_asked_then_that_and_the_fetch_is_told_once(
    partner: Partner, places: dict[str, Place]
) -> None:
    path = f"/partner/v1/clips/{places['own'].clip}/file"
    client = partner(name="Gate Ltd")
    answer = client.get(path, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes 10-19/{len(FILM)}")
    assert client.get(path, headers={"Range": f"bytes={len(FILM)}-"}).status_code == 416
    told = AuditEntry.objects.filter(action="clip.fetched")
    assert {(entry.actor_kind, entry.actor) for entry in told} == {("partner", "Gate Ltd")}


def test_plates_when_searched_then_found_ranked_and_told_with_its_reason(
    partner: Partner, places: dict[str, Place]
) -> None:
    client = partner(groups=[GROUP])
    answer = client.get("/partner/v1/plates", {"text": "AB1Z3"}, headers={"X-Reason": "case 7"})
    (hit,) = answer.json()["items"]
    assert (hit["text"], bool(hit["why"])) == ("AB123", True)
    assert hit["images"]["plate"] == f"/partner/v1/plates/{places['own'].read}/images/plate.jpg"
    entry = AuditEntry.objects.get(action="plates.searched")
    assert (entry.actor_kind, entry.reason) == ("partner", "case 7")
    assert client.get("/partner/v1/plates", {"match": "fuzzy"}).status_code == 400
    assert client.get("/partner/v1/plates", {"text": "A", "match": "x"}).status_code == 400


def test_plates_when_the_site_demands_a_reason_then_no_search_without_one(
    partner: Partner,
    places: dict[str, Place],
) -> None:
    AuditPolicy.objects.create(plate_search_reason=True)
    client = partner(name="Gate Ltd")
    refused = client.get("/partner/v1/plates", {"text": "AB123"})
    assert (refused.status_code, refused.json()["code"]) == (400, "reason-required")
    assert not AuditEntry.objects.filter(action="plates.searched").exists()
    assert client.get("/partner/v1/plates").status_code == 200
    for given in ({"query": {"reason": "case 7"}}, {"headers": {"X-Reason": "case 8"}}):
        query = {"text": "AB123", **given.get("query", {})}
        found = client.get("/partner/v1/plates", query, headers=given.get("headers"))
        assert len(found.json()["items"]) == 3
    entries = AuditEntry.objects.filter(action="plates.searched").order_by("id")
    assert [entry.reason for entry in entries] == ["case 7", "case 8"]
    assert {(entry.actor, entry.subject) for entry in entries} == {
        ("Gate Ltd", subject_of("AB123"))
    }
    assert all("reason" not in entry.details for entry in entries)


@pytest.mark.parametrize("scope", LISTS)
def test_list_when_there_is_more_then_as_many_queries(
    partner: Partner, places: dict[str, Place], django_assert_max_num_queries: Any, scope: Scope
) -> None:
    client = partner(groups=[GROUP])
    for _ in range(10):
        Place("more", GROUP)
    with django_assert_max_num_queries(6):
        assert len(client.get(f"/partner/v1/{LISTS[scope][0]}").json()["items"]) == 11
