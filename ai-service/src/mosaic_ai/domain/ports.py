"""What the pipeline needs of the outside, by role."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.frames import Frame, Pixels
from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.domain.readings import EMPTY, Reading
from mosaic_ai.domain.sightings import ClassScore, Detection, LocatedPlate
from mosaic_ai.domain.vehicle_colours import VehicleColour
from mosaic_contracts.internal_api import DesiredCameras, ReaderSession


class Engine(Protocol):
    """A model that runs; the name goes into events, the version tells the weights."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...


class Detector(Engine, Protocol):
    def detect(self, pixels: Pixels, region: Box) -> list[Detection]:
        """Objects in that region; boxes in the whole picture's pixels."""


class SceneDetector(Engine, Protocol):
    def detect_in(self, pixels: Pixels, regions: Sequence[Box]) -> list[Detection]:
        """Objects in those regions, which do not overlap; boxes in the whole picture's pixels.

        Callers in other threads may share its work.
        """


class Classifier(Engine, Protocol):
    @property
    def classes(self) -> Sequence[str]: ...
    def classify(self, pixels: Pixels) -> list[ClassScore]:
        """What the picture shows, likeliest first; the confidences of all classes sum to 1."""


class PlateLocator(Engine, Protocol):
    def locate(self, pixels: Pixels, region: Box) -> list[LocatedPlate]:
        """Plates in that region, best first; boxes in the whole picture's pixels."""


class PlateRecogniser(Engine, Protocol):
    def read_crop(self, pixels: Pixels, box: Box) -> Reading:
        """What stands in that box, taken as it is; empty when nothing does."""


class Straightener(Protocol):
    def straightened(self, pixels: Pixels, corners: Corners) -> tuple[Pixels, Box]:
        """A picture with the plate level and upright amid some of its surroundings, and its box there."""


class PlateReader(Engine, Protocol):
    def read(
        self,
        pixels: Pixels,
        box: Box,
        *,
        corners: Corners | None = None,
        expected: Reading = EMPTY,
    ) -> Reading:
        """The text of the plate in the box; empty when there is none.

        corners: the plate's, where they are known.
        expected: what it says if it is the plate that was read before; seen again, that is soon believed.
        """


class MotionGate(Protocol):
    """Keeps the background of one camera."""

    def look(self, pixels: Pixels, size: tuple[int, int] | None = None) -> list[Box]:
        """Where something moves, generously padded.

        size: width and height of the picture in whose pixels that is told, where `pixels` are it made smaller.
        """


Patch = NDArray[np.uint8]
"""A small copy of a part of a picture; only `Patches` knows its shape."""


class Patches(Protocol):
    """Tells cheaply whether something is still where it was."""

    def take(self, pixels: Pixels, box: Box) -> Patch: ...
    def alike(self, a: Patch, b: Patch) -> bool: ...
    def unlike(self, a: Patch, b: Patch) -> bool:
        """Whether they surely show different things; neither alike nor unlike is possible."""
        ...


class VehicleColours(Protocol):
    def colour(
        self, pixels: Pixels, vehicle: Box, plate: Box, scene: Pixels | None = None
    ) -> VehicleColour | None:
        """Of the vehicle with that plate; None where it cannot be told, as by night.

        scene: the whole picture, maybe smaller, by which light is judged.
        """


class Turns(Protocol):
    """Shares the processors out among the cameras."""

    def turn(self, worth: float) -> AbstractAsyncContextManager[bool]:
        """True when a picture may be decoded and looked at, for as long as it is open; False: not this one.

        worth: what looking is worth, against the other cameras' looks.
        """


class FrameSource(Protocol):
    """Pictures of one camera, one a second, in order. Goes on for ever for a live camera.

    eager: set by whoever takes the pictures, who then gets further ones in between while the source can.
    """

    eager: bool

    def frames(self) -> AsyncGenerator[Frame, None]:
        """To be closed (`contextlib.aclosing`): it may hold a turn or a child while it is taken from."""


class VideoChunk(NamedTuple):
    """A stretch of compressed video that a decoder can take.

    init: the fMP4 initialisation section, empty for MPEG-TS. starts_at: capture of the first picture in `media`.
    keys_only: only the first key frame is wanted; else a picture each `interval_s`, and `restart` says that
    the chunk does not continue the one before.
    """

    camera_id: UUID
    init: bytes
    media: bytes
    starts_at: datetime
    keys_only: bool = True
    restart: bool = True
    interval_s: float = 1.0


class FrameDecoder(Protocol):
    async def decode(self, chunk: VideoChunk) -> Frame | None:
        """The picture wanted, or None where the chunk holds none that is due. Raises DecodingError."""


class EvidenceStore(Protocol):
    def put(self, key: str, jpeg: bytes) -> None:
        """Stored when it returns. Raises UnavailableError."""


class CameraDirectory(Protocol):
    async def cameras(self) -> DesiredCameras | None:
        """All cameras, or None when nothing changed since the last call. Raises UnavailableError."""


class ReaderSessions(Protocol):
    async def open(self, camera_id: UUID) -> ReaderSession:
        """Raises UnavailableError, NotFoundError."""


class OpenRead(NamedTuple):
    """What must survive a crash of a passage that was published and is not final: the last event's data."""

    read_id: UUID
    event_json: bytes


class OpenReads(Protocol):
    """Durable when `save` and `forget` return; thread-safe. Both raise UnavailableError."""

    def save(self, read: OpenRead) -> None: ...
    def forget(self, read_ids: Sequence[UUID]) -> None: ...
    def all(self) -> list[OpenRead]: ...
