"""What was measured of one camera. Units stand in names; shares are 0..1. Nothing here judges."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

LightMode = Literal["day", "night"]


@dataclass(frozen=True)
class StreamFacts:
    """The video as it is sent, measured over `measured_s` seconds of it.

    gop_s: median from key frame to key frame; None where fewer than two came. longest_gop_s: the longest of
    them, or what passed without one. uneven: share of pictures that came more than 1.6 times later than usual.
    chroma: as in 4:2:0.
    """

    codec: str
    profile: str
    width: int
    height: int
    chroma: str
    bit_depth: int
    interlaced: bool
    fps: float
    uneven: float
    gop_s: float | None
    longest_gop_s: float
    b_frames: bool
    bitrate_bps: int
    measured_s: float


@dataclass(frozen=True)
class PictureFacts:
    """One picture as such, the median of several.

    blur_px: standard deviation of the blur at edges, in pixels of a picture 1280 wide; None where nothing in
    it has edges. contrast: between the darkest and the brightest twentieth of the pixels. textured: share of
    the tiles that show anything. noise: standard deviation of flat areas, of 255.
    """

    light: LightMode
    blur_px: float | None
    contrast: float
    brightness: float
    burnt: float
    black: float
    noise: float
    textured: float


@dataclass(frozen=True)
class SceneFacts:
    """The view against the reference of the same light.

    shift: how far the picture moved, in shares of its width and height; None, as rotation and scale, where the
    views have nothing in common. likeness: median over what the reference shows, 1: the same. obstructed: share
    of what the reference shows that is not there and where nothing else is. replaced: the same, something else.
    """

    light: LightMode
    reference_at: datetime
    likeness: float
    shift: tuple[float, float] | None
    rotation_deg: float | None
    scale: float | None
    obstructed: float
    replaced: float


@dataclass(frozen=True)
class PlateFacts:
    """The plates that passed since `since`; medians. unread: share of located plates that could not be told."""

    since: datetime
    passages: int
    width_px: float | None
    confidence: float | None
    unread: float
    burnt: float


@dataclass(frozen=True)
class ClockFacts:
    """The time that the stream gives its pictures, against ours.

    behind_s: from the time that a picture claims to its arrival, at best; below 0: from the future.
    jump_s: the greatest step between the times of two segments that their lengths do not explain.
    """

    behind_s: float
    jump_s: float


@dataclass(frozen=True)
class Facts:
    """None: could not be measured now."""

    stream: StreamFacts | None = None
    picture: PictureFacts | None = None
    scene: SceneFacts | None = None
    plates: PlateFacts | None = None
    clock: ClockFacts | None = None
