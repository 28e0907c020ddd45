"""One entry of MOSAIC_AI_SOURCES (docs/guide/ai-sources.md)."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mosaic_ai.domain.video_sources import NOWHERE, SourceKind, VideoSource

MOST_SOURCES = 16
_DEVICE = re.compile(r"/dev/video[0-9]{1,3}")


class SourceSetting(BaseModel):
    """path: relative to MOSAIC_AI_SOURCES_DIR."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    kind: SourceKind
    path: str | None = None
    device: str | None = None
    loop: bool = True
    fps: float = Field(default=1.0, ge=0.1, le=30)
    width: int | None = Field(default=None, ge=64, le=3840)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        wanted, other = (
            (self.path, self.device) if self.kind == "file" else (self.device, self.path)
        )
        if wanted is None or other is not None:
            raise ValueError(
                f"{self.kind} wants {'path' if self.kind == 'file' else 'device'} only"
            )
        if self.path is not None and not _stays_below(self.path):
            raise ValueError("path must be relative and without `..`")
        if self.device is not None and not _DEVICE.fullmatch(self.device):
            raise ValueError("device must be /dev/video and a number")
        return self

    def source(self, root: Path | None) -> VideoSource:
        """root: MOSAIC_AI_SOURCES_DIR. Raises ValueError for a file without it."""
        if self.kind == "file" and root is None:
            raise ValueError(f"{self.name} is a file, and MOSAIC_AI_SOURCES_DIR is not set")
        return VideoSource(
            self.name,
            self.kind,
            Path(self.path or self.device or ""),
            root or NOWHERE,
            loop=self.loop,
            fps=self.fps,
            width=self.width,
        )


def sources_of(settings: Sequence[SourceSetting], root: Path | None) -> list[VideoSource]:
    """Raises ValueError where two have the same name, or a file has no folder."""
    names = [setting.name for setting in settings]
    if len(set(names)) < len(names):
        raise ValueError("two sources have the same name")
    if len(names) > MOST_SOURCES:
        raise ValueError(f"at most {MOST_SOURCES} sources are possible")
    return [setting.source(root) for setting in settings]


def _stays_below(path: str) -> bool:
    parts = PurePosixPath(path)
    return (
        bool(parts.parts)
        and not parts.is_absolute()
        and ".." not in parts.parts
        and "\0" not in path
    )
