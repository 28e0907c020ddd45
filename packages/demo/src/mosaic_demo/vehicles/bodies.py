"""Builds the facets of a whole vehicle from its profile: skin, sides, glass, lamps, wheels."""

from dataclasses import dataclass
from random import Random

import numpy as np

from mosaic_demo.geometry import Points
from mosaic_demo.vehicles.mesh import Facets, Material, Skin
from mosaic_demo.vehicles.profiles import PROFILES, Profile

Tint = tuple[float, float, float]
UNDER, BODY, DECAL, DETAIL, TOP = 1, 2, 3, 4, 5
GLASS_V = 0.9
CARGO_Y, CARGO_Z = (-4.1, 1.75), (0.95, 3.25)
ACROSS = np.array([-1, -0.95, -GLASS_V, -0.76, -0.58, -0.38, -0.2, 0.0,
                   0.2, 0.38, 0.58, 0.76, GLASS_V, 0.95, 1])
PAINTS: tuple[Tint, ...] = (
    (0.90, 0.91, 0.91), (0.62, 0.62, 0.60), (0.34, 0.33, 0.32), (0.10, 0.10, 0.10), (0.16, 0.12, 0.60),
    (0.45, 0.20, 0.07), (0.62, 0.42, 0.20), (0.14, 0.30, 0.12), (0.30, 0.42, 0.52), (0.74, 0.73, 0.70),
)


@dataclass(frozen=True)
class Vehicle:
    """A vehicle ready to be drawn.

    kind: car, van or truck. coarse: facets to be drawn from afar. The plates' corners (top left first, clockwise as read) are in own coordinates.
    """

    kind: str
    facets: Facets
    coarse: Facets
    front_plate: Points
    rear_plate: Points
    half_width_m: float
    front_y: float
    rear_y: float
    height_m: float
    headlamps: Points
    taillamps: Points


def build(profile_name: str, paint: Tint, plate_mm: tuple[int, int], seed: int) -> Vehicle:
    """A vehicle of one of PROFILES with room for plates of the given size."""
    profile = PROFILES[profile_name]
    skin = Skin(profile)
    boxed = profile.rear_window is None
    rear_y = CARGO_Y[0] if boxed else float(skin.table[:, 0].min())
    width, height = plate_mm[0] / 1000, plate_mm[1] / 1000
    front = _plate(skin.front(0, profile.plate_front_z, 0.03), width, height, forward=True)
    spot = (
        np.array([0.0, rear_y - 0.03, profile.plate_rear_z])
        if boxed
        else skin.rear(0, profile.plate_rear_z, 0.03)
    )
    rear = _plate(spot, width, height, forward=False)
    fine, coarse = (_facets(skin, paint, (front, rear), Random(seed), stride) for stride in (1, 2))
    lamp_x, lamp_z = float(np.mean(profile.lamp_x)), float(np.mean(profile.lamp_z))
    tail_x, tail_z = np.mean(profile.tail_x), np.mean(profile.tail_z)
    return Vehicle(
        {"van": "van", "truck": "truck"}.get(profile.name, "car"), fine, coarse, front, rear,
        float(skin.table[:, 2].max()) + (0.12 if boxed else 0.0),
        float(skin.table[:, 0].max()), rear_y,
        CARGO_Z[1] if boxed else float(skin.table[:, 1].max()),
        np.array([skin.front(s * lamp_x, lamp_z, 0.05) for s in (-1, 1)]),
        np.array([[s * tail_x, spot[1], tail_z] for s in (-1, 1)]),
    )


def _facets(skin: Skin, paint: Tint, plates: tuple[Points, Points], rng: Random, stride: int) -> Facets:
    """Everything but the plates' faces; stride: how many rows of the fine mesh make one of this."""
    facets = Facets()
    _skin(facets, skin, paint, stride)
    _sides(facets, skin, paint, stride)
    _wheels(facets, skin)
    _front(facets, skin, rng)
    if skin.profile.rear_window is None:
        _cargo(facets, rng)
    else:
        _rear(facets, skin, paint)
    _mirrors(facets, skin, paint)
    for corners, ahead in zip(plates, (1.0, -1.0), strict=True):
        middle = corners.mean(0)
        holder = middle + (corners - middle) * np.array([1.05, 1, 1.16]) - [0, 0.01 * ahead, 0]
        facets.add(holder, np.array([0, ahead, 0]), Material.TRIM, TOP, (0.05, 0.05, 0.05))
    return facets


