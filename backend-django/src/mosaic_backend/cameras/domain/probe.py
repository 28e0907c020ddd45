"""What the measurements of a source mean for whoever sets up the camera."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_GOP_S = 2.0
_AUDIO = ("MPEG-4 Audio", "Opus", "MPEG-1/2 Audio", "G711", "G722", "LPCM", "AC-3")


@dataclass(frozen=True)
class SourceWarning:
    """code is stable, detail is for people."""

    code: str
    detail: str


def warnings_of(tracks: Sequence[Mapping[str, Any]]) -> list[SourceWarning]:
    """What will make trouble although the source can be opened."""
    found = []
    for track in tracks:
        gop_s = track.get("gop_s")
        if gop_s is not None and gop_s > LONGEST_GOP_S:
            found.append(
                SourceWarning(
                    "gop-long",
                    f"A key frame comes every {gop_s:.1f} s: the first picture waits for one, and the AI "
                    f"has to decode all between them. Set {LONGEST_GOP_S:.0f} s or less.",
                )
            )
        if track.get("has_b_frames"):
            found.append(
                SourceWarning(
                    "b-frames",
                    "B-frames are on: WebRTC cannot carry them. Switch them off, or allow transcoding.",
                )
            )
        if track.get("codec") == "H265":
            found.append(
                SourceWarning(
                    "codec-unsupported",
                    "Many browsers cannot play H.265. Set H.264, or allow transcoding.",
                )
            )
    return found


def audio_codec(tracks: Sequence[Mapping[str, Any]]) -> str | None:
    """The first audio track's codec."""
    return next((str(track["codec"]) for track in tracks if track.get("codec") in _AUDIO), None)
