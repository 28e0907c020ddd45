"""What is wrong with the picture as such."""

from collections.abc import Iterator

from mosaic_ai.domain.camera_health.facts import PictureFacts
from mosaic_ai.domain.camera_health.findings import Finding, number, percent

BLUR_PX, STRONG_BLUR_PX = 1.3, 3.0
"""The demo's cameras measure 0.1 to 0.3, with a Gaussian blur of 2 px 1.5 to 1.8 (docs/guide/camera-doctor.md)."""
BLANK = 0.03
"""Share of tiles that show anything; the demo's night camera has the least, 0.17, and 0.05 in the dark."""
DARK, DARK_CONTRAST = 0.12, 0.25
BRIGHT = 0.85
LOW_CONTRAST = 0.22
BURNT = 0.12
NOISE = 9.0


def picture_findings(facts: PictureFacts) -> Iterator[Finding]:
    if facts.textured < BLANK:
        yield Finding(
            code="picture-blank",
            subject="picture",
            severity="critical",
            measured=percent(facts.textured),
            limit=percent(BLANK),
            unit="% of the picture shows anything",
            affects=("watching", "plate_reading"),
            meaning="there is nothing to see: the lens is covered, the sensor failed, or it is pitch dark",
            setting="lens and light",
            change_to="take off what covers the lens; at night infra-red light on",
        )
        return
    yield from _sharpness(facts)
    yield from _light(facts)


def _sharpness(facts: PictureFacts) -> Iterator[Finding]:
    if facts.blur_px is not None and facts.blur_px > BLUR_PX:
        yield Finding(
            code="blurred",
            subject="picture",
            severity="critical" if facts.blur_px > STRONG_BLUR_PX else "warning",
            measured=number(facts.blur_px),
            limit=number(BLUR_PX),
            unit="px of blur at 1280 px width",
            affects=("plate_reading", "watching"),
            meaning="edges are soft: characters on plates run into each other",
            setting="focus",
            change_to="focus anew (at night under infra-red light, which focuses elsewhere); clean the lens",
        )
    if facts.noise > NOISE:
        yield Finding(
            code="noisy",
            subject="picture",
            severity="info",
            measured=number(facts.noise),
            limit=number(NOISE),
            unit="of 255",
            affects=("plate_reading", "playback"),
            meaning="the sensor amplifies more than it sees; noise costs bit rate and hides characters",
            setting="gain limit, light",
            change_to="limit the gain, add light or infra-red light",
        )


def _light(facts: PictureFacts) -> Iterator[Finding]:
    if facts.brightness < DARK and facts.contrast < DARK_CONTRAST:
        yield Finding(
            code="too-dark",
            subject="picture",
            severity="warning",
            measured=percent(facts.brightness),
            limit=percent(DARK),
            unit="% of full brightness",
            affects=("watching", "plate_reading"),
            meaning="most of the picture is too dark to tell what is in it",
            setting="exposure, infra-red light",
            change_to="infra-red light on, day/night switch automatic, longest exposure as movement allows",
        )
    elif facts.brightness > BRIGHT:
        yield Finding(
            code="too-bright",
            subject="picture",
            severity="warning",
            measured=percent(facts.brightness),
            limit=percent(BRIGHT),
            unit="% of full brightness",
            affects=("watching", "plate_reading"),
            meaning="the picture is over-exposed",
            setting="exposure compensation",
            change_to="lower it by one to two steps, iris automatic",
        )
    elif facts.contrast < LOW_CONTRAST:
        yield Finding(
            code="contrast-low",
            subject="picture",
            severity="warning",
            measured=percent(facts.contrast),
            limit=percent(LOW_CONTRAST),
            unit="% of the full range",
            affects=("watching", "plate_reading"),
            meaning="all is one grey: fog, a dirty or fogged-up dome, or stray light",
            setting="lens, contrast",
            change_to="clean the dome, heater on, shield the lens from the sun and from its own infra-red light",
        )
    if facts.burnt > BURNT:
        yield Finding(
            code="burnt-out",
            subject="picture",
            severity="warning",
            measured=percent(facts.burnt),
            limit=percent(BURNT),
            unit="% of the picture",
            affects=("watching", "plate_reading"),
            meaning="so much is white that nothing can be told there",
            setting="wide dynamic range, exposure",
            change_to="WDR on, highlight compensation on, turn the camera away from the sun or a lamp",
        )
