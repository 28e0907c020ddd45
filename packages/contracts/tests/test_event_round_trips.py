"""Whatever a producer can build, a consumer reads back unchanged, and the committed schema agrees."""

import json
from datetime import UTC, datetime

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.events import CloudEvent, DetectionRecorded, PlateRead, StreamState, new_event
from mosaic_contracts.events.types import (
    DetectedObject,
    EventData,
    FrameSize,
    PlateInterpretation,
    ReadImages,
    ReadVehicle,
    StreamTrack,
)
from mosaic_contracts.schemas import FOLDER

# Surrogates cannot be written as UTF-8, so no producer can hold them.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
shares = st.floats(0, 1, allow_nan=False)
boxes = st.tuples(shares, shares, shares, shares)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
frames = st.builds(FrameSize, width=st.integers(1, 8192), height=st.integers(1, 8192))
keys = st.none() | st.from_regex(
    r"[a-z0-9][a-z0-9_.-]{0,9}(/[a-z0-9][a-z0-9_.-]{0,9}){0,3}", fullmatch=True
)
plate_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=32)
candidates = st.lists(
    st.lists(st.tuples(st.sampled_from("AB80OI1ЖÄ"), shares), min_size=1, max_size=4), max_size=8
)
plate_reads = st.builds(
    PlateRead,
    read_id=st.uuids(),
    revision=st.integers(1, 50),
    final=st.booleans(),
    camera_id=st.uuids(),
    track_id=st.uuids(),
    text=plate_texts,
    confidence=shares,
    candidates=candidates,
    first_seen_at=instants,
    seen_at=instants,
    last_seen_at=instants,
    votes=st.integers(1, 100),
    frame=frames,
    box=boxes,
    vehicle=st.none()
    | st.builds(ReadVehicle, label=texts, confidence=shares, box=boxes, colour=st.none() | texts),
    zones=st.lists(texts, max_size=3),
    images=st.builds(ReadImages, plate=keys, vehicle=keys, scene=keys),
    interpretations=st.lists(
        st.builds(
            PlateInterpretation,
            text=plate_texts,
            country=st.sampled_from(["GB", "US-CA"]),
            format=texts,
            probability=shares,
        ),
        max_size=3,
    ),
    engine=texts,
)
detections = st.builds(
    DetectionRecorded,
    camera_id=st.uuids(),
    captured_at=instants,
    frame=frames,
    detections=st.lists(
        st.builds(
            DetectedObject,
            detection_id=st.uuids(),
            label=plate_texts,
            confidence=shares,
            box=boxes,
            track_id=st.none() | st.uuids(),
            zones=st.lists(texts, max_size=3),
        ),
        min_size=1,
        max_size=5,
    ),
    engine=texts,
)
states = st.builds(
    StreamState,
    camera_id=st.uuids(),
    state=st.sampled_from(["disabled", "idle", "connecting", "online", "error"]),
    reason=st.none() | texts,
    detail=st.none() | texts,
    changed_at=instants,
    tracks=st.lists(
        st.builds(StreamTrack, codec=texts, width=st.none() | st.integers(1, 8192)), max_size=2
    ),
)
VALIDATORS = {
    path.stem: jsonschema.Draft202012Validator(json.loads(path.read_text()))
    for path in FOLDER.glob("*.json")
}


@given(st.one_of(plate_reads, detections, states))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_event_when_written_and_read_then_the_same(data: EventData) -> None:
    event = new_event(data, source="mosaic/test")
    body = event.to_json()
    again = CloudEvent.from_json(body)
    assert again == event
    assert again.payload() == data
    document = json.loads(body)
    VALIDATORS["cloudevent"].validate(document)
    VALIDATORS[event.type].validate(document["data"])


def test_new_event_when_clock_is_given_then_its_instant_is_the_time() -> None:
    clock = ManualClock(datetime(2026, 11, 20, tzinfo=UTC))
    data = StreamState(
        camera_id="01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f", state="idle", changed_at=clock.now()
    )
    first, second = (new_event(data, source="mosaic/test", clock=clock) for _ in range(2))
    assert first.time == clock.now()
    assert first.id != second.id
    assert first.subject == str(data.camera_id)


def test_event_data_when_changed_then_refused_because_frozen() -> None:
    data = StreamState(
        camera_id="01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f",
        state="idle",
        changed_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    with pytest.raises(ValueError, match="frozen"):
        data.state = "online"  # type: ignore[misc]
