"""The feed: order, repeats, who may hear what, cursors, streams."""

import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.test import AsyncClient
from event_factories import detection, plate_read
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.partners.domain.feed import cursor_of, position_of
from mosaic_backend.partners.infrastructure import feed_writer, keys, streams
from mosaic_backend.partners.infrastructure.models import ApiClient, ApiKey, FeedRow, FeedState
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.events import (
    AlertRaised,
    CameraChanged,
    CloudEvent,
    EventData,
    StreamState,
    new_event,
)
from mosaic_contracts.ids import new_id

Partner = Callable[..., APIClient]
Make = Callable[..., ApiClient]
EVENTS = "/partner/v1/events"
NOW = datetime.now(UTC)


def told(*payloads: EventData) -> list[CloudEvent]:
    return [new_event(data, source="mosaic/test") for data in payloads]


def append(*payloads: EventData) -> list[str]:
    """The ids of the events."""
    events = told(*payloads)
    with transaction.atomic():
        feed_writer.append(events, NOW)
    return [str(event.id) for event in events]


def ids(answer: Any) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


def state(camera: UUID) -> StreamState:
    return StreamState(camera_id=camera, state="online", changed_at=NOW)


def test_feed_when_read_page_by_page_then_all_in_order_and_again_from_any_cursor(
    partner: Partner,
) -> None:
    client, sent = partner(), append(*(plate_read(f"AB{number}") for number in range(7)))
    read: list[str] = []
    cursor, more = None, True
    while more:
        body = client.get(EVENTS, {"limit": 3, **({"after": cursor} if cursor else {})}).json()
        read += [item["id"] for item in body["items"]]
        cursor, more = body["next_cursor"], body["has_more"]
    assert read == sent
    assert ids(client.get(EVENTS, {"after": cursor})) == []
    third = client.get(EVENTS).json()["items"][2]["cursor"]
    assert ids(client.get(EVENTS, {"after": third})) == sent[3:]
    assert ids(client.get(EVENTS, headers={"Last-Event-ID": third})) == sent[3:]
    assert ids(client.get(EVENTS, {"after": "latest"})) == []
    late = append(plate_read("AB9"))
    assert ids(client.get(EVENTS, {"after": cursor})) == late


def test_event_when_told_then_nothing_of_the_parts_own(partner: Partner) -> None:
    likeliest = {"text": "AB1", "country": "GB", "format": "dateless", "probability": 0.9}
    read = plate_read("AB1", images={"plate": "secret/key.jpg"}, interpretations=[likeliest])
    append(read)
    (item,) = partner().get(EVENTS).json()["items"]
    assert item["type"] == "mosaic.plate.read.v1"
    assert item["data"]["images"] == {
        "plate": f"/partner/v1/plates/{read.read_id}/images/plate.jpg",
        "vehicle": None,
        "scene": None,
    }
    assert "secret/key" not in json.dumps(item)
    assert not {"candidates", "engine", "interpretations"} & item["data"].keys()


def test_event_when_it_comes_again_then_it_keeps_its_place(db: None) -> None:
    events = told(detection(), detection())
    for _ in range(2):
        feed_writer.append([*events, events[0]], NOW)
    assert list(FeedRow.objects.order_by("position").values_list("position", "event_id")) == [
        (1, events[0].id),
        (2, events[1].id),
    ]


def test_plate_when_bettered_then_only_the_first_and_the_final_read_are_told(
    partner: Partner,
) -> None:
    read = plate_read("AB1")
    better = [read.model_copy(update={"revision": 2}), read.model_copy(update={"revision": 3})]
    final = read.model_copy(update={"revision": 3, "final": True})
    sent = append(read, *better, final)
    assert ids(partner().get(EVENTS)) == [sent[0], sent[3]]


def test_types_that_are_not_for_partners_when_they_come_then_left_out(db: None) -> None:
    append(CameraChanged(camera_id=new_id(), change="created", revision=1))
    assert not FeedRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_positions_when_many_write_and_some_fail_then_no_reader_sees_a_hole() -> None:
    seen: list[list[int]] = []
    ended = threading.Event()

    def write(number: int) -> None:
        for turn in range(8):
            with transaction.atomic():
                feed_writer.append(told(detection(), detection()), NOW)
                if (number + turn) % 3 == 0:
                    transaction.set_rollback(True)
        connection.close()

    def read() -> None:
        while not ended.is_set():
            rows = FeedRow.objects.order_by("position").values_list("position", flat=True)
            seen.append(list(rows))
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    reader = threading.Thread(target=read)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    ended.set()
    reader.join()
    assert len(seen) > 1
    for positions in seen:
        assert positions == list(range(1, len(positions) + 1))
    assert FeedState.objects.get().head == FeedRow.objects.count()


@pytest.fixture
def cameras(db: None) -> dict[str, UUID]:
    group = CameraGroup.objects.create(name="Yard")
    made = {"group": group.id}
    for name, of in (("own", group.id), ("foreign", None)):
        made[name] = CameraRow.objects.create(
            name=name, group_id=of, source_url="rtsp://10.0.0.9/1", revision=1
        ).id
    return made


