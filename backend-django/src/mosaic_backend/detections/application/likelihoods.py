"""How likely plates are beside reads, by what each read's camera is known to confuse."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.application.plates import Lessons
from mosaic_backend.detections.domain.beliefs import beliefs_of
from mosaic_backend.detections.domain.glyphs import Glyph
from mosaic_backend.detections.domain.likelihood import relative_likelihoods


class Beside(NamedTuple):
    """A plate, folded, beside the glyphs that a camera's read has."""

    plate: str
    camera_id: UUID
    glyphs: Sequence[Glyph]


def likelihoods_beside(lessons: Lessons, pairs: Sequence[Beside]) -> NDArray[np.float64]:
    """Of each pair, beside the likeliest plate of the read: float64, shape (pairs,), each in 0..1."""
    cameras = [pair.camera_id for pair in pairs]
    beliefs = beliefs_of(cameras, lessons.of(set(cameras)))
    return relative_likelihoods([(pair.plate, pair.glyphs) for pair in pairs], beliefs)
