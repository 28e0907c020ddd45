"""A camera as the administrator wants it."""

from dataclasses import dataclass, field
from uuid import UUID

from mosaic_contracts.internal_api import AiSettings, RecordingSettings


@dataclass(frozen=True, kw_only=True)
class CameraDraft:
    """What an administrator decides about a camera. source_url carries credentials: never log or return it."""

    name: str
    source_url: str = field(repr=False)
    enabled: bool = True
    group_id: UUID | None = None
    recording: RecordingSettings = field(default_factory=RecordingSettings)
    ai: AiSettings = field(default_factory=AiSettings)


@dataclass(frozen=True, kw_only=True)
class Camera:
    """A draft that was accepted. revision is global: it grows with every change of any camera."""

    id: UUID
    draft: CameraDraft
    revision: int
