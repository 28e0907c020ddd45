"""What the use cases need from outside."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mosaic_contracts.events import CloudEvent
from mosaic_contracts.internal_api import DesiredCameras
from mosaic_streaming.domain.health import Observed
from mosaic_streaming.domain.paths import Settings
from mosaic_streaming.domain.probing import ProbeOutcome


@dataclass(frozen=True)
class Desired:
    """The desired cameras with the entity tag by which the source knows them again."""

    cameras: DesiredCameras
    etag: str | None = None


class CameraSource(Protocol):
    """Who knows the desired cameras."""

    async def fetch(self, etag: str | None) -> Desired | None:
        """None when nothing changed since the tag. Raises UnavailableError."""


class CameraStore(Protocol):
    """Keeps the desired cameras over restarts. Calls block."""

    def load(self) -> Desired | None: ...

    def save(self, desired: Desired) -> None: ...


@dataclass(frozen=True)
class Reading:
    """A reader's session. name: the reader's, which is the subject of the token that opened it."""

    path: str
    name: str


class MediaServer(Protocol):
    """MediaMTX's control interface. Every call raises UnavailableError while it does not answer."""

    async def configured_paths(self) -> dict[str, Settings]: ...

    async def configured_path(self, name: str) -> Settings | None:
        """One of them; None where there is none of that name."""

    async def observed_paths(self) -> dict[str, Observed]: ...

    async def kick_readers(self, names: Collection[str]) -> int:
        """Ends all reader sessions on the paths; tells how many."""

    async def kick_readings(self, wanted: Callable[[Reading], bool]) -> int:
        """Ends all reader sessions that are wanted; tells how many."""

    async def alive(self) -> bool:
        """Whether it answers; never raises."""


class PathFile(Protocol):
    """The configuration file that MediaMTX starts from and watches. Calls block."""

    def write(self, paths: Mapping[str, Settings], *, again: bool) -> bool:
        """Writes base and paths if they differ from what is there, or in any case with `again`.

        Tells whether it wrote. Raises OSError.
        """


class Prober(Protocol):
    """Looks at a source directly."""

    async def probe(
        self, source_url: str, *, measure: bool, order: bool = False, deadline_s: float = 6.0
    ) -> ProbeOutcome:
        """measure: go on past the first key frame to tell rate, GOP and B-frames. order: B-frames alone."""


class EventSink(Protocol):
    """Where events go: durable when `add` returns. Calls block."""

    def add(self, events: Sequence[CloudEvent]) -> None: ...
