"""Facets: the flat pieces that a vehicle is made of, and the surfaces they are cut from."""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from mosaic_demo.geometry import Points
from mosaic_demo.vehicles.profiles import Profile


class Material(IntEnum):
    """What a facet is made of; the shader knows how each looks."""

    PAINT = 0
    GLASS = 1
    TRIM = 2
    RUBBER = 3
    METAL = 4
    LAMP = 5
    TAIL = 6
    EMITTER = 7
    CABIN = 8
    CARGO = 9
    RED_GLOW = 10


@dataclass
class Facets:
    """Polygons grown one after another.

    polygons: own coordinates, (k, 3) each. layer: drawn in rising order, by distance within one. tint: BGR
    0..1. two_sided: drawn from behind too.
    """

    polygons: list[Points] = field(default_factory=list)
    normals: list[Points] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)
    tints: list[tuple[float, float, float]] = field(default_factory=list)
    two_sided: list[bool] = field(default_factory=list)

    def add(
        self,
        polygon: Points,
        normal: Points,
        material: Material,
        layer: int,
        tint: tuple[float, float, float],
        two_sided: bool = False,
    ) -> None:
        """One polygon more."""
        self.polygons.append(polygon)
        self.normals.append(normal / (np.linalg.norm(normal) + 1e-9))
        self.materials.append(material)
        self.layers.append(layer)
        self.tints.append(tint)
        self.two_sided.append(two_sided)

    def grid(
        self,
        points: NDArray[np.float64],
        material: NDArray[np.int64],
        layer: int,
        tints: dict[int, tuple[float, float, float]],
        inside: Points,
    ) -> None:
        """Quads of a grid of points (rows, columns, 3); material per quad; normals point away from `inside`."""
        along, across = np.gradient(points, axis=0), np.gradient(points, axis=1)
        normals = np.cross(along, across)
        normals /= np.linalg.norm(normals, axis=2, keepdims=True) + 1e-9
        rows, columns = points.shape[:2]
        for i in range(rows - 1):
            for j in range(columns - 1):
                corners = np.array(
                    [points[i, j], points[i, j + 1], points[i + 1, j + 1], points[i + 1, j]]
                )
                normal = (
                    normals[i, j] + normals[i, j + 1] + normals[i + 1, j + 1] + normals[i + 1, j]
                )
                if normal @ (corners.mean(0) - inside) < 0:
                    normal = -normal
                kind = Material(int(material[i, j]))
                self.add(corners, normal, kind, layer, tints[kind])


class Skin:
    """The surface lofted over a profile, as a function of position along it and across it."""

    def __init__(self, profile: Profile) -> None:
        rows = np.array(profile.rows)
        steps = 4
        dense: list[Points] = []
        for i in range(len(rows) - 1):
            before, after = rows[max(0, i - 1)], rows[min(len(rows) - 1, i + 2)]
            for k in range(steps):
                t = k / steps
                smooth = _catmull(before, rows[i], rows[i + 1], after, t)
                dense.append(0.55 * smooth + 0.45 * (rows[i] * (1 - t) + rows[i + 1] * t))
        dense.append(rows[-1])
        self.profile = profile
        self.table = np.array(dense)
        self.steps = steps
        height = self.table[:, 1]
        self.top = int(np.argmax(height))

    def rows(self, stride: int) -> NDArray[np.int64]:
        """Numbers of dense rows, every stride-th and all that begin a row of the profile."""
        count = len(self.table)
        return np.union1d(np.arange(0, count, stride + 1), np.arange(0, count, self.steps))

    def at(self, u: float, v: float) -> Points:
        """The point at row number u (a fraction is between two rows) and v in -1..1 across."""
        position = np.clip(u * self.steps, 0, len(self.table) - 1)
        low = int(position)
        high = min(low + 1, len(self.table) - 1)
        row = self.table[low] + (self.table[high] - self.table[low]) * (position - low)
        return _across(row, v)

    def front_u(self, z: float) -> float:
        """Row number on the front whose middle is z high."""
        heights = np.maximum.accumulate(self.table[: self.top + 1, 1])
        return float(np.interp(z, heights, np.arange(self.top + 1))) / self.steps

    def rear_u(self, z: float) -> float:
        """Row number on the rear whose middle is z high."""
        heights = np.maximum.accumulate(self.table[self.top :, 1][::-1])
        count = len(self.table)
        return float(np.interp(z, heights, np.arange(count - 1, self.top - 1, -1))) / self.steps

    def front(self, x: float, z: float, lift: float = 0.008) -> Points:
        """The point of the front at x, z, lifted a little off the surface."""
        return np.asarray(self._placed(self.front_u(z), x) + np.array([0, lift, 0]))

    def rear(self, x: float, z: float, lift: float = 0.008) -> Points:
        """The point of the rear at x, z."""
        return np.asarray(self._placed(self.rear_u(z), x) - np.array([0, lift, 0]))

    def _placed(self, u: float, x: float) -> Points:
        half = float(np.interp(u * self.steps, np.arange(len(self.table)), self.table[:, 2]))
        return self.at(u, float(np.clip(x / half, -1, 1)))

    def edge(self) -> Points:
        """The outer edge (v = 1), one point per dense row."""
        return np.array([_across(row, 1.0) for row in self.table])

    def side_x(self, y: float, z: float) -> float:
        """Half width of the body's side at y, z, leaning inwards above the belt."""
        upper = self.edge()[(self.table[:, 1] > self.profile.belt_z - 0.02)]
        roof = upper[np.argsort(upper[:, 1])]
        top_z = float(np.interp(y, roof[:, 1], roof[:, 2]))
        top_x = float(np.interp(y, roof[:, 1], roof[:, 0]))
        belt = self.profile.belt_z
        wide = float(self.table[:, 2].max())
        share = np.clip((z - belt) / max(top_z - belt, 0.05), 0, 1)
        return float(wide + (top_x - wide) * share)


def _catmull(p0: Points, p1: Points, p2: Points, p3: Points, t: float) -> Points:
    """Catmull–Rom between p1 and p2."""
    return np.asarray(
        0.5
        * (
            2 * p1
            + (p2 - p0) * t
            + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
            + (3 * p1 - p0 - 3 * p2 + p3) * t**3
        )
    )


def _across(row: Points, v: float) -> Points:
    y, z, half, pull, drop = row
    bend = abs(v) ** 3
    return np.array([v * half, y + pull * bend, z - drop * v * v * (1 + bend) / 2])
