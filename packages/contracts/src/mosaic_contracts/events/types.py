"""The data of each event type, version 1. Only ever extended by optional fields; consumers ignore unknown ones.

Boxes are `(x, y, width, height)` as shares of the picture, 0..1, origin top left. Confidences are 0..1.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Box = tuple[Share, Share, Share, Share]
Candidate = tuple[Annotated[str, Field(min_length=1, max_length=4)], Share]
ObjectKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*){0,8}$")]


class EventData(BaseModel):
    """The base of all event data."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    TYPE: ClassVar[str]

    @property
    def subject(self) -> str:
        """What the event is about: by default the camera."""
        return str(getattr(self, "camera_id", ""))


class FrameSize(BaseModel):
    """Pixels of the picture that was looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    width: int = Field(gt=0)
    height: int = Field(gt=0)


class CameraChanged(EventData):
    """A camera was created, updated or deleted. Says "look again" and nothing more."""

    TYPE: ClassVar[str] = "mosaic.camera.changed.v1"

    camera_id: UUID
    change: Literal["created", "updated", "deleted"]
    revision: int = Field(ge=0)


class StreamTrack(BaseModel):
    """One video or audio track as the source sends it; codec in MediaMTX's words (H264, H265, Opus …)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    codec: str
    width: int | None = None
    height: int | None = None


StreamStateName = Literal["disabled", "idle", "connecting", "online", "error"]


class SubStreamState(BaseModel):
    """The state of a camera's second, smaller stream; fields as in StreamState."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    state: StreamStateName
    reason: str | None = None
    detail: str | None = None
    changed_at: AwareDatetime
    tracks: list[StreamTrack] = []


class StreamState(EventData):
    """The state of a camera's stream changed.

    idle: on demand, nobody reads, last contact was fine. error: `reason` is a stable code
    (unreachable, refused, unauthorized, not-found, timeout, no-key-frame, no-video, codec-unsupported,
    interrupted, failed), `detail` a sentence for people without credentials. sub: the second stream, None where
    the camera has none; when it alone changes, the rest comes again as it was, with its `changed_at`.
    """

    TYPE: ClassVar[str] = "mosaic.stream.state.v1"

    camera_id: UUID
    state: StreamStateName
    reason: str | None = None
    detail: str | None = None
    changed_at: AwareDatetime
    tracks: list[StreamTrack] = []
    sub: SubStreamState | None = None


class CameraStatus(EventData):
    """A camera went online or offline, and stayed so long enough to count.

    since: when it began; previous_since: when the status before it began, None where nothing was known. reason:
    as in StreamState.
    """

    TYPE: ClassVar[str] = "mosaic.camera.status.v1"

    camera_id: UUID
    status: Literal["online", "offline"]
    reason: str | None = None
    since: AwareDatetime
    previous_since: AwareDatetime | None = None


class CameraEvent(EventData):
    """A camera told of something by itself, as by ONVIF.

    topic: the camera's own word for it, of which kind is made. source: what of the camera told it, such as a
    rule or an input. active: whether it began or ended; None of what only happens. occurred_at: by our clock.
    """

    TYPE: ClassVar[str] = "mosaic.camera.event.v1"

    event_id: UUID
    camera_id: UUID
    kind: Literal["motion", "input", "line-crossing", "tamper", "other"]
    topic: str = Field(min_length=1, max_length=200)
    source: dict[str, str] = {}
    active: bool | None = None
    occurred_at: AwareDatetime


class HealthFinding(BaseModel):
    """One thing that is wrong with a camera; what each code means stands in docs/guide/camera-doctor.md."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: str = Field(min_length=1, max_length=64)
    severity: Literal["info", "warning", "critical"]


class CameraHealth(EventData):
    """The camera doctor found a camera suddenly worse than the last time by the same light.

    score: 0 to 100. reasons: `score-fell`, and codes of findings that come from outside the camera, as when it
    was turned or covered. findings: all of now, the gravest first.
    """

    TYPE: ClassVar[str] = "mosaic.camera.health.v1"

    camera_id: UUID
    examined_at: AwareDatetime
    score: int = Field(ge=0, le=100)
    previous_score: int = Field(ge=0, le=100)
    reasons: list[str] = Field(min_length=1, max_length=16)
    findings: list[HealthFinding] = Field(default=[], max_length=64)


class DetectedObject(BaseModel):
    """One object in one frame. detection_id: a UUIDv7 of its capture, at most a day off."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    detection_id: UUID
    label: str = Field(min_length=1, max_length=64)
    confidence: Share
    box: Box
    track_id: UUID | None = None
    zones: list[str] = []


class DetectionRecorded(EventData):
    """What was seen in one frame of one camera.

    coverage: share of the camera's due frames of the last minutes that were really looked at.
    """

    TYPE: ClassVar[str] = "mosaic.detection.recorded.v1"

    camera_id: UUID
    captured_at: AwareDatetime
    frame: FrameSize
    detections: list[DetectedObject] = Field(min_length=1)
    engine: str
    coverage: Share | None = None


class ReadVehicle(BaseModel):
    """The vehicle that carries a plate.

    colour: black, grey, white, red, brown, yellow, green or blue; null where no picture told it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    label: str
    confidence: Share
    box: Box
    colour: str | None = None


