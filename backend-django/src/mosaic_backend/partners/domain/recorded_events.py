"""What is told at each moment of the recorded day: events as the parts send them."""

from collections.abc import Mapping
from uuid import UUID

from mosaic_backend.partners.domain.recorded_day import Kind, Moment, RecordedDay
from mosaic_backend.partners.domain.recording import Box, RecordedPlate
from mosaic_contracts.events import (
    AlertRaised,
    CameraStatus,
    ClipReady,
    CloudEvent,
    DetectionRecorded,
    EventData,
    PlateRead,
    StreamState,
)
from mosaic_contracts.events.types import (
    Candidate,
    DetectedObject,
    FrameSize,
    ReadImages,
    ReadVehicle,
    StreamTrack,
)

SOURCE, ENGINE, WATCH_LIST = "mosaic/sandbox", "recorded", "Sandbox"
FIRST_VOTES, FIRST_SHARE = 3, 0.85
"""The first read of a passage comes from a few pictures, and is less sure than the final one."""
_TRACK = StreamTrack(codec="H264", width=1280, height=720)
_SECOND_GUESS = {"O": "0", "0": "O", "B": "8", "8": "B", "I": "1", "1": "I", "S": "5", "Z": "2"}


TYPE_OF: Mapping[Kind, str] = {
    Kind.DETECTION: DetectionRecorded.TYPE,
    Kind.FIRST_READ: PlateRead.TYPE,
    Kind.FINAL_READ: PlateRead.TYPE,
    Kind.MATCH: AlertRaised.TYPE,
    Kind.LOST: StreamState.TYPE,
    Kind.BACK: StreamState.TYPE,
    Kind.OFFLINE: CameraStatus.TYPE,
    Kind.OFFLINE_ALERT: AlertRaised.TYPE,
    Kind.ONLINE: CameraStatus.TYPE,
    Kind.CLIP: ClipReady.TYPE,
}


def event_at(day: RecordedDay, number: int, moment: Moment) -> CloudEvent:
    """number: of the day, from 0."""
    data = data_at(day, number, moment)
    return CloudEvent(
        id=day.id_of(number, moment.ms, f"event:{moment.kind}:{moment.of}:{moment.part}"),
        source=SOURCE,
        type=data.TYPE,
        subject=data.subject,
        time=day.instant(number, moment.ms),
        data=data.model_dump(mode="json"),
    )


def data_at(day: RecordedDay, number: int, moment: Moment) -> EventData:
    if moment.kind is Kind.DETECTION:
        return detection_at(day, number, moment)
    if moment.kind is Kind.FIRST_READ or moment.kind is Kind.FINAL_READ:
        return read_at(day, number, moment, final=moment.kind is Kind.FINAL_READ)
    if moment.kind is Kind.MATCH:
        return _match_at(day, number, moment)
    if moment.kind is Kind.CLIP:
        return _clip_at(day, number, moment)
    return _status_at(day, number, moment)


def detection_at(day: RecordedDay, number: int, moment: Moment) -> DetectionRecorded:
    camera, recorded = day.camera_of(moment)
    begins, passage = day.passage_of(moment)
    detection_id = day.id_of(number, moment.seen_ms, f"detection:{moment.of}:{moment.part}")
    return DetectionRecorded(
        camera_id=day.camera_ids[camera],
        captured_at=day.instant(number, moment.seen_ms),
        frame=FrameSize(width=recorded.width, height=recorded.height),
        detections=[
            DetectedObject(
                detection_id=detection_id,
                label=passage.label,
                confidence=round(0.6 + detection_id.int % 380 / 1000, 3),
                box=passage.boxes[moment.part][1],
                track_id=day.id_of(number, begins, f"track:{moment.of}"),
                zones=zones_of(recorded.scene, passage.view),
            )
        ],
        engine=ENGINE,
    )


