"""What is wrong with a camera, told so that whoever may change its settings knows what to do."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "critical"]
Subject = Literal["stream", "picture", "scene", "plates", "clock"]
Purpose = Literal["live_start", "live", "playback", "plate_reading", "evidence_time", "watching"]

Code = Literal[
    "gop-long",
    "gop-irregular",
    "b-frames",
    "fps-low",
    "fps-uneven",
    "interlaced",
    "format-unplayable",
    "codec-not-everywhere",
    "resolution-low",
    "bitrate-high",
    "picture-blank",
    "blurred",
    "noisy",
    "too-dark",
    "too-bright",
    "contrast-low",
    "burnt-out",
    "view-turned",
    "view-changed",
    "view-replaced",
    "obstructed",
    "plates-small",
    "plates-glare",
    "plates-unread",
    "plates-uncertain",
    "clock-ahead",
    "clock-behind",
    "clock-jumps",
]
"""Stable: alarms and scripts hang on them. docs/guide/camera-doctor.md tells each."""


@dataclass(frozen=True)
class Finding:
    """One thing to mend.

    measured and limit: in `unit`, in words where it is no quantity. affects: what suffers. meaning:
    why. setting: what to change; change_to: to which value.
    """

    code: Code
    subject: Subject
    severity: Severity
    measured: str
    limit: str
    unit: str
    affects: tuple[Purpose, ...]
    meaning: str
    setting: str
    change_to: str


RANK: dict[Severity, int] = {"critical": 0, "warning": 1, "info": 2}


def number(value: float) -> str:
    """As short as it is exact enough to judge."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:.0f}"


def percent(share: float) -> str:
    return f"{share * 100:.0f}"
