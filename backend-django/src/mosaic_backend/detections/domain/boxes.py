"""A box in twelve bytes: each share of the picture to a ten-millionth, a thousandth of a pixel of any camera's."""

from collections.abc import Sequence

_UNITS, _BYTES = 10_000_000, 3
Box = tuple[float, ...]


def packed(box: Sequence[float]) -> bytes:
    """box: (x, y, width, height), 0..1; what lies outside is brought inside."""
    units = (round(min(max(share, 0.0), 1.0) * _UNITS) for share in box)
    return b"".join([unit.to_bytes(_BYTES) for unit in units])


def unpacked(compact: bytes) -> Box:
    """The reverse of `packed`: seven decimals come back as they were."""
    starts = range(0, len(compact), _BYTES)
    return tuple([int.from_bytes(compact[at : at + _BYTES]) / _UNITS for at in starts])
