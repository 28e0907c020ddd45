"""Pictures to calibrate with and to compare on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import cv2
import numpy as np

from mosaic_ai.domain.frames import Pixels

STILLS = frozenset({".jpg", ".jpeg", ".png"})
CLIPS = frozenset({".mp4", ".mkv"})


def pictures(
    folders: Sequence[Path], *, per_clip: int, offset: int = 0, every: int = 1
) -> Iterator[Pixels]:
    """Stills by name, each `every`th from `offset` on, and `per_clip` key frames of each clip, likewise shifted.

    With `every` 2, offsets 0 and 1 have no picture in common: one to calibrate with, one to compare on.
    """
    for folder in folders:
        files = sorted(path for path in folder.iterdir() if path.is_file())
        for path in [path for path in files if path.suffix.lower() in STILLS][offset::every]:
            image = cv2.imread(str(path))
            if image is not None:
                yield np.asarray(image, np.uint8)
        for path in [path for path in files if path.suffix.lower() in CLIPS]:
            yield from _key_frames(path, per_clip, offset, every)


def _key_frames(path: Path, count: int, offset: int, every: int) -> list[Pixels]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        found = [
            np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
            for frame in container.decode(stream)
        ]
    kept = found[offset::every]
    return kept[:: max(1, len(kept) // count)][:count]
