"""What a look at a source can tell, and the words for what is wrong with it."""

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from mosaic_contracts.events.types import StreamTrack

SENTENCES = {
    "unreachable": "The camera's address cannot be reached.",
    "refused": "The camera's address refuses the connection.",
    "unauthorized": "The camera asks for other credentials.",
    "not-found": "The camera is there, but has no stream of that name.",
    "timeout": "The camera does not answer in time.",
    "no-key-frame": "The camera sends video, but never a key frame, so nothing can be shown.",
    "no-video": "The camera sends no video track.",
    "codec-unsupported": "The video is H.265, which many browsers cannot play.",
    "interrupted": "The stream broke off.",
    "failed": "The stream cannot be opened.",
    "forbidden-address": "The address is not one that cameras may have.",
}

_SIGNS: Sequence[tuple[str, re.Pattern[str]]] = [
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("unauthorized", r"401 unauthorized|403 forbidden|authorization failed"),
        ("not-found", r"404 not found|454 session not found"),
        ("refused", r"connection refused|connection reset"),
        ("timeout", r"timed out|operation timed out"),
        (
            "unreachable",
            r"no route to host|network is unreachable|name or service not known"
            r"|failed to resolve|temporary failure in name resolution",
        ),
    )
]


class ProbedTrack(StreamTrack):
    """A track with what was measured of it; None where the look was too short to tell."""

    fps: float | None = None
    gop_s: float | None = None
    has_b_frames: bool | None = None


class ProbeOutcome(BaseModel):
    """ok: a key frame of a video track was seen. Otherwise `reason` (as in StreamState) and a sentence.

    snapshot: a JPEG in base64, where a picture was asked for and could be had in time.
    """

    model_config = ConfigDict(frozen=True)

    ok: bool
    reason: str | None = None
    detail: str | None = None
    tracks: list[ProbedTrack] = []
    took_ms: int = 0
    snapshot: str | None = Field(default=None, repr=False)


def failure(reason: str, *, took_ms: int = 0, tracks: Sequence[ProbedTrack] = ()) -> ProbeOutcome:
    return ProbeOutcome(
        ok=False,
        reason="failed" if reason == "forbidden-address" else reason,
        detail=SENTENCES[reason],
        tracks=list(tracks),
        took_ms=took_ms,
    )


def reason_in(words: str) -> str:
    """The reason that a failed program's last words tell."""
    for reason, sign in _SIGNS:
        if sign.search(words):
            return reason
    return "failed"


def codec_warning(tracks: Sequence[StreamTrack]) -> str | None:
    """`codec-unsupported` where a track is H.265: it plays in some browsers only."""
    return "codec-unsupported" if any(track.codec == "H265" for track in tracks) else None
