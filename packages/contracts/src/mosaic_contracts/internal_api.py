"""What the services tell each other (service token): the backend GET /internal/v1/cameras and /revocations.

Boxes and polygons are shares of the picture, 0..1, origin top left.
"""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

MOST_POSTERS = 64

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Zone(BaseModel):
    """A polygon; include: only there, exclude: never there, plate: plates are read only there."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    kind: Literal["include", "exclude", "plate"]
    polygon: list[tuple[Share, Share]] = Field(min_length=3, max_length=64)


RecordingMode = Literal["off", "continuous", "event"]
RECORDING_MODES: tuple[RecordingMode, ...] = get_args(RecordingMode)


class EventSettings(BaseModel):
    """What keeps footage of a camera that is recorded on events, and how much before and after each.

    detections: whether those of the AI do; labels, zones: only of these kinds and only there, empty: all.
    plates: whether every plate read does; watch_lists: whether those do that a watch list asks for.
    camera_events: whether what the camera tells of by itself does.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    before_s: int = Field(default=10, ge=5, le=60)
    after_s: int = Field(default=10, ge=5, le=60)
    detections: bool = True
    labels: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(
        default=[], max_length=64
    )
    zones: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(
        default=[], max_length=32
    )
    plates: bool = True
    watch_lists: bool = True
    camera_events: bool = False


class RecordingSettings(BaseModel):
    """mode: in the times of the schedule, always without one; otherwise: outside of them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    mode: RecordingMode = "off"
    otherwise: RecordingMode = "off"
    retention_days: int = Field(default=7, ge=1, le=3650)
    events: EventSettings = EventSettings()


class AiSettings(BaseModel):
    """capture: whether pictures of this camera may be kept to train models with; nobody's consent is presumed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    enabled: bool = True
    classes: list[str] = ["person", "bicycle", "car", "motorcycle", "bus", "truck"]
    read_plates: bool = True
    zones: list[Zone] = []
    capture: bool = False


class LiveSettings(BaseModel):
    """transcode: whether what a browser cannot play may be made into what it can, which costs processor time."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    transcode: Literal["never", "when_needed"] = "never"


class DesiredCamera(BaseModel):
    """A camera as it should be now; `source_url` and `sub_url` carry credentials: never log them.

    sub_url: a smaller stream of the same picture, path `<id>/sub`; None where there is none. recording and ai
    are what schedules make of the settings at the moment of asking; what is recorded on events is told as
    continuous, for all of it is recorded and the backend lets go what nothing was seen in.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: UUID
    name: str
    source_url: str = Field(repr=False)
    sub_url: str | None = Field(default=None, repr=False)
    enabled: bool
    group_id: UUID | None = None
    recording: RecordingSettings = RecordingSettings()
    ai: AiSettings = AiSettings()
    live: LiveSettings = LiveSettings()
    revision: int


class DesiredCameras(BaseModel):
    """All cameras, enabled or not; `revision` grows with every change of any of them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    items: list[DesiredCamera]
    revision: int


class ReaderSession(BaseModel):
    """A service's way to read one camera: an HLS playlist on the private network and a bearer token for it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    hls_url: str
    rtsp_url: str
    token: str = Field(repr=False)
    expires_in_s: float


class Revocation(BaseModel):
    """A user who was changed, deleted or signed out: access tokens of theirs issued until then are void."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    user_id: UUID
    until: AwareDatetime


class Revocations(BaseModel):
    """The last revocation of every user who had one within a day: longer than any token lives."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    items: list[Revocation]


class WatchedCamera(BaseModel):
    """How the AI looks at a camera: when it did last, and what share of the pictures that were due it took."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    camera_id: UUID
    last_frame_at: AwareDatetime | None
    coverage: float | None


class AskedPosters(BaseModel):
    """Of which cameras the newest picture is wanted."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    cameras: list[UUID] = Field(max_length=MOST_POSTERS)


class Poster(BaseModel):
    """The newest picture of a camera, small. jpeg: in base64."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    camera_id: UUID
    captured_at: AwareDatetime
    jpeg: str


class Posters(BaseModel):
    """Of the cameras that were asked for those that have a picture, in no order."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    items: list[Poster]


class Watching(BaseModel):
    """What the AI looks at, and how many of its events nobody has taken yet."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    outbox_depth: int
    cameras: list[WatchedCamera]
