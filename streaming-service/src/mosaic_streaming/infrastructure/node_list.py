"""The list of nodes, from the environment or from a file that may change while we run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from mosaic_streaming.domain.nodes import Node, is_node_name


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    weight: float = Field(default=1.0, gt=0, le=1000, allow_inf_nan=False)
    streaming_url: str = Field(pattern=r"^https?://[^/\s]+/?$")
    hls_url: str = Field(pattern=r"^https?://[^/\s]+/?$")
    rtsp_url: str = Field(pattern=r"^rtsp://[^/\s]+/?$")
    # Lists of before name it; a site does not stop for an address that nobody asks any more.
    playback_url: str | None = Field(default=None, exclude=True)

    @field_validator("name")
    @classmethod
    def _name_is_one(cls, name: str) -> str:
        if not is_node_name(name):
            raise ValueError("a node's name is of small letters, digits and hyphens")
        return name

    @model_validator(mode="after")
    def _without_last_slash(self) -> Self:
        for name in ("streaming_url", "hls_url", "rtsp_url"):
            setattr(self, name, getattr(self, name).rstrip("/"))
        return self


_entries = TypeAdapter(list[_Entry])


class OneNode:
    """No list: this one alone."""

    def __init__(self, own: Node) -> None:
        self._own = own

    def read(self) -> Sequence[Node]:
        return [self._own]


class ListedNodes:
    """A JSON list, or the path of a file that holds one and is read again when it changed."""

    def __init__(self, source: str) -> None:
        self._source = source.strip()
        self._seen: tuple[int, int] | None = None
        self._nodes: Sequence[Node] = ()

    def read(self) -> Sequence[Node]:
        """Raises ValueError, which names no content, or OSError."""
        if self._source.startswith("["):
            return self._nodes or self._parsed(self._source)
        file = Path(self._source)
        told = file.stat()
        seen = told.st_mtime_ns, told.st_size
        if seen != self._seen:
            self._parsed(file.read_text())
            self._seen = seen
        return self._nodes

    def _parsed(self, text: str) -> Sequence[Node]:
        entries = _entries.validate_json(text)
        names = [entry.name for entry in entries]
        if not names or len(set(names)) != len(names):
            raise ValueError("the list of nodes is empty or names one twice")
        self._nodes = [Node(**entry.model_dump()) for entry in entries]
        return self._nodes
