"""Measures pictures and views with OpenCV, as PictureMeasures."""

from collections.abc import Sequence
from math import atan2, degrees, hypot

import cv2
import numpy as np

from mosaic_ai.domain.camera_health.facts import LightMode, PictureFacts, SceneFacts
from mosaic_ai.domain.camera_health.ports import Reference, View
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.infrastructure.camera_health.cv_picture_facts import (
    BLACK,
    BURNT,
    WIDTH,
    blur_of,
    grey_of,
    light_of,
    noise_of,
)
from mosaic_ai.infrastructure.camera_health.cv_scene_comparison import compared

VIEW_SIZE = (640, 360)
"""Whatever the picture's: a stream of another size is no other view."""
MEASURED = 3
"""Pictures of which the facts are the median: one alone may show a lorry's side."""


class CvPictureMeasures:
    """Stateless; OpenCV releases the interpreter's lock while it works."""

    def picture(self, pictures: Sequence[Pixels]) -> PictureFacts:
        chosen = pictures[:: max(1, len(pictures) // MEASURED)][:MEASURED]
        each = [_measured(picture) for picture in chosen]
        blurs = [facts[0] for facts in each if facts[0] is not None]
        middle = np.median([facts[1:] for facts in each], axis=0)
        contrast, brightness, burnt, black, noise, textured = (float(value) for value in middle)
        return PictureFacts(
            light=_light(chosen),
            blur_px=round(float(np.median(blurs)), 2) if len(blurs) * 2 > len(each) else None,
            contrast=round(contrast, 3),
            brightness=round(brightness, 3),
            burnt=round(burnt, 4),
            black=round(black, 4),
            noise=round(noise, 2),
            textured=round(textured, 3),
        )

    def view(self, pictures: Sequence[Pixels]) -> View:
        """What passes is in few pictures of each place, so that the median shows what stands still."""
        greys = [_small_grey(picture) for picture in pictures]
        still = np.median(np.stack(greys), axis=0).astype(np.uint8)
        return View(_light(pictures), still, tuple(greys))

    def compared(self, reference: Reference, view: View) -> SceneFacts:
        found = compared(reference.view.still, view.still, view.single)
        shift = rotation = scale = None
        if found.matrix is not None:
            width, height = VIEW_SIZE
            middle = np.array([width / 2, height / 2, 1.0])
            x, y = found.matrix @ middle - middle[:2]
            shift = (round(float(x) / width, 4), round(float(y) / height, 4))
            a, b = float(found.matrix[0, 0]), float(found.matrix[1, 0])
            rotation, scale = round(degrees(atan2(b, a)), 2), round(hypot(a, b), 4)
        return SceneFacts(
            light=view.light,
            reference_at=reference.taken_at,
            likeness=round(max(0.0, found.likeness), 3),
            shift=shift,
            rotation_deg=rotation,
            scale=scale,
            obstructed=round(found.obstructed, 3),
            replaced=round(found.replaced, 3),
        )


def _measured(picture: Pixels) -> tuple[float | None, float, float, float, float, float, float]:
    """Blur, contrast, brightness, burnt, black, noise, textured."""
    grey = grey_of(picture, WIDTH)
    noise = noise_of(grey)
    blur, textured = blur_of(grey, noise)
    low, high = np.percentile(grey, (5, 95))
    return (
        blur,
        float(high - low) / 255,
        float(grey.mean()) / 255,
        float((grey >= BURNT).mean()),
        float((grey <= BLACK).mean()),
        noise,
        textured,
    )


def _light(pictures: Sequence[Pixels]) -> LightMode:
    """Of most of them: one alone may be filled by a dark lorry."""
    days = sum(light_of(picture) == "day" for picture in pictures)
    return "day" if days * 2 >= len(pictures) else "night"


def _small_grey(picture: Pixels) -> Pixels:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(grey, VIEW_SIZE, interpolation=cv2.INTER_AREA), np.uint8)