def read_at(day: RecordedDay, number: int, moment: Moment, *, final: bool) -> PlateRead:
    """The read of the moment's passage: as it was at first, or as it is in the end."""
    camera, recorded = day.camera_of(moment)
    begins, passage = day.passage_of(moment)
    plate = passage.plate
    if plate is None:
        raise ValueError("nothing was read of this passage")
    read_id = read_id_of(day, number, moment)
    confidence = plate.confidence if final else round(plate.confidence * FIRST_SHARE, 3)
    text = plate.text if final else plate.first_read
    last = plate.last_ms if final else plate.first_ms
    return PlateRead(
        read_id=read_id,
        revision=2 if final else 1,
        final=final,
        camera_id=day.camera_ids[camera],
        track_id=day.id_of(number, begins, f"track:{moment.of}"),
        text=text,
        confidence=confidence,
        candidates=[_candidates(glyph, confidence ** (1 / len(text))) for glyph in text],
        first_seen_at=day.instant(number, begins + plate.first_ms),
        seen_at=day.instant(number, begins + (plate.best_ms if final else plate.first_ms)),
        last_seen_at=day.instant(number, begins + last),
        votes=plate.votes if final else min(FIRST_VOTES, plate.votes),
        frame=FrameSize(width=recorded.width, height=recorded.height),
        box=plate.box,
        vehicle=ReadVehicle(
            label=passage.label, confidence=confidence, box=_vehicle_box(passage.boxes, plate)
        ),
        zones=zones_of(recorded.scene, passage.view),
        images=ReadImages(plate=picture_key(plate)),
        engine=ENGINE,
    )


def read_id_of(day: RecordedDay, number: int, moment: Moment) -> UUID:
    begins, passage = day.passage_of(moment)
    first_ms = passage.plate.first_ms if passage.plate else 0
    return day.id_of(number, begins + first_ms, f"read:{moment.of}")


def clip_id_of(day: RecordedDay, number: int, moment: Moment) -> UUID:
    return day.id_of(number, day.recording.clips[moment.of].asked_ms, f"clip:{moment.of}")


def picture_key(plate: RecordedPlate) -> str:
    return f"sandbox/{plate.text.lower()}.jpg"


def zones_of(scene: str, view: str) -> list[str]:
    """At the gate there is a zone for each way."""
    return [{"front": "entry", "rear": "exit"}[view]] if scene == "gate" and view else []


def _vehicle_box(boxes: tuple[tuple[int, Box], ...], plate: RecordedPlate) -> Box:
    return min(boxes, key=lambda box: abs(box[0] - plate.best_ms))[1]


def _candidates(glyph: str, confidence: float) -> list[Candidate]:
    """confidence: that of a plate is the product of its glyphs'."""
    other = _SECOND_GUESS.get(glyph)
    rest = round((1 - confidence) * 0.8, 3)
    return [(glyph, round(confidence, 3)), *([(other, rest)] if other else [])]


def _match_at(day: RecordedDay, number: int, moment: Moment) -> AlertRaised:
    camera, _ = day.camera_of(moment)
    plate = day.passage_of(moment)[1].plate
    return AlertRaised(
        alert_id=day.id_of(number, moment.seen_ms, f"match:{moment.of}"),
        camera_id=day.camera_ids[camera],
        kind="watchlist-match",
        severity="warning",
        title=f"{plate.text if plate else ''} seen ({WATCH_LIST})",
        raised_at=day.instant(number, moment.seen_ms),
        plate_read_id=read_id_of(day, number, moment),
        watchlist_id=day.id_of(0, 0, "watchlist"),
    )


def _clip_at(day: RecordedDay, number: int, moment: Moment) -> ClipReady:
    clip = day.recording.clips[moment.of]
    return ClipReady(
        clip_id=clip_id_of(day, number, moment),
        camera_id=day.camera_ids[clip.camera],
        state="ready",
        starts_at=day.instant(number, clip.from_ms),
        ends_at=day.instant(number, clip.to_ms),
        size_bytes=day.recording.clip_bytes,
    )


def _status_at(day: RecordedDay, number: int, moment: Moment) -> EventData:
    outage = day.recording.outages[moment.of]
    camera_id = day.camera_ids[outage.camera]
    name = day.recording.cameras[outage.camera].name
    since, until = day.instant(number, outage.since_ms), day.instant(number, outage.until_ms)
    if moment.kind is Kind.LOST:
        return StreamState(
            camera_id=camera_id, state="error", reason=outage.reason, changed_at=since
        )
    if moment.kind is Kind.BACK:
        return StreamState(camera_id=camera_id, state="online", changed_at=until, tracks=[_TRACK])
    if moment.kind is Kind.OFFLINE_ALERT:
        return AlertRaised(
            alert_id=day.id_of(number, moment.seen_ms, f"offline:{moment.of}"),
            camera_id=camera_id,
            kind="camera-offline",
            severity="warning",
            title=f"{name} is offline ({outage.reason})",
            raised_at=day.instant(number, moment.ms),
        )
    if moment.kind is Kind.OFFLINE:
        return CameraStatus(
            camera_id=camera_id, status="offline", reason=outage.reason, since=since
        )
    return CameraStatus(camera_id=camera_id, status="online", since=until, previous_since=since)
