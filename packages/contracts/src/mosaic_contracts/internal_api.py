"""What the backend tells the other services about cameras: GET /internal/v1/cameras (service token).

Boxes and polygons are shares of the picture, 0..1, origin top left.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Zone(BaseModel):
    """A polygon; include: only there, exclude: never there, plate: plates are read only there."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    kind: Literal["include", "exclude", "plate"]
    polygon: list[tuple[Share, Share]] = Field(min_length=3, max_length=64)


class RecordingSettings(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    mode: Literal["off", "continuous"] = "off"
    retention_days: int = Field(default=7, ge=1, le=3650)


class AiSettings(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    enabled: bool = True
    classes: list[str] = ["person", "bicycle", "car", "motorcycle", "bus", "truck"]
    read_plates: bool = True
    zones: list[Zone] = []


class DesiredCamera(BaseModel):
    """A camera as it should be; `source_url` carries credentials: never log it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: UUID
    name: str
    source_url: str = Field(repr=False)
    enabled: bool
    group_id: UUID | None = None
    recording: RecordingSettings = RecordingSettings()
    ai: AiSettings = AiSettings()
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
