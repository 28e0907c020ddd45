"""Keeps pictures to train models with: looks over the shoulder of the pipeline, and never holds it up."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from mosaic_ai.application.evidence import ToJpeg
from mosaic_ai.application.predictions import Prediction
from mosaic_ai.domain.capture_choice import CaptureChoice
from mosaic_ai.domain.capture_quota import to_remove
from mosaic_ai.domain.captures import (
    Capture,
    CapturedObject,
    CapturedPlate,
    KeptCapture,
    Label,
    PixelBox,
    Worth,
)
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.sightings import PlateSighting
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.ids import new_id
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

WAITING = 2
"""Pictures that may wait to be stored: each holds its pixels, 6 MB in Full HD."""
SWEEP_S = 600.0
RETRY_S = 60.0
LARGEST_SIDE_PX = 10_000


class Captures(Protocol):
    """Where pictures are kept. Every call may wait for a disk or a network and raises UnavailableError."""

    def add(self, capture: Capture, jpeg: bytes) -> int:
        """How many bytes it takes."""

    def label(self, read_id: UUID, label: Label) -> int:
        """Puts it beside the pictures of that passage, unless they know a later one; how many there are."""

    def kept(self) -> list[KeptCapture]: ...

    def remove(self, kept: KeptCapture) -> None:
        """The picture and all that was said of it."""


@dataclass(frozen=True)
class CaptureLimits:
    """share: of all pictures, kept by chance. per_hour: of one camera, besides those."""

    most_bytes: int
    retention: timedelta
    per_hour: int
    share: float


class CaptureState(NamedTuple):
    """kept, size_bytes: as far as this process knows. dropped: worth keeping, and not kept."""

    kept: int
    size_bytes: int
    dropped: int


class FrameCapture:
    """For one event loop. `observe` is called for every look and returns at once; `run`, `keep` go on for ever."""

    def __init__(
        self,
        captures: Captures,
        limits: CaptureLimits,
        *,
        agreed: Callable[[UUID], bool],
        engines: Callable[[], dict[str, str]],
        to_jpeg: ToJpeg,
        clock: Clock,
    ) -> None:
        """agreed: whether pictures of that camera may be kept, as the backend says now."""
        self._captures = captures
        self._limits = limits
        self._agreed = agreed
        self._engines = engines
        self._to_jpeg = to_jpeg
        self._clock = clock
        self._choices: dict[UUID, CaptureChoice] = {}
        self._waiting: asyncio.Queue[tuple[Prediction, Worth]] = asyncio.Queue(WAITING)
        self._kept = self._bytes = self._dropped = 0

    @property
    def state(self) -> CaptureState:
        return CaptureState(self._kept, self._bytes, self._dropped)

    def observe(self, prediction: Prediction) -> None:
        """Takes what is worth keeping; where storing does not keep up, it is dropped and counted."""
        try:
            self._choose(prediction)
        except Exception:  # noqa: BLE001 - the edge to the pipeline, which a fault of ours must not hold up
            self._dropped += 1
            _log.exception("capture_failed", camera_id=str(prediction.camera_id))

    def _choose(self, prediction: Prediction) -> None:
        camera_id = prediction.camera_id
        if not self._agreed(camera_id):
            self._choices.pop(camera_id, None)
            return
        choice = self._choices.get(camera_id)
        if choice is None:
            limits = self._limits
            choice = CaptureChoice(camera_id, per_hour=limits.per_hour, share=limits.share)
            self._choices[camera_id] = choice
        look = prediction.look
        if look.between:
            return
        worth = choice.choose(
            look.frame.captured_at,
            (look.frame.width, look.frame.height),
            [(plate, read_of(prediction, plate)) for plate in look.plates],
            [item.detection for item in look.detections],
        )
        if worth is None:
            return
        try:
            self._waiting.put_nowait((prediction, worth))
        except asyncio.QueueFull:
            self._dropped += 1

    async def run(self) -> None:
        """Stores what was taken."""
        while True:
            prediction, worth = await self._waiting.get()
            if not self._agreed(prediction.camera_id):
                continue
            try:
                size_bytes = await asyncio.to_thread(self._store, prediction, worth)
            except UnavailableError as error:
                self._dropped += 1
                _log.warning("capture_dropped", error=error.detail)
                continue
            self._kept += 1
            self._bytes += size_bytes
            if self._bytes > self._limits.most_bytes:
                await self._swept()

    async def keep(self) -> None:
        """Holds to quota and retention, whether or not anything is added."""
        while True:
            pause_s = SWEEP_S if await self._swept() else RETRY_S
            await asyncio.sleep(pause_s)

    async def _swept(self) -> bool:
        try:
            self._kept, self._bytes = await asyncio.to_thread(self.sweep)
        except UnavailableError as error:
            _log.warning("captures_not_swept", error=error.detail)
            return False
        return True

    def sweep(self) -> tuple[int, int]:
        """Removes what must go; how many pictures and bytes are left. Raises UnavailableError."""
        kept, limits = self._captures.kept(), self._limits
        gone = to_remove(
            kept,
            self._clock.now(),
            most_bytes=limits.most_bytes,
            retention=limits.retention,
        )
        for item in gone:
            self._captures.remove(item)
        if gone:
            _log.info("captures_removed", count=len(gone))
        return len(kept) - len(gone), sum(item.size_bytes for item in set(kept) - set(gone))

    def _store(self, prediction: Prediction, worth: Worth) -> int:
        frame = prediction.look.frame
        jpeg = self._to_jpeg(frame.pixels, LARGEST_SIDE_PX)
        return self._captures.add(capture_of(prediction, worth, self._engines()), jpeg)


def capture_of(prediction: Prediction, worth: Worth, engines: dict[str, str]) -> Capture:
    look = prediction.look
    size = look.frame.width, look.frame.height
    return Capture(
        id=new_id(look.frame.captured_at),
        camera_id=prediction.camera_id,
        captured_at=look.frame.captured_at,
        width=size[0],
        height=size[1],
        worth=worth,
        engines=engines,
        plates=tuple(
            CapturedPlate(
                box=_pixels(plate.box, size),
                located=round(plate.located, 4),
                text=plate.reading.text,
                confidence=round(min(1.0, plate.reading.confidence), 4),
                candidates=plate.reading.candidates(),
                read_id=read_of(prediction, plate),
            )
            for plate in look.plates
        ),
        objects=tuple(
            CapturedObject(
                item.detection.label,
                round(item.detection.confidence, 4),
                _pixels(item.detection.box, size),
            )
            for item in look.detections
        ),
    )


def read_of(prediction: Prediction, plate: PlateSighting) -> UUID | None:
    """The read of the passage that this sighting went into, told or not yet."""
    passages: Sequence[tuple[Box, UUID]] = [
        (passage.box, passage.read_id) for passage in prediction.look.step.current
    ]
    return next((read_id for box, read_id in passages if box == plate.box), None)


def _pixels(box: Box, size: tuple[int, int]) -> PixelBox:
    inside = box.clipped(*size)
    return (
        round(inside.x, 1),
        round(inside.y, 1),
        round(inside.width, 1),
        round(inside.height, 1),
    )
