"""Which streams a browser cannot play, and how ffmpeg is told to make H.264 of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mosaic_contracts.events.types import StreamTrack

Cause = Literal["codec", "b-frames"]
Encoder = Literal["h264_nvenc", "h264_vaapi", "h264_qsv", "libx264"]

SOFTWARE: Encoder = "libx264"
PREFERRED: Sequence[Encoder] = ("h264_nvenc", "h264_vaapi", "h264_qsv", SOFTWARE)
"""Hardware first; software is what is left when that fails."""

_VIDEO = frozenset(
    {"H264", "H265", "AV1", "VP8", "VP9", "M-JPEG", "MPEG-4 Video", "MPEG-1/2 Video"}
)
_MOST_FPS = 30


@dataclass(frozen=True)
class Limits:
    """Of what is made: pictures are made smaller to this height, never larger."""

    height: int = 1080
    bitrate_bps: int = 4_000_000


def video_codec(tracks: Sequence[StreamTrack]) -> str | None:
    """MediaMTX's name of the first video track's codec; None where no track is known to be video."""
    return next((track.codec for track in tracks if track.codec in _VIDEO), None)


def cause_of(
    tracks: Sequence[StreamTrack], *, b_frames: bool, plays_hevc: bool, by_webrtc: bool
) -> Cause | None:
    """Why a browser needs the stream transcoded; None where it does not, or nothing is known of it.

    Sound alone is none: a tile plays the picture without it. plays_hevc: by LL-HLS. B-frames are in nobody's way
    but WebRTC's.
    """
    codec = video_codec(tracks)
    if codec is None:
        return None
    if codec == "H264":
        return "b-frames" if b_frames and by_webrtc else None
    return None if codec == "H265" and plays_hevc else "codec"


def hardware_options(encoder: Encoder, device: str) -> list[str]:
    """What stands before the input. device: of the graphics processor, as in /dev/dri/renderD128."""
    if encoder == "h264_vaapi":
        return ["-vaapi_device", device]
    if encoder == "h264_qsv":
        return ["-init_hw_device", f"qsv=hw,child_device={device}", "-filter_hw_device", "hw"]
    return []


def encoding_options(encoder: Encoder, limits: Limits) -> list[str]:
    """What makes H.264 without B-frames, with a key frame each second, within the limits."""
    bits = str(limits.bitrate_bps)
    most = ["-maxrate", bits, "-bufsize", bits]
    options = {
        "h264_nvenc": ["-preset", "p4", "-tune", "ll", "-forced-idr", "1", "-b:v", bits, *most],
        "h264_vaapi": ["-b:v", bits, *most],
        "h264_qsv": ["-preset", "veryfast", "-forced_idr", "1", "-b:v", bits, *most],
        "libx264": [
            *("-preset", "superfast", "-tune", "zerolatency", "-profile:v", "main"),
            *("-forced-idr", "1", "-crf", "23", *most),
        ],
    }
    return [
        *("-vf", _filters(encoder, limits.height)),
        *("-fps_mode", "vfr", "-fpsmax", str(_MOST_FPS)),
        *("-g", str(2 * _MOST_FPS), "-force_key_frames", "expr:gte(t,n_forced)"),
        *("-c:v", encoder, "-bf", "0", *options[encoder]),
    ]


def _filters(encoder: Encoder, height: int) -> str:
    scale = f"scale=w=-2:h='trunc(min({height},ih)/2)*2'"
    upload = {
        "h264_vaapi": "format=nv12,hwupload",
        "h264_qsv": "format=nv12,hwupload=extra_hw_frames=64",
    }
    return f"{scale},{upload.get(encoder, 'format=yuv420p')}"
