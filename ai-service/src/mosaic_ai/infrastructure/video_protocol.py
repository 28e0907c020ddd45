"""What the child that plays a file or a webcam and its parent say to each other.

The child sends a `Shown` for each picture that is due, lying in the shared memory, and goes on when the parent has
said TAKEN; pictures that become due before are left out. `Ended` or `Failed` is its last word.
"""

from typing import NamedTuple

TAKEN = b"taken"


class Shown(NamedTuple):
    """captured_at: seconds of the epoch."""

    width: int
    height: int
    captured_at: float


class Ended(NamedTuple):
    """A file that is not to be looped is over."""


class Failed(NamedTuple):
    """code: stable, kebab-case."""

    code: str
    detail: str
