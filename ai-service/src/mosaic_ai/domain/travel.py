"""How a plate moved between two pictures, as the camera sees it."""

from math import log

from mosaic_ai.domain.geometry import Box
from mosaic_contracts.events.types import TravelDirection

GROWN = log(1.2)
"""A plate whose width differs by less may stand still and be boxed otherwise."""
SIDEWAYS_WIDTHS = 1.0
FOCAL_WIDTHS = 0.9
"""The focal length of a usual lens, 58 degrees wide, in widths of the picture."""


def direction_of(first: Box, last: Box, picture_width: float) -> TravelDirection | None:
    """Towards or away by how the plate grew or shrank, left or right by where it went; None for neither.

    Boxes and picture_width in pixels. A plate of the width w is as far away as focal length / w, in its own
    widths. So it came nearer by about focal length * log(growth), and went aside by dx, in the same measure: the
    greater of the two tells. The one counts from 20 % in width on, the other from the plate's own width on.
    """
    growth = log(last.width / first.width)
    aside = last.centre[0] - first.centre[0]
    nearer = FOCAL_WIDTHS * picture_width * growth
    if abs(growth) >= GROWN and abs(nearer) >= abs(aside):
        return TravelDirection.TOWARDS if growth > 0 else TravelDirection.AWAY
    if abs(aside) >= SIDEWAYS_WIDTHS * max(first.width, last.width):
        return TravelDirection.RIGHT if aside > 0 else TravelDirection.LEFT
    return None