def _plate(centre: Points, width: float, height: float, forward: bool) -> Points:
    """Corners as read by someone who looks at it: the reader's left is the vehicle's right when seen from ahead."""
    sign = -1.0 if forward else 1.0
    offsets = np.array([[-1, 0, 1], [1, 0, 1], [1, 0, -1], [-1, 0, -1]]) * [sign * width / 2, 0, height / 2]
    return np.asarray(centre * [0, 1, 1] + offsets)


def _skin(facets: Facets, skin: Skin, paint: Tint, stride: int) -> None:
    profile = skin.profile
    rows = skin.rows(stride)
    grid = np.array([[skin.at(i / skin.steps, v) for v in ACROSS[:: stride]] for i in rows])
    kinds = np.full((grid.shape[0] - 1, grid.shape[1] - 1), int(Material.PAINT))
    panes = [profile.windscreen] + ([profile.rear_window] if profile.rear_window else [])
    across = np.abs(ACROSS[::stride])
    middle = (across[:-1] <= GLASS_V + 1e-6) & (across[1:] <= GLASS_V + 1e-6)
    for start, end in panes:
        pane = (rows[:-1] >= start * skin.steps) & (rows[1:] <= end * skin.steps)
        kinds[np.ix_(pane, middle)] = Material.GLASS
    kinds[rows[:-1] < 2] = Material.TRIM
    if profile.rear_window:
        kinds[rows[1:] > rows[-1] - 3] = Material.TRIM
    low = np.array([0, 0, 0.45 * float(skin.table[:, 1].max())])
    inside = grid.mean((0, 1)) * [0, 1, 0] + low
    facets.grid(grid, kinds, BODY, {0: paint, 1: (0.07, 0.07, 0.06), 2: (0.07, 0.07, 0.07)}, inside)


def _sides(facets: Facets, skin: Skin, paint: Tint, stride: int) -> None:
    profile = skin.profile
    edge = skin.edge()
    wide = float(skin.table[:, 2].max())
    edge = edge[np.argsort(edge[:, 1])]
    upper = edge[edge[:, 2] >= profile.belt_z * 0.62]
    upper = upper[np.unique(np.r_[np.arange(0, len(upper), 2 * stride), len(upper) - 1])]
    ends = (edge[0, 1], edge[-1, 1])
    shares = np.array([0, 0.04, 0.10, 0.2, 0.35, 0.55, 0.8, 1.0]) if stride == 1 else np.array([0, 0.1, 0.4, 0.8, 1])
    columns = []
    for x, y, z in upper:
        near_end = max(0.0, min(1.0, (y - ends[0]) / 0.3, (ends[1] - y) / 0.3))
        body = x + (wide - x) * near_end
        shoulder = max(z - profile.belt_z, 0.10)
        column = []
        for share in shares:
            height = z + (profile.sill_z - z) * share
            lean = min(1.0, (z - height) / shoulder)
            lean = lean if z > profile.belt_z + 0.1 else 1 - (1 - lean) ** 2
            belly = 0.02 * np.sin(np.pi * share) * near_end
            column.append([x + (body - x) * lean + belly, y, height])
        columns.append(column)
    right = np.array(columns)
    kinds = np.full((right.shape[0] - 1, right.shape[1] - 1), int(Material.PAINT))
    kinds[:, -1] = Material.TRIM if stride == 1 else Material.PAINT
    tints = {0: paint, 2: (0.06, 0.06, 0.06)}
    for side in (1.0, -1.0):
        facets.grid(right * [side, 1, 1], kinds, BODY, tints, np.array([0, 0, 0.6]))
        for pane in profile.side_glass:
            corners = []
            for y, share in pane:
                roof = float(np.interp(y, edge[:, 1], edge[:, 2]))
                z = profile.belt_z + share * (roof - profile.belt_z)
                corners.append([side * (skin.side_x(y, z) + 0.015), y, z])
            facets.add(np.array(corners), np.array([side, 0, 0.25]), Material.GLASS, DECAL, (0.07, 0.07, 0.06))


