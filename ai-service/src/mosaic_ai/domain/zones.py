"""Polygons in shares of the picture, and whether a point lies in them."""

from collections.abc import Sequence
from typing import Protocol

Point = tuple[float, float]


class ZoneLike(Protocol):
    """What is needed of `mosaic_contracts.internal_api.Zone`."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def polygon(self) -> Sequence[Point]: ...


def inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Even-odd rule; a point on the edge may fall on either side."""
    x, y = point
    result = False
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            result = not result
    return result


def zones_at(point: Point, zones: Sequence[ZoneLike]) -> list[str]:
    """Names of the zones that hold the point; exclude zones name nothing."""
    return [zone.name for zone in zones if zone.kind != "exclude" and inside(point, zone.polygon)]


def watched(point: Point, zones: Sequence[ZoneLike]) -> bool:
    """Whether anything at the point counts: in no exclude zone and, where there are include zones, in one."""
    if any(zone.kind == "exclude" and inside(point, zone.polygon) for zone in zones):
        return False
    wanted = [zone for zone in zones if zone.kind == "include"]
    return not wanted or any(inside(point, zone.polygon) for zone in wanted)


def plates_wanted(point: Point, zones: Sequence[ZoneLike]) -> bool:
    """Whether plates are read there: anywhere, unless there are plate zones."""
    wanted = [zone for zone in zones if zone.kind == "plate"]
    return not wanted or any(inside(point, zone.polygon) for zone in wanted)