class ReadImages(BaseModel):
    """Keys of the evidence crops (JPEG) in the evidence store."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    plate: ObjectKey | None = None
    vehicle: ObjectKey | None = None
    scene: ObjectKey | None = None


class PlateInterpretation(BaseModel):
    """What the plate says if it is one of a known format, which the read may not be.

    country: ISO 3166-1, with a subdivision where that issues plates (`US-CA`). probability: of the text.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str = Field(min_length=1, max_length=32)
    country: str = Field(min_length=2, max_length=6)
    format: str = Field(max_length=64)
    probability: Share


class TravelDirection(StrEnum):
    """Towards the camera or away from it; to the left or right of its picture."""

    TOWARDS = "towards"
    AWAY = "away"
    LEFT = "left"
    RIGHT = "right"


class PlateRead(EventData):
    """One passage of one plate, voted over frames.

    The same `read_id` comes again with a higher `revision` when more frames bettered it; `final` marks the
    last one. A consumer keeps the highest revision. `candidates` holds, for each position of `text`, the
    likeliest characters with their probabilities, best first. `text` is what was read, whatever plates look
    like; `interpretations` is what it may be by the formats of plates, likeliest first, empty where no format
    makes sense of it. `direction` is how the plate moved as the camera sees it; None: it stood still, was seen
    too little, or nobody looked.
    """

    TYPE: ClassVar[str] = "mosaic.plate.read.v1"

    read_id: UUID
    revision: int = Field(ge=1)
    final: bool
    camera_id: UUID
    track_id: UUID
    text: str = Field(min_length=1, max_length=32)
    confidence: Share
    candidates: list[list[Candidate]] = Field(max_length=32)
    first_seen_at: AwareDatetime
    seen_at: AwareDatetime
    last_seen_at: AwareDatetime
    votes: int = Field(ge=1)
    frame: FrameSize
    box: Box
    vehicle: ReadVehicle | None = None
    zones: list[str] = []
    images: ReadImages = ReadImages()
    interpretations: list[PlateInterpretation] = Field(default=[], max_length=8)
    engine: str
    coverage: Share | None = None
    direction: TravelDirection | None = None


class PlateCorrected(EventData):
    """A reviewer said what a plate reads, or took that back. The read itself stays as it was read.

    text: None: the correction was withdrawn. read_text: what had been read. corrected_by: the account's name. The
    correction with the latest `corrected_at` holds.
    """

    TYPE: ClassVar[str] = "mosaic.plate.corrected.v1"

    read_id: UUID
    camera_id: UUID
    text: str | None = Field(min_length=1, max_length=32)
    read_text: str = Field(max_length=32)
    corrected_by: str = Field(max_length=200)
    corrected_at: AwareDatetime


class ClipReady(EventData):
    """A clip was cut, or could not be."""

    TYPE: ClassVar[str] = "mosaic.clip.ready.v1"

    clip_id: UUID
    camera_id: UUID
    state: Literal["ready", "failed"]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    size_bytes: int | None = None
    detail: str | None = None


class AlertRaised(EventData):
    """Something a person should see; audience: whether it is for those who administer the system alone.

    rule_id: the detection rule that found it. track_id: of what it found. happened_at: by the camera's clock.
    """

    TYPE: ClassVar[str] = "mosaic.alert.raised.v1"

    alert_id: UUID
    camera_id: UUID | None = None
    kind: str
    severity: Literal["info", "warning", "critical"]
    title: str
    raised_at: AwareDatetime
    plate_read_id: UUID | None = None
    watchlist_id: UUID | None = None
    rule_id: UUID | None = None
    track_id: UUID | None = None
    happened_at: AwareDatetime | None = None
    audience: Literal["everyone", "administrators"] = "everyone"


class AuditRecorded(EventData):
    """Something that belongs into the audit log was done in a part other than the backend.

    action: past tense with its context, as in `stream.opened`. target: what it was done to, as in `camera:<id>`.
    """

    TYPE: ClassVar[str] = "mosaic.audit.recorded.v1"

    at: AwareDatetime
    actor_kind: Literal["user", "service", "partner", "system"]
    actor: str = Field(max_length=200)
    actor_id: str = Field(default="", max_length=64)
    action: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", max_length=100)
    target: str = Field(max_length=200)
    details: dict[str, str | int | float | bool | None] = {}
    address: str = Field(default="", max_length=64)
    request_id: str = Field(default="", max_length=64)

    @property
    def subject(self) -> str:
        return self.target


class WebhookTested(EventData):
    """An administrator tries whether a partner's webhook takes events. Goes to that receiver only."""

    TYPE: ClassVar[str] = "mosaic.webhook.test.v1"

    webhook_id: UUID

    @property
    def subject(self) -> str:
        return str(self.webhook_id)


EVENT_TYPES: dict[str, type[EventData]] = {
    data.TYPE: data
    for data in (
        CameraChanged,
        StreamState,
        CameraStatus,
        CameraEvent,
        CameraHealth,
        DetectionRecorded,
        PlateRead,
        PlateCorrected,
        ClipReady,
        AlertRaised,
        AuditRecorded,
        WebhookTested,
    )
}
