"""What keeps plates from being read."""

from collections.abc import Iterator

from mosaic_ai.domain.camera_health.facts import PictureFacts, PlateFacts
from mosaic_ai.domain.camera_health.findings import Finding, number, percent
from mosaic_ai.domain.camera_health.picture_rules import BLUR_PX

ENOUGH_PASSAGES = 8
"""Fewer tell of themselves, not of the camera."""
PLATE_PX, SMALL_PLATE_PX = 100.0, 70.0
"""Of moving, noisy plates that hang askew all are read from 100 px on, at 70 px half (see the guide)."""
CONFIDENCE = 0.8
UNREAD = 0.35
BURNT = 0.35


def plate_findings(facts: PlateFacts, picture: PictureFacts | None) -> Iterator[Finding]:
    if facts.passages < ENOUGH_PASSAGES:
        return
    small = facts.width_px is not None and facts.width_px < PLATE_PX
    glaring = facts.burnt > BURNT
    if facts.width_px is not None and small:
        yield Finding(
            code="plates-small",
            subject="plates",
            severity="critical" if facts.width_px < SMALL_PLATE_PX else "warning",
            measured=number(facts.width_px),
            limit=number(PLATE_PX),
            unit="px wide",
            affects=("plate_reading",),
            meaning="characters have too few pixels: 8 and B, 0 and D look the same",
            setting="zoom, mounting place, resolution",
            change_to=f"mount or zoom so that a plate is at least 100 px wide: now {number(facts.width_px)}",
        )
    if glaring:
        yield Finding(
            code="plates-glare",
            subject="plates",
            severity="warning",
            measured=percent(facts.burnt),
            limit=percent(BURNT),
            unit="% of the surroundings of plates",
            affects=("plate_reading",),
            meaning="plates and what is around them burn out: lamps or our own infra-red light dazzle",
            setting="exposure, highlight compensation",
            change_to="shutter 1/500 s or faster, gain limited, highlight compensation on, infra-red light weaker",
        )
    if facts.unread > UNREAD:
        yield Finding(
            code="plates-unread",
            subject="plates",
            severity="warning",
            measured=percent(facts.unread),
            limit=percent(UNREAD),
            unit="% of located plates",
            affects=("plate_reading",),
            meaning="plates are seen and cannot be read",
            setting=_cause(small=small, glaring=glaring, picture=picture)[0],
            change_to=_cause(small=small, glaring=glaring, picture=picture)[1],
        )
    elif facts.confidence is not None and facts.confidence < CONFIDENCE:
        setting, change_to = _cause(small=small, glaring=glaring, picture=picture)
        yield Finding(
            code="plates-uncertain",
            subject="plates",
            severity="info",
            measured=number(facts.confidence),
            limit=number(CONFIDENCE),
            unit="confidence of the characters",
            affects=("plate_reading",),
            meaning="reads are guesses more often than need be",
            setting=setting,
            change_to=change_to,
        )


def _cause(*, small: bool, glaring: bool, picture: PictureFacts | None) -> tuple[str, str]:
    """What is to be changed first; where nothing else is wrong, it is movement."""
    if small:
        return "zoom, mounting place", "see plates-small"
    if glaring:
        return "exposure", "see plates-glare"
    if picture is not None and picture.blur_px is not None and picture.blur_px > BLUR_PX:
        return "focus", "see blurred"
    return (
        "shutter, angle",
        "shutter 1/500 s or faster; less than 30 degrees between the camera's axis and the lane",
    )