def _wheels(facets: Facets, skin: Skin) -> None:
    profile = skin.profile
    wide, r = float(skin.table[:, 2].max()), profile.wheel_r
    angles = np.linspace(0, 2 * np.pi, 25)[:-1]
    circle = np.stack([np.zeros(24), np.cos(angles), np.sin(angles)], axis=1)
    for axle in profile.axles:
        for side in (-1.0, 1.0):
            outer = np.array([side * (wide - 0.02), axle, r])
            arch = np.array([side * (wide + 0.012), axle, r]) + circle * (r + 0.06)
            arch[:, 2] = np.maximum(arch[:, 2], profile.sill_z)
            facets.add(arch, np.array([side, 0, 0]), Material.RUBBER, DECAL, (0.02, 0.02, 0.02))
            for radius, material, tint, out in (
                (1.0, Material.RUBBER, (0.05, 0.05, 0.05), 0.03),
                (0.68, Material.METAL, (0.55, 0.55, 0.55), 0.04),
                (0.58, Material.METAL, (0.22, 0.22, 0.22), 0.045),
                (0.16, Material.METAL, (0.55, 0.55, 0.55), 0.06),
            ):
                disc = outer + np.array([side * out, 0, 0]) + circle * (r * radius)
                facets.add(disc, np.array([side, 0, 0]), material, DETAIL, tint)
            for spoke in range(5):
                a = spoke * 2 * np.pi / 5
                along, across = np.array([0, np.cos(a), np.sin(a)]), np.array([0, -np.sin(a), np.cos(a)])
                hub = outer + np.array([side * 0.05, 0, 0])
                bar = np.array([hub + across * 0.04 * r, hub + along * r * 0.64 + across * 0.1 * r,
                                hub + along * r * 0.64 - across * 0.1 * r, hub - across * 0.04 * r])
                facets.add(bar, np.array([side, 0, 0]), Material.METAL, DETAIL, (0.6, 0.6, 0.6))
            _tyre_tread(facets, side * (wide - 0.13), axle, r)


def _tyre_tread(facets: Facets, x: float, y: float, r: float) -> None:
    angles = np.linspace(0, 2 * np.pi, 17)
    for a, b in zip(angles[:-1], angles[1:], strict=True):
        quad = np.array([[x + dx, y + r * np.cos(t), r + r * np.sin(t)] for dx, t in
                         ((-0.11, a), (0.11, a), (0.11, b), (-0.11, b))])
        middle = (a + b) / 2
        facets.add(quad, np.array([0, np.cos(middle), np.sin(middle)]), Material.RUBBER, UNDER, (0.045, 0.045, 0.045))


def _patch(points: list[Points]) -> Points:
    return np.array(points)


def _on_front(skin: Skin, corners: list[tuple[float, float]], lift: float) -> Points:
    return _patch([skin.front(x, z, lift) for x, z in _denser(corners)])


def _on_rear(skin: Skin, corners: list[tuple[float, float]], lift: float) -> Points:
    return _patch([skin.rear(x, z, lift) for x, z in _denser(corners)])