def test_events_when_of_foreign_cameras_or_of_none_then_not_heard(
    partner: Partner, cameras: dict[str, UUID]
) -> None:
    alert = AlertRaised(
        alert_id=new_id(), kind="x", severity="info", title="x", raised_at=NOW, camera_id=None
    )
    sent = append(
        state(cameras["own"]),
        state(cameras["foreign"]),
        plate_read("AB1", camera_id=cameras["own"]),
        plate_read("AB2", camera_id=cameras["foreign"]),
        alert,
    )
    mine = partner(groups=[cameras["group"]])
    answer = mine.get(EVENTS)
    assert ids(answer) == [sent[0], sent[2]]
    assert ids(mine.get(EVENTS, {"after": answer.json()["next_cursor"]})) == []
    assert ids(partner().get(EVENTS)) == sent


@pytest.mark.parametrize(
    ("scopes", "heard"),
    [
        (["events"], [0]),
        (["events", "plates"], [0, 1, 3]),
        (["events", "detections"], [0, 2]),
        (["plates"], None),
    ],
)
def test_events_when_a_scope_is_missing_then_its_types_are_not_heard(
    partner: Partner, scopes: list[str], heard: list[int] | None
) -> None:
    of_plate = AlertRaised(
        alert_id=new_id(),
        camera_id=new_id(),
        kind="plate",
        severity="info",
        title="AB1",
        raised_at=NOW,
        plate_read_id=new_id(),
    )
    sent = append(state(new_id()), plate_read("AB1"), detection(), of_plate)
    answer = partner(scopes=scopes).get(EVENTS)
    if heard is None:
        assert answer.status_code == 403
    else:
        assert ids(answer) == [sent[each] for each in heard]


def test_events_when_types_are_named_then_only_these(partner: Partner) -> None:
    sent = append(plate_read("AB1"), detection())
    client = partner()
    assert ids(client.get(EVENTS, {"types": "mosaic.detection.recorded.v1"})) == sent[1:]
    assert client.get(EVENTS, {"types": "mosaic.camera.changed.v1"}).status_code == 400


@given(st.integers(0, (1 << 63) - 1))
def test_cursor_when_made_then_it_leads_back(position: int) -> None:
    assert position_of(cursor_of(position)) == position


@given(st.text(max_size=20))
def test_cursor_when_it_is_none_of_ours_then_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        position_of(text)


def test_cursor_when_what_followed_is_gone_then_told_and_not_passed_over(partner: Partner) -> None:
    client = partner()
    append(detection(), detection())
    first = client.get(EVENTS).json()["items"][0]["cursor"]
    assert feed_writer.prune(NOW + feed_writer.KEPT + timedelta(seconds=1)) == 2
    answer = client.get(EVENTS, {"after": first})
    assert (answer.status_code, answer.json()["code"]) == (409, "cursor-expired")
    ahead = client.get(EVENTS, {"after": cursor_of(10_000)})
    assert (ahead.status_code, ahead.json()["code"]) == (409, "cursor-expired")
    sent = append(detection())
    assert ids(client.get(EVENTS)) == sent
    assert client.get(EVENTS, {"after": "x"}).status_code == 400


@pytest.fixture
def streaming(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(streams, "_ending", threading.Event())
    yield
    assert not streams._open


async def records(answer: Any) -> AsyncIterator[dict[str, str]]:
    """The records of a stream as field → value; comments under an empty name."""
    async for part in answer.streaming_content:
        for record in part.decode().split("\n\n"):
            if record:
                yield dict(line.split(": ", 1) for line in record.splitlines() if ": " in line)


async def next_event(stream: AsyncIterator[dict[str, str]]) -> dict[str, str]:
    async for record in stream:
        if "event" in record:
            return record
    raise AssertionError("the stream ended")


@pytest.mark.django_db(transaction=True)
async def test_stream_when_open_then_what_was_missed_what_comes_and_its_end_with_the_key(
    streaming: None, api_client: Make
) -> None:
    def begin() -> tuple[str, list[str]]:
        return keys.issue(api_client(), "root").text, append(detection(), plate_read("AB1"))

    text, sent = await sync_to_async(begin)()
    listed = await AsyncClient().get(EVENTS, headers={"X-API-Key": text})
    first, second = listed.json()["items"]
    answer = await AsyncClient().get(
        EVENTS,
        headers={
            "X-API-Key": text,
            "Accept": "text/event-stream",
            "Last-Event-ID": first["cursor"],
        },
    )
    assert answer["Content-Type"] == "text/event-stream"
    stream = records(answer)
    event = await next_event(stream)
    assert json.loads(event["data"]) == second
    assert (event["id"], event["event"]) == (second["cursor"], second["type"])
    (late,) = await sync_to_async(append)(detection())
    assert json.loads((await next_event(stream))["data"])["id"] == late
    await sync_to_async(lambda: keys.revoke(ApiKey.objects.get().id))()
    await sync_to_async(append)(detection())
    assert [record async for record in stream] == []
    assert sent


@pytest.mark.django_db(transaction=True)
async def test_streams_when_too_many_then_429_and_all_end_with_the_process(
    streaming: None, api_client: Make
) -> None:
    text = await sync_to_async(lambda: keys.issue(api_client(), "root").text)()
    headers = {"X-API-Key": text, "Accept": "text/event-stream"}
    opened = [await AsyncClient().get(EVENTS, headers=headers) for _ in range(streams.PER_CLIENT)]
    over = await AsyncClient().get(EVENTS, headers=headers)
    assert (over.status_code, over["Retry-After"]) == (429, "5")
    iterators = [records(answer) for answer in opened[1:]]
    await sync_to_async(opened[0].close)()  # nobody ever read it
    streams.end_streams()
    for stream in iterators:
        assert [record async for record in stream if "event" in record] == []
