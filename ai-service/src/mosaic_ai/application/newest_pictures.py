"""The newest picture of a camera, for those who ask for it; a stale one is never told as the present."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from mosaic_ai.application.follow_camera import CameraFollower
from mosaic_ai.domain.errors import DecodingError, NoPictureError, StalePictureError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.ports import FrameDecoder
from mosaic_contracts.clock import Clock

STALE_AFTER_S = 10.0


class LookedAt:
    """The last picture of each camera that was looked at not long ago, or decoded for somebody since.

    Its pipeline holds most of them too, so this costs little memory; a camera that was left is forgotten soon.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._frames: OrderedDict[UUID, Frame] = OrderedDict()

    def take(self, frame: Frame) -> None:
        self._frames[frame.camera_id] = frame
        self._frames.move_to_end(frame.camera_id)
        while self._frames:
            camera_id, oldest = next(iter(self._frames.items()))
            if not _stale(oldest.captured_at, self._clock):
                return
            del self._frames[camera_id]

    def of(self, camera_id: UUID) -> Frame | None:
        return self._frames.get(camera_id)


class NewestPictures:
    """What was looked at last, or what was sampled since and is decoded only now."""

    def __init__(
        self,
        follower: Callable[[UUID], CameraFollower | None],
        looked_at: LookedAt,
        decoder: FrameDecoder,
        clock: Clock,
    ) -> None:
        self._follower = follower
        self._looked_at = looked_at
        self._decoder = decoder
        self._clock = clock

    async def of(self, camera_id: UUID) -> Frame:
        """Raises NoPictureError, StalePictureError."""
        follower = self._follower(camera_id)
        if follower is None:
            raise NoPictureError
        frame, chunk = self._looked_at.of(camera_id), follower.latest()
        if frame and (chunk is None or frame.captured_at >= chunk.starts_at):
            return self._fresh(frame)
        if chunk is None:
            raise StalePictureError if follower.state().last_frame_at else NoPictureError
        if _stale(chunk.starts_at, self._clock):
            raise StalePictureError
        try:
            decoded = await self._decoder.decode(chunk)
        except DecodingError as error:
            raise NoPictureError("the newest picture cannot be decoded") from error
        if decoded is None:
            raise NoPictureError
        if self._looked_at.of(camera_id) is frame:  # nothing newer came meanwhile
            self._looked_at.take(decoded)
        return self._fresh(decoded)

    def _fresh(self, frame: Frame) -> Frame:
        if _stale(frame.captured_at, self._clock):
            raise StalePictureError
        return frame


def _stale(at: datetime, clock: Clock) -> bool:
    return (clock.now() - at).total_seconds() > STALE_AFTER_S