def _denser(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    dense: list[tuple[float, float]] = []
    for (x0, z0), (x1, z1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        dense += [(x0 + (x1 - x0) * k / 4, z0 + (z1 - z0) * k / 4) for k in range(4)]
    return dense


def _front(facets: Facets, skin: Skin, rng: Random) -> None:
    p = skin.profile
    ahead = np.array([0, 1.0, 0.15])
    low, high = p.grille_z
    inner, outer = p.lamp_x
    dark, chrome = (0.035, 0.035, 0.035), (0.75, 0.75, 0.74)
    shape = rng.randrange(3)
    half = inner - 0.04 if shape else inner * 0.72
    taper = (0.92, 0.78, 1.0)[shape]
    outline = [(-half, high), (half, high), (half * taper, low), (-half * taper, low)]
    facets.add(_on_front(skin, [(x * 1.05, z + (0.012 if z == high else -0.012)) for x, z in outline], 0.010),
               ahead, Material.METAL, DECAL, chrome if shape != 2 else dark)
    facets.add(_on_front(skin, outline, 0.014), ahead, Material.TRIM, DETAIL, dark)
    for k in range(1, 4):
        z = low + (high - low) * k / 4
        reach = half * (taper + (1 - taper) * k / 4) * 0.97
        facets.add(_on_front(skin, [(-reach, z + 0.006), (reach, z + 0.006), (reach, z - 0.006), (-reach, z - 0.006)],
                             0.018), ahead, Material.METAL, DETAIL, (0.32, 0.32, 0.32))
    badge = [(0.062 * np.cos(a), (low + high) / 2 + 0.055 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 9)[:-1]]
    facets.add(_on_front(skin, badge, 0.022), ahead, Material.METAL, DETAIL, chrome)
    bottom = p.sill_z + 0.06
    top = min(p.plate_front_z - 0.02, low - 0.06)
    facets.add(_on_front(skin, [(-0.56, top - 0.02), (0.56, top - 0.02), (0.48, bottom), (-0.48, bottom)], 0.010),
               ahead, Material.TRIM, DECAL, (0.04, 0.04, 0.04))
    for side in (-1.0, 1.0):
        z0, z1 = p.lamp_z
        lens = [(side * inner, z1 - 0.03), (side * outer, z1 + 0.02), (side * outer, z0 + 0.05),
                (side * (inner + 0.10), z0), (side * inner, z0 + 0.02)]
        facets.add(_on_front(skin, lens, 0.012), ahead, Material.LAMP, DECAL, (0.45, 0.45, 0.44))
        for spot, radius in ((0.36, 0.42), (0.72, 0.34)):
            cx, cz = inner + (outer - inner) * spot, (z0 + z1) / 2 + 0.005
            r = (z1 - z0) * radius
            for scale, material, tint in ((1.15, Material.METAL, (0.20, 0.20, 0.20)), (0.85, Material.EMITTER, (1, 1, 1))):
                disc = [(side * (cx + r * scale * np.cos(a)), cz + r * scale * np.sin(a))
                        for a in np.linspace(0, 2 * np.pi, 11)[:-1]]
                facets.add(_patch([skin.front(x, z, 0.02) for x, z in disc]), ahead, material, DETAIL, tint)
        fog_z = p.sill_z + 0.16
        fog = [(side * 0.62, fog_z + 0.06), (side * 0.80, fog_z + 0.07), (side * 0.80, fog_z - 0.04),
               (side * 0.66, fog_z - 0.05)]
        facets.add(_on_front(skin, fog, 0.010), ahead, Material.TRIM, DECAL, (0.05, 0.05, 0.05))
    _cabin(facets, skin)
    seam = high + 0.035
    facets.add(_on_front(skin, [(-inner, seam + 0.005), (inner, seam + 0.005), (inner, seam - 0.004),
                                (-inner, seam - 0.004)], 0.012), ahead, Material.TRIM, DETAIL, (0.08, 0.08, 0.08))


def _cabin(facets: Facets, skin: Skin) -> None:
    """What one sees through the windscreen: dashboard, seats, a driver, the mirror, wipers outside."""
    start, end = skin.profile.windscreen
    up = np.array([0, 0.7, 0.7])

    def pane(corners: list[tuple[float, float]], tint: Tint, lift: float = 0.012) -> None:
        points = [skin.at(start + (end - start) * s, v) + np.array([0, lift * 0.7, lift * 0.7])
                  for v, s in _denser(corners)]
        facets.add(np.array(points), up, Material.CABIN, DECAL, tint)

    pane([(-0.86, 0.0), (0.86, 0.0), (0.84, 0.14), (-0.84, 0.14)], (0.035, 0.035, 0.035))
    for v in (-0.45, 0.45):
        pane([(v - 0.20, 0.14), (v + 0.20, 0.14), (v + 0.16, 0.52), (v - 0.16, 0.52)], (0.075, 0.075, 0.075))
        pane([(v - 0.09, 0.55), (v + 0.09, 0.55), (v + 0.08, 0.74), (v - 0.08, 0.74)], (0.08, 0.08, 0.08))
    pane([(0.33, 0.14), (0.57, 0.14), (0.53, 0.46), (0.37, 0.46)], (0.16, 0.12, 0.11))
    pane([(0.38, 0.48), (0.52, 0.48), (0.53, 0.60), (0.50, 0.72), (0.40, 0.72), (0.37, 0.60)], (0.20, 0.25, 0.33))
    pane([(-0.09, 0.86), (0.09, 0.86), (0.09, 0.95), (-0.09, 0.95)], (0.03, 0.03, 0.03))
    for v in (-0.6, 0.05):
        pane([(v, 0.03), (v + 0.5, 0.05), (v + 0.5, 0.075), (v, 0.05)], (0.02, 0.02, 0.02), 0.02)


def _rear(facets: Facets, skin: Skin, paint: Tint) -> None:
    p = skin.profile
    back = np.array([0, -1.0, 0.1])
    z0, z1 = p.tail_z
    inner, outer = p.tail_x
    for side in (-1.0, 1.0):
        lens = [(side * inner, z1 - 0.02), (side * outer, z1), (side * outer, z0 + 0.02), (side * (inner + 0.02), z0)]
        facets.add(_on_rear(skin, lens, 0.012), back, Material.TAIL, DECAL, (0.10, 0.06, 0.55))
        third = z0 + (z1 - z0) * 0.62
        glow = [(side * (inner + 0.05), third + 0.04), (side * (outer - 0.05), third + 0.05),
                (side * (outer - 0.05), third - 0.02), (side * (inner + 0.05), third - 0.02)]
        facets.add(_on_rear(skin, glow, 0.02), back, Material.RED_GLOW, DETAIL, (0.25, 0.20, 0.95))
        white = [(side * (inner + 0.05), z0 + 0.06), (side * (outer - 0.08), z0 + 0.07),
                 (side * (outer - 0.08), z0 + 0.025), (side * (inner + 0.05), z0 + 0.02)]
        facets.add(_on_rear(skin, white, 0.02), back, Material.LAMP, DETAIL, (0.8, 0.8, 0.8))
        low = p.sill_z + 0.18
        facets.add(_on_rear(skin, [(side * 0.52, low + 0.02), (side * 0.76, low + 0.02), (side * 0.76, low - 0.02),
                                   (side * 0.52, low - 0.02)], 0.012), back, Material.TAIL, DECAL, (0.08, 0.06, 0.42))
    wide, z = 0.40, p.plate_rear_z
    facets.add(_on_rear(skin, [(-wide, z + 0.10), (wide, z + 0.10), (wide - 0.05, z - 0.09), (-wide + 0.05, z - 0.09)],
                        0.010), back, Material.PAINT, DECAL, (paint[0] * 0.72, paint[1] * 0.72, paint[2] * 0.72))
    badge = [(0.055 * np.cos(a), z + 0.17 + 0.045 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 9)[:-1]]
    facets.add(_on_rear(skin, badge, 0.02), back, Material.METAL, DETAIL, (0.75, 0.75, 0.74))
    for seam in (z0 - 0.16 if p.name != "van" else 0.62,):
        facets.add(_on_rear(skin, [(-0.78, seam + 0.006), (0.78, seam + 0.006), (0.78, seam - 0.006),
                                   (-0.78, seam - 0.006)], 0.012), back, Material.TRIM, DETAIL, (0.06, 0.06, 0.06))
    if p.name == "van":
        facets.add(_on_rear(skin, [(-0.008, 2.0), (0.008, 2.0), (0.008, 0.66), (-0.008, 0.66)], 0.014), back,
                   Material.TRIM, DETAIL, (0.05, 0.05, 0.05))


def _mirrors(facets: Facets, skin: Skin, paint: Tint) -> None:
    y, z = skin.profile.mirror
    wide = skin.side_x(y, z)
    tall = 0.09 if skin.profile.name in {"hatchback", "sedan", "suv"} else 0.17
    for side in (-1.0, 1.0):
        x0, x1 = side * (wide + 0.02), side * (wide + 0.20)
        for ahead, tint, material in ((0.06, paint, Material.PAINT), (-0.06, (0.30, 0.30, 0.30), Material.GLASS)):
            face = np.array([[x0, y + ahead, z + tall * 0.8], [x1, y + ahead * 0.6, z + tall],
                             [x1, y + ahead * 0.6, z - tall * 0.6], [x0, y + ahead, z - tall]])
            facets.add(face, np.array([0, ahead, 0.01]), material, BODY, tint)


def _cargo(facets: Facets, rng: Random) -> None:
    """The box of a truck behind the cab."""
    tint: Tint = rng.choice([(0.86, 0.87, 0.87), (0.80, 0.80, 0.78), (0.55, 0.45, 0.30), (0.30, 0.45, 0.62)])
    (y0, y1), (z0, z1), x = CARGO_Y, CARGO_Z, 1.2
    ys, zs, xs = np.linspace(y0, y1, 9), np.linspace(z0, z1, 6), np.linspace(-x, x, 7)

    def wall(points: Points) -> None:
        kinds = np.full((points.shape[0] - 1, points.shape[1] - 1), int(Material.CARGO))
        facets.grid(points, kinds, BODY, {int(Material.CARGO): tint}, np.array([0, (y0 + y1) / 2, 2.0]))

    for side in (-1.0, 1.0):
        wall(np.array([[[side * x, y, z] for z in zs] for y in ys]))
    wall(np.array([[[a, y1, z] for z in zs] for a in xs]))
    wall(np.array([[[a, y0, z] for z in zs] for a in xs]))
    wall(np.array([[[a, y, z1] for y in ys] for a in xs]))
    back = np.array([0, -1.0, 0])
    for a in (-0.6, -0.02, 0.58):
        bar = np.array([[a, y0 - 0.02, z1 - 0.1], [a + 0.04, y0 - 0.02, z1 - 0.1], [a + 0.04, y0 - 0.02, z0 + 0.05],
                        [a, y0 - 0.02, z0 + 0.05]])
        facets.add(bar, back, Material.METAL, DECAL, (0.35, 0.35, 0.36))
    bumper = np.array([[-1.15, y0 - 0.02, 0.80], [1.15, y0 - 0.02, 0.80], [1.15, y0 - 0.02, 0.46], [-1.15, y0 - 0.02, 0.46]])
    facets.add(bumper, back, Material.TRIM, DECAL, (0.07, 0.07, 0.07))
    under = np.array([[-1.0, y0 + 0.3, 0.95], [1.0, y0 + 0.3, 0.95], [1.0, y0 + 0.3, 0.35], [-1.0, y0 + 0.3, 0.35]])
    facets.add(under, back, Material.TRIM, UNDER, (0.03, 0.03, 0.03))
    for side in (-1.0, 1.0):
        lens = np.array([[side * 0.62, y0 - 0.03, 0.78], [side * 1.10, y0 - 0.03, 0.78], [side * 1.10, y0 - 0.03, 0.62],
                         [side * 0.62, y0 - 0.03, 0.62]])
        facets.add(lens, back, Material.TAIL, DETAIL, (0.10, 0.06, 0.55))
        glow = lens * [1, 1, 1] + [side * 0.0, -0.005, 0]
        glow[:, 0] = side * (0.70 + (np.abs(glow[:, 0]) > 0.9) * 0.18)
        facets.add(glow, back, Material.RED_GLOW, DETAIL, (0.25, 0.20, 0.95))
        for k in range(8):
            y = y0 + 0.3 + k * 0.65
            strip = np.array([[side * (x + 0.01), y, 1.04], [side * (x + 0.01), y + 0.4, 1.04],
                              [side * (x + 0.01), y + 0.4, 0.98], [side * (x + 0.01), y, 0.98]])
            facets.add(strip, np.array([side, 0, 0]), Material.TAIL, DECAL, (0.1, 0.45, 0.8))
        skirt = np.array([[side * 1.0, 1.5, 0.9], [side * 1.0, -1.6, 0.9], [side * 1.0, -1.6, 0.5], [side * 1.0, 1.5, 0.5]])
        facets.add(skirt, np.array([side, 0, 0]), Material.TRIM, UNDER, (0.10, 0.10, 0.10))
