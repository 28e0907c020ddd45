"""What a probe told, as people read it."""

from collections.abc import Mapping
from typing import Any


def in_words(outcome: Mapping[str, Any]) -> str:
    """One sentence; the warnings are apart."""
    if not outcome.get("ok"):
        return str(outcome.get("detail") or outcome.get("reason") or "It cannot be opened.")
    return f"It answers: {'; '.join(_track(track) for track in outcome['tracks'])}."


def _track(track: Mapping[str, Any]) -> str:
    said = [str(track.get("codec"))]
    if track.get("width"):
        said.append(f"{track['width']}×{track['height']}")
    if track.get("fps"):
        said.append(f"{track['fps']:g} fps")
    if track.get("gop_s"):
        said.append(f"a key frame every {track['gop_s']:g} s")
    if track.get("has_b_frames") is not None:
        said.append("with B-frames" if track["has_b_frames"] else "no B-frames")
    return ", ".join(said)
