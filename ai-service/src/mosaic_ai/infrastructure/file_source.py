"""Pictures of a video file, as a FrameSource: for evaluation, and for footage that exists already."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import av
import numpy as np

from mosaic_ai.domain.errors import SourceError
from mosaic_ai.domain.frames import Frame

BETWEEN_S = 0.4


class FileFrameSource:
    """Decodes a file once or for ever, as fast as it is asked.

    keys_only: key frames alone, as a live camera with short groups of pictures is sampled; else a picture each
    `interval_s`, the first at `phase_s`, and while the taker is eager also BETWEEN_S after each. Times count from
    `starts_at` and go on over loops.
    """

    def __init__(
        self,
        camera_id: UUID,
        path: Path,
        *,
        starts_at: datetime | None = None,
        interval_s: float = 1.0,
        keys_only: bool = True,
        phase_s: float = 0.0,
        loops: int = 1,
    ) -> None:
        self._camera_id = camera_id
        self._path = path
        self._starts_at = starts_at or datetime.now(UTC)
        self._interval_s = interval_s
        self._keys_only = keys_only
        self._phase_s = phase_s
        self._loops = loops
        self.eager = False

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """Raises SourceError for a file that is no video."""
        before_s = 0.0
        for _ in range(self._loops):
            ended_s = 0.0
            try:
                with av.open(str(self._path)) as container:
                    stream = container.streams.video[0]
                    if self._keys_only:
                        stream.codec_context.skip_frame = "NONKEY"
                    due_s = sooner_s = self._phase_s
                    for picture in container.decode(stream):
                        at_s = picture.time or 0.0
                        if at_s + 0.02 >= due_s:
                            due_s += self._interval_s
                        elif not self.eager or at_s + 0.02 < sooner_s:
                            continue
                        sooner_s = at_s + BETWEEN_S
                        captured_at = self._starts_at + timedelta(seconds=before_s + at_s)
                        pixels = picture.to_ndarray(format="bgr24").astype(np.uint8, copy=False)
                        yield Frame(self._camera_id, captured_at, pixels)
                    ended_s = float(container.duration or 0) / av.time_base
            except (av.FFmpegError, OSError, IndexError) as error:
                raise SourceError(f"{self._path.name} is no video", code="no-video") from error
            before_s += ended_s
