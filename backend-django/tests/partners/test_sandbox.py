"""Sandbox keys: a recorded day instead of what is real, in the same form, on the same surfaces."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from consumer.conftest import eventually
from django.db import transaction
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.partners import bootstrap
from mosaic_backend.partners.domain.feed import cursor_of
from mosaic_backend.partners.domain.replay import DAY_MS
from mosaic_backend.partners.infrastructure import feed_writer
from mosaic_backend.partners.infrastructure.models import (
    ApiClient,
    MonthUsage,
    Plan,
    SandboxReplay,
)
from mosaic_backend.partners.infrastructure.recorded_files import CLIP, recorded_day
from mosaic_contracts.events import new_event
from partners.test_read_side import LISTS, Place, places  # noqa: F401 - a fixture

Partner = Callable[..., APIClient]
Make = Callable[..., ApiClient]
API = "/partner/v1"
HOUR_MS = 3600 * 1000


def stand(row: ApiClient, elapsed_ms: int, *, begins_ms: int = 0) -> None:
    """The sandbox stands there; its clock does not go on during a test."""
    fields = {"anchor_ms": elapsed_ms, "begins_ms": begins_ms, "speed": 1}
    fields["anchor_at"] = datetime.now(UTC) + timedelta(hours=1)
    SandboxReplay.objects.update_or_create(client=row, defaults=fields)


@pytest.fixture
def sandbox(api_client: Make) -> ApiClient:
    """At 08:00 of its first day, which it shows from midnight on."""
    row = api_client(sandbox=True, name="Sandboxed")
    stand(row, 8 * HOUR_MS)
    return row


@pytest.fixture
def client(partner: Partner, sandbox: ApiClient) -> APIClient:
    return partner(row=sandbox)


def everything(client: APIClient, path: str, **query: object) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = client.get(f"{API}/{path}", {**query, **({"cursor": cursor} if cursor else {})})
        assert page.status_code == 200, page.content
        items += page.json()["items"]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            return items


def content_of(answer: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([part async for part in answer.streaming_content])

    return async_to_sync(read)()


def feed(client: APIClient, after: str = "", **query: object) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while True:
        asked = {"after": after, "limit": 200, **query} if after else {"limit": 200, **query}
        page = client.get(f"{API}/events", asked).json()
        items += page["items"]
        after = page["next_cursor"]
        if not page["has_more"]:
            return items


def test_sandbox_when_there_is_a_real_site_then_nothing_of_it_is_shown(
    client: APIClient,
    places: dict[str, Place],  # noqa: F811
) -> None:
    place = places["own"]
    with transaction.atomic():
        feed_writer.append(
            [new_event(plate_read("AB123", camera_id=place.camera), source="mosaic/ai")],
            datetime.now(UTC),
        )
    real = {str(one) for each in places.values() for one in (each.camera, each.read, each.clip)}
    shown = json.dumps(
        [everything(client, path, limit=200) for path, _ in LISTS.values()] + [feed(client)]
    )
    assert not any(each in shown for each in real)
    for thing in (
        f"cameras/{place.camera}",
        f"plates/{place.read}",
        f"plates/{place.read}/images/plate.jpg",
        f"clips/{place.clip}",
        f"clips/{place.clip}/file",
    ):
        assert client.get(f"{API}/{thing}").status_code == 404
    for path in ("detections", "plates", "clips"):
        assert everything(client, path, camera=place.camera) == []
    assert everything(client, "plates", text="AB123", match="exact") == []


def test_production_key_when_there_is_a_sandbox_then_nothing_of_it_is_shown(
    client: APIClient,
    partner: Partner,
    places: dict[str, Place],  # noqa: F811
) -> None:
    production = partner()
    recorded = {path: everything(client, path, limit=200) for path, _ in LISTS.values()}
    assert all(recorded.values())
    for path, items in recorded.items():
        assert len(everything(production, path)) == 3
        if path != "detections":
            assert production.get(f"{API}/{path}/{items[0]['id']}").status_code == 404
    assert production.get(API + recorded["plates"][0]["images"]["plate"][11:]).status_code == 404
    ready = next(clip for clip in recorded["clips"] if clip["file"])
    assert production.get(API + ready["file"][11:]).status_code == 404
    camera = recorded["cameras"][0]["id"]
    for path in ("detections", "plates", "clips"):
        assert everything(production, path, camera=camera) == []
    assert feed(production) == []
    assert production.get(f"{API}/sandbox").status_code == 404
    assert production.patch(f"{API}/sandbox", {"speed": 2}).status_code == 404


def test_cursor_when_of_the_other_feed_then_refused(client: APIClient, partner: Partner) -> None:
    for one, cursor in ((client, cursor_of(1)), (partner(), cursor_of(1, sandbox=True))):
        assert one.get(f"{API}/events", {"after": cursor}).status_code == 400


def test_key_when_its_client_became_another_kind_then_refused(
    client: APIClient, sandbox: ApiClient, partner: Partner, api_client: Make
) -> None:
    live = api_client()
    production = partner(row=live)
    ApiClient.objects.filter(id=sandbox.id).update(sandbox=False)
    ApiClient.objects.filter(id=live.id).update(sandbox=True)
    assert client.get(f"{API}/cameras").status_code == 401
    assert production.get(f"{API}/cameras").status_code == 401


def test_lists_when_read_then_what_the_feed_told_so_far(client: APIClient) -> None:
    events = feed(client)
    assert [event["time"] for event in events] == sorted(event["time"] for event in events)
    assert {event["source"] for event in events} == {"mosaic/sandbox"}
    of_type: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        of_type.setdefault(event["type"], []).append(event["data"])
    detected = [
        one["detection_id"]
        for data in of_type["mosaic.detection.recorded.v1"]
        for one in data["detections"]
    ]
    assert [item["id"] for item in everything(client, "detections")] == detected[::-1]
    read = [data for data in of_type["mosaic.plate.read.v1"] if not data["final"]]
    listed = everything(client, "plates", limit=7)
    assert [item["id"] for item in listed] == [data["read_id"] for data in read[::-1]]
    newest = {data["read_id"]: data for data in of_type["mosaic.plate.read.v1"]}
    for item in listed:
        told = newest[item["id"]]
        assert (item["text"], item["final"]) == (told["text"], told["final"])
        assert item["images"] == told["images"]
    clips = [item["id"] for item in everything(client, "clips") if item["state"] == "ready"]
    assert clips[::-1] == [data["clip_id"] for data in of_type["mosaic.clip.ready.v1"]]


def test_time_when_it_goes_on_then_more_is_told_and_reads_become_final(
    client: APIClient, sandbox: ApiClient
) -> None:
    day = recorded_day()
    moment = next(m for m in day.reads.moments if m.ms > 9 * HOUR_MS)
    stand(sandbox, moment.ms - 1)
    before = everything(client, "plates")
    stand(sandbox, moment.ms)
    (first, *rest) = everything(client, "plates")
    assert rest == before
    assert first["final"] is False
    address = f"{API}/plates/{first['id']}"
    assert client.get(address).json() == {**first, "score": None, "why": None}
    assert feed(client)[-1]["data"]["read_id"] == first["id"]
    stand(sandbox, moment.ms + 60_000)
    final = client.get(address).json()
    assert final["final"] is True
    assert final["confidence"] > first["confidence"]
    stand(sandbox, moment.ms - 1)
    assert client.get(address).status_code == 404


def test_day_when_through_then_it_begins_anew_under_other_ids_and_cursors_stay(
    client: APIClient, sandbox: ApiClient
) -> None:
    stand(sandbox, DAY_MS - 1)
    first = feed(client)
    middle = first[len(first) // 2]["cursor"]
    stand(sandbox, 2 * DAY_MS - 1)
    both = feed(client)
    assert both[: len(first)] == first
    second = both[len(first) :]
    assert [event["type"] for event in second] == [event["type"] for event in first]
    assert {event["id"] for event in first}.isdisjoint(event["id"] for event in second)
    stand(sandbox, 400 * DAY_MS)
    page = client.get(f"{API}/events", {"after": middle, "limit": 3}).json()
    assert page["items"] == first[len(first) // 2 + 1 :][:3]
    read_ids = [item["id"] for item in everything(client, "plates", limit=200)]
    assert len(read_ids) == len(set(read_ids)) == 7 * len(recorded_day().reads.moments)


def test_plates_when_searched_then_found_in_each_way(client: APIClient) -> None:
    some = next(item for item in everything(client, "plates") if item["final"])
    text = some["text"]
    for query in (
        {"text": text, "match": "exact"},
        {"text": text[:3], "match": "prefix"},
        {"text": text[:2] + "*", "match": "wildcard"},
        {"text": text[:-1] + "?"},
        {"text": text[:-1]},
        {"camera": some["camera"], "from": some["seen_at"]},
        {"min_confidence": str(some["confidence"]), "to": "2026-05-12T08:00:00Z"},
    ):
        assert some["id"] in [item["id"] for item in everything(client, "plates", **query)], query
    assert everything(client, "plates", text="ZZZZZZZZ", match="exact") == []
    entry = AuditEntry.objects.filter(action="plates.searched").first()
    assert entry is not None
    assert entry.details["sandbox"] is True
    (hit, *_) = everything(client, "plates", text=text)
    assert (hit["text"], hit["score"] > 0.3, bool(hit["why"])) == (text, True, True)


def test_detections_when_filtered_then_only_these(client: APIClient) -> None:
    shown = everything(client, "detections", limit=200)
    camera, label = shown[0]["camera"], "person"
    for query, fits in (
        ({"label": label}, lambda item: item["label"] == label),
        ({"camera": camera}, lambda item: item["camera"] == camera),
        ({"min_confidence": "0.8"}, lambda item: item["confidence"] >= 0.8),
        ({"zone": "entry"}, lambda item: "entry" in item["zones"]),
        (
            {"from": "2026-05-12T06:00:00Z", "to": "2026-05-12T07:00:00Z"},
            lambda item: "2026-05-12T06" in item["captured_at"],
        ),
    ):
        expected = [item for item in shown if fits(item)]
        assert expected
        assert everything(client, "detections", **query) == expected


def test_picture_and_film_when_asked_then_there(client: APIClient) -> None:
    plate = everything(client, "plates")[0]
    picture = client.get(plate["images"]["plate"])
    assert picture.status_code == 200
    assert picture.content[:3] == b"\xff\xd8\xff"
    assert plate["images"]["scene"] is None
    assert client.get(f"{API}/plates/{plate['id']}/images/scene.jpg").status_code == 404
    clip = next(item for item in everything(client, "clips") if item["file"])
    assert client.get(f"{API}/clips/{clip['id']}").json() == clip
    whole = content_of(client.get(clip["file"]))
    assert hashlib.sha256(whole).hexdigest() == clip["sha256"]
    assert (len(whole), whole) == (clip["size_bytes"], CLIP.read_bytes())
    part = client.get(clip["file"], headers={"Range": "bytes=0-9"})
    assert (part.status_code, content_of(part)) == (206, whole[:10])


def test_clip_when_not_yet_cut_then_running_and_without_file(
    client: APIClient, sandbox: ApiClient
) -> None:
    clip = recorded_day().recording.clips[0]
    stand(sandbox, clip.asked_ms)
    (shown,) = everything(client, "clips")
    assert (shown["state"], shown["file"], shown["size_bytes"]) == ("running", None, None)
    assert client.get(f"{API}/clips/{shown['id']}/file").status_code == 409


def test_camera_when_lost_then_told_until_it_is_back(client: APIClient, sandbox: ApiClient) -> None:
    outage = recorded_day().recording.outages[0]
    camera = str(recorded_day().camera_ids[outage.camera])
    for at_ms, state, reason in (
        (outage.since_ms - 1, "online", None),
        (outage.since_ms, "error", outage.reason),
        (outage.until_ms, "online", None),
        (DAY_MS + 1, "online", None),
    ):
        stand(sandbox, at_ms)
        shown = client.get(f"{API}/cameras/{camera}").json()
        assert (shown["state"]["state"], shown["state"]["reason"]) == (state, reason)
        assert shown in everything(client, "cameras", limit=3)
    stand(sandbox, outage.until_ms + HOUR_MS)
    told = [
        (event["type"], event["data"].get("status"), event["data"].get("kind"))
        for event in feed(client, types="mosaic.camera.status.v1,mosaic.alert.raised.v1")
        if event["data"]["camera_id"] == camera and not event["data"].get("plate_read_id")
    ]
    assert told == [
        ("mosaic.camera.status.v1", "offline", None),
        ("mosaic.alert.raised.v1", None, "camera-offline"),
        ("mosaic.camera.status.v1", "online", None),
    ]


def test_feed_when_scopes_are_missing_then_as_in_the_live_one(
    partner: Partner, api_client: Make
) -> None:
    row = api_client(sandbox=True, scopes=["events", "plates"])
    stand(row, DAY_MS - 1)
    client = partner(row=row)
    types = {event["type"] for event in feed(client)}
    assert "mosaic.detection.recorded.v1" not in types
    assert "mosaic.clip.ready.v1" not in types
    assert {"mosaic.plate.read.v1", "mosaic.camera.status.v1"} <= types
    assert client.get(f"{API}/detections").status_code == 403
    assert (
        partner(row=api_client(sandbox=True, scopes=["plates"])).get(f"{API}/events").status_code
        == 403
    )


def test_client_when_limited_to_groups_then_sees_the_whole_sandbox(
    partner: Partner, api_client: Make
) -> None:
    row = api_client(sandbox=True, groups=[])
    stand(row, 8 * HOUR_MS)
    client = partner(row=row)
    assert len(everything(client, "cameras")) == len(recorded_day().camera_ids)
    assert feed(client)


def test_sandbox_when_changed_then_faster_or_begun_anew_and_told(
    client: APIClient, sandbox: ApiClient
) -> None:
    shown = client.get(f"{API}/sandbox").json()
    assert (shown["speed"], shown["now"]) == (1, "2026-05-12T08:00:00Z")
    faster = client.patch(f"{API}/sandbox", {"speed": 60}).json()
    assert (faster["speed"], faster["began_at"]) == (60, shown["began_at"])
    assert faster["now"] >= shown["now"]
    old = client.get(f"{API}/events", {"limit": 1}).json()["next_cursor"]
    anew = client.patch(f"{API}/sandbox", {"start": "06:30", "speed": 30}).json()
    assert (anew["speed"], anew["start"]) == (30, "06:30:00")
    assert anew["now"] == anew["began_at"] == "2026-05-13T06:30:00Z"
    assert anew["days"] == 1
    gone = client.get(f"{API}/events", {"after": old})
    assert (gone.status_code, gone.json()["code"]) == (409, "cursor-expired")
    assert client.get(f"{API}/events", {"after": anew["oldest_cursor"]}).status_code == 200
    told = AuditEntry.objects.filter(action="partner.sandbox_changed", actor="Sandboxed")
    assert told.count() == 2
    for wrong in ({"speed": 61}, {"speed": 0}, {"speed": "x"}, {"start": "25:00"}):
        answer = client.patch(f"{API}/sandbox", wrong)
        assert answer.status_code == 400, wrong
    assert SandboxReplay.objects.get().speed == 30


def test_sandbox_when_first_asked_then_begun_and_its_clock_goes_on(
    partner: Partner, api_client: Make
) -> None:
    client = partner(row=api_client(sandbox=True))
    assert client.get(f"{API}/sandbox").json()["start"] == "07:00:00"
    client.patch(f"{API}/sandbox", {"speed": 60})
    begun = client.get(f"{API}/sandbox").json()["now"]
    eventually(lambda: client.get(f"{API}/sandbox").json()["now"] > begun)


def test_requests_when_of_a_sandbox_then_counted_and_limited(
    partner: Partner, api_client: Make
) -> None:
    plan = Plan.objects.create(name="Small", per_second=100, per_minute=2)
    row = api_client(sandbox=True, plan=plan)
    client = partner(row=row)
    answers = [client.get(f"{API}/cameras") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    bootstrap.meter().flush()
    assert MonthUsage.objects.get(client_id=row.id).requests == 2
