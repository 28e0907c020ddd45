"""A key frame of a recording as a small JPEG, by ffmpeg in a child process."""

import os
import shutil
import subprocess

from mosaic_backend.clips.infrastructure.encryption.recorded_file import RecordedFile
from mosaic_backend.clips.infrastructure.video.fragment_index import KeyFrame
from mosaic_backend.clips.infrastructure.video.video_track import START_CODE, VideoTrack
from mosaic_contracts.errors import UnavailableError

WIDTH = 320
DEADLINE_S = 5.0
MOST_BYTES = 32 << 20
# 8K; what claims to be larger is refused before memory is taken for it.
MOST_PIXELS = 7680 * 4320
_JPEG = b"\xff\xd8"


def key_frame_jpeg(file: RecordedFile, track: VideoTrack, key: KeyFrame) -> bytes | None:
    """None: it cannot be decoded. Raises OSError, and UnavailableError where there is no ffmpeg."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise UnavailableError("thumbnails need ffmpeg, which is not installed")
    if key.bytes > MOST_BYTES or not track.parameter_sets:
        return None
    sample = file.pread(key.bytes, key.offset)
    stream = track.parameter_sets + _with_start_codes(sample, track.length_size)
    try:
        done = subprocess.run(
            [
                *(program, "-hide_banner", "-v", "quiet"),
                *("-max_pixels", str(MOST_PIXELS), "-threads", "1"),
                *("-f", "hevc" if track.is_h265 else "h264", "-i", "pipe:0"),
                *("-frames:v", "1", "-vf", f"scale=w='min({WIDTH},iw)':h=-2", "-threads", "1"),
                *("-q:v", "5", "-c:v", "mjpeg", "-f", "image2pipe", "pipe:1"),
            ],
            input=stream,
            capture_output=True,
            timeout=DEADLINE_S,
            check=False,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.stdout.startswith(_JPEG) else None


def _with_start_codes(sample: bytes, length_size: int) -> bytes:
    """The units of a sample (ISO/IEC 14496-15) as a byte stream (ITU-T H.264, annex B)."""
    at, stream = 0, bytearray()
    while at + length_size < len(sample):
        length = int.from_bytes(sample[at : at + length_size])
        at += length_size
        stream += START_CODE + sample[at : at + length]
        at += length
    return bytes(stream)
