"""How the sampling of all cameras stands, in numbers alone."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from mosaic_ai.application.follow_camera import CameraState

Status = Literal["idle", "ok", "degraded", "down"]


class SamplingHealth(NamedTuple):
    """status: idle without cameras, ok when all give pictures, degraded when some do, down when none does.

    cameras: how many are in each state. coverage: share of the pictures due to all of them that were looked at.
    oldest_frame_age_s: of the last picture of that camera that has waited longest, of those that gave one.
    """

    status: Status
    cameras: dict[str, int]
    coverage: float | None
    oldest_frame_age_s: float | None


def sampling_health(states: Sequence[CameraState]) -> SamplingHealth:
    counted = Counter(state.state for state in states)
    due = sum(state.due for state in states)
    sampled = sum(min(state.sampled, state.due) for state in states)
    ages = [state.last_frame_age_s for state in states if state.last_frame_age_s is not None]
    return SamplingHealth(
        _status(len(states), counted["online"]),
        {name: counted[name] for name in ("online", "connecting", "stalled", "error")},
        round(sampled / due, 4) if due else None,
        max(ages, default=None),
    )


def _status(followed: int, online: int) -> Status:
    if not followed:
        return "idle"
    if not online:
        return "down"
    return "ok" if online == followed else "degraded"
