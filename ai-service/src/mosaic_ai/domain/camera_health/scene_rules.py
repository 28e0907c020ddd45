"""What is wrong with the view: turned, replaced, covered."""

from collections.abc import Iterator
from math import hypot

from mosaic_ai.domain.camera_health.facts import SceneFacts
from mosaic_ai.domain.camera_health.findings import Finding, number, percent

TURNED, FAR_TURNED = 0.03, 0.15
"""Of the picture's size; wind and a warming mount move it by less than 1 %."""
ROTATED_DEG, ZOOMED = 2.0, 0.06
OBSTRUCTED, MOSTLY_OBSTRUCTED = 0.22, 0.45
REPLACED = 0.6
"""Lorries that stood for all pictures hid up to 0.54 of the demo's yard (measured, see the guide)."""


def scene_findings(facts: SceneFacts) -> Iterator[Finding]:
    if facts.shift is None or facts.rotation_deg is None or facts.scale is None:
        if facts.obstructed > max(facts.replaced, OBSTRUCTED):
            yield _obstructed(facts)
        else:
            yield Finding(
                code="view-changed",
                subject="scene",
                severity="critical",
                measured=number(facts.likeness),
                limit="0.4",
                unit="likeness to the reference",
                affects=("watching", "plate_reading"),
                meaning="the picture has nothing in common with the reference: another place, or turned far away",
                setting="mount",
                change_to="turn the camera back, or take the present view as the reference",
            )
        return
    moved = hypot(*facts.shift)
    if moved > TURNED or abs(facts.rotation_deg) > ROTATED_DEG or abs(facts.scale - 1) > ZOOMED:
        yield Finding(
            code="view-turned",
            subject="scene",
            severity="critical" if moved > FAR_TURNED else "warning",
            measured=percent(moved),
            limit=percent(TURNED),
            unit=f"% of the picture (turned {number(facts.rotation_deg)} degrees,"
            f" scale {number(facts.scale)})",
            affects=("watching", "plate_reading"),
            meaning="the camera looks elsewhere than it did: zones lie wrong, plates may be out of the picture",
            setting="mount",
            change_to=f"move the view back by {percent(abs(facts.shift[0]))} % of the width and"
            f" {percent(abs(facts.shift[1]))} % of the height, or take the present view as the reference",
        )
    if facts.obstructed > OBSTRUCTED:
        yield _obstructed(facts)
    elif facts.replaced > REPLACED:
        yield Finding(
            code="view-replaced",
            subject="scene",
            severity="warning",
            measured=percent(facts.replaced),
            limit=percent(REPLACED),
            unit="% of the reference",
            affects=("watching",),
            meaning="much of what the camera is to watch is hidden behind something else, or was changed",
            setting="what stands before the camera",
            change_to="clear the view, or take the present view as the reference",
        )


def _obstructed(facts: SceneFacts) -> Finding:
    return Finding(
        code="obstructed",
        subject="scene",
        severity="critical" if facts.obstructed > MOSTLY_OBSTRUCTED else "warning",
        measured=percent(facts.obstructed),
        limit=percent(OBSTRUCTED),
        unit="% of the reference",
        affects=("watching", "plate_reading"),
        meaning="a part of the picture shows nothing where the reference does: something is before the lens",
        setting="lens",
        change_to="take away what covers it; clean the dome",
    )
