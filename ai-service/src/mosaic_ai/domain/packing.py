"""Lays rectangles side by side on one canvas, in shelves."""

from collections.abc import Sequence

Size = tuple[int, int]
Place = tuple[int, int]


def packed(sizes: Sequence[Size], side: int, gap: int) -> list[Place] | None:
    """Left upper corners on a square canvas, in the order of the sizes; None where they do not all fit.

    Between two rectangles stay at least `gap` pixels. The highest come first, each where a shelf has room.
    """
    places: list[Place] = [(0, 0)] * len(sizes)
    shelves: list[list[int]] = []  # top, height, where the next one begins
    bottom = 0
    for index in sorted(range(len(sizes)), key=lambda each: -sizes[each][1]):
        width, height = sizes[index]
        if width > side or height > side:
            return None
        shelf = next(
            (each for each in shelves if each[1] >= height and each[2] + width <= side), None
        )
        if shelf is None:
            if bottom + height > side:
                return None
            shelf = [bottom, height, 0]
            shelves.append(shelf)
            bottom += height + gap
        places[index] = (shelf[2], shelf[0])
        shelf[2] += width + gap
    return places
