"""When a view may count as the right one without anybody saying so."""

from datetime import timedelta

from mosaic_ai.domain.camera_health.diagnosis import Examination
from mosaic_ai.domain.camera_health.facts import SceneFacts

APART = timedelta(hours=3)
"""So long a view must stand: whoever mounts a camera turns it for an hour or two."""
AGREEING = 0.8
MOST_GONE = 0.08
STILL = 0.01


def may_be_reference(examination: Examination) -> bool:
    """Nothing is wrong with the picture as such that is worth a warning."""
    return examination.facts.picture is not None and not any(
        finding.subject == "picture" and finding.severity != "info"
        for finding in examination.findings
    )


def agrees(seen: SceneFacts) -> bool:
    """seen: the view against the candidate, taken APART or more before."""
    still = seen.shift is not None and max(map(abs, seen.shift)) < STILL
    return still and seen.likeness >= AGREEING and seen.obstructed + seen.replaced <= MOST_GONE
