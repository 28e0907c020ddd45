"""What differs between two states of a thing."""

from collections.abc import Mapping
from typing import Any

_ABSENT = object()


def differing(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Both sides, without the fields that are alike.

    A side that is None (the thing was made, or removed) leaves the other whole.
    """
    if before is None or after is None:
        return (
            dict(before) if before is not None else None,
            dict(after) if after is not None else None,
        )
    names = [
        name
        for name in {**before, **after}
        if before.get(name, _ABSENT) != after.get(name, _ABSENT)
    ]
    return (
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names if name in after},
    )
