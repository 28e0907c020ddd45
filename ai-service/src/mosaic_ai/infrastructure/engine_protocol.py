"""What the engines' child processes and their parent say to each other. Pictures lie in shared memory."""

from typing import Literal, NamedTuple

from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.domain.readings import EMPTY, Reading

MAX_BYTES = 3840 * 2160 * 3
"""Of a picture, uint8 BGR; the shared memory is so large, and takes only what was written."""

Work = Literal["detect", "locate", "locate_still", "read", "classify"]


class Title(NamedTuple):
    name: str
    version: str


class Ready(NamedTuple):
    """The engines are open; detector, classifier: None where there is none. classes: the classifier's."""

    detector: Title | None
    locator: Title
    reader: Title
    readers_alone: dict[str, Title]
    classifier: Title | None = None
    classes: tuple[str, ...] = ()


class Refused(NamedTuple):
    """A model cannot be used; the child ends."""

    code: str
    detail: str


class Task(NamedTuple):
    """box: the region to look at, or the plate to read, in the picture's pixels.

    reader: which one is to read alone; both together where it is empty.
    """

    work: Work
    height: int
    width: int
    box: Box
    corners: Corners | None = None
    expected: Reading = EMPTY
    reader: str = ""


class Done(NamedTuple):
    """result: a list of Detection, LocatedPlate or ClassScore, or a Reading; error: what went wrong instead."""

    result: object = None
    error: str = ""
