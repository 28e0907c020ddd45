"""What became worse from one examination to the next, so much that somebody should hear of it."""

from dataclasses import dataclass

from mosaic_ai.domain.camera_health.diagnosis import Examination
from mosaic_ai.domain.camera_health.findings import RANK

SUDDEN_DROP = 20
"""More than a new warning on the heaviest subject takes (0.4 of 30, 12 points), less than a critical one."""
ALWAYS_TOLD = frozenset({"view-turned", "view-changed", "obstructed", "picture-blank"})
"""These come from outside the camera: somebody touched or covered it."""


@dataclass(frozen=True)
class SuddenChange:
    """reasons: `score-fell`, and codes that were not found before or are graver now."""

    previous_score: int
    score: int
    reasons: tuple[str, ...]


def sudden_change(before: Examination | None, now: Examination) -> SuddenChange | None:
    """None where nothing did. `before`: the last one by the same light, as day and night differ."""
    if before is None:
        return None
    graver = {
        finding.code: RANK[finding.severity]
        for finding in before.findings
        if finding.code in ALWAYS_TOLD
    }
    reasons: list[str] = [
        finding.code
        for finding in now.findings
        if finding.code in ALWAYS_TOLD
        and RANK[finding.severity] < graver.get(finding.code, len(RANK))
    ]
    if before.score - now.score > SUDDEN_DROP:
        reasons.insert(0, "score-fell")
    return SuddenChange(before.score, now.score, tuple(reasons)) if reasons else None
