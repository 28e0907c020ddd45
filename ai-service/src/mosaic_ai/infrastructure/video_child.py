"""The child process that plays one file or webcam: native decoders' crashes and hangs stay in it."""

import os
import signal
import threading
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from mosaic_ai.domain.errors import SourceError
from mosaic_ai.domain.video_sources import VideoSource
from mosaic_ai.infrastructure.decoding_protocol import MAX_HEIGHT, MAX_WIDTH
from mosaic_ai.infrastructure.video_protocol import Ended, Failed, Shown
from mosaic_ai.infrastructure.video_sampling import Due, sampled


def serve(connection: Connection, slab_name: str, source: VideoSource) -> None:
    """The child's main function; ends with the source, or with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    av.logging.set_level(None)
    slab = SharedMemory(slab_name)
    free = threading.Event()
    free.set()
    threading.Thread(target=_heed, args=(connection, free), daemon=True).start()
    reformatter = VideoReformatter()
    try:
        for due in sampled(source):
            if free.is_set():
                free.clear()
                connection.send(written(due, source.width, slab.buf, reformatter))
        connection.send(Ended())
    except SourceError as error:
        connection.send(Failed(error.code, error.detail))


def written(
    due: Due, width: int | None, slab: memoryview | None, reformatter: VideoReformatter
) -> Shown:
    """Puts the picture into the memory, in BGR, no wider than that and with its aspect kept."""
    picture = due.picture
    shrink = min(1.0, (width or MAX_WIDTH) / picture.width, MAX_HEIGHT / picture.height)
    size_px = tuple(max(2, round(side * shrink)) for side in (picture.width, picture.height))
    pixels = reformatter.reformat(picture, size_px[0], size_px[1], format="bgr24").to_ndarray()
    np.copyto(np.ndarray(pixels.shape, np.uint8, buffer=slab), pixels)
    return Shown(size_px[0], size_px[1], due.captured_at)


def _heed(connection: Connection, free: threading.Event) -> None:
    """Hears what the parent has taken; without a parent the process ends at once, even amid decoding."""
    try:
        while True:
            connection.recv_bytes()
            free.set()
    except (EOFError, OSError):
        os._exit(0)
