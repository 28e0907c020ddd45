"""The four places: a street by day, a gate by day, a road at night under infra-red light, a yard."""

from collections.abc import Callable

import numpy as np

from mosaic_demo.geometry import Camera
from mosaic_demo.scenes.backdrop import Backdrop
from mosaic_demo.scenes.noise import Field
from mosaic_demo.scenes.planting import plant
from mosaic_demo.scenes.props import fence, house, lamp_post, wall_across
from mosaic_demo.scenes.scene import Scene, SwayingTree, Walker
from mosaic_demo.traffic import Slot
from mosaic_demo.vehicles.light import Light

CARS = ("hatchback", "sedan", "suv")
ASPHALT, WALK, GRASS = (0.41, 0.405, 0.40), (0.66, 0.68, 0.70), (0.20, 0.44, 0.36)
DAY = Light(
    sun=(-0.55, -0.55, 0.9),
    sun_colour=(0.58, 0.63, 0.66),
    sky=(0.92, 0.70, 0.48),
    horizon=(0.93, 0.90, 0.86),
    ground=(0.42, 0.43, 0.44),
    shadow=0.5,
)
OVERCAST = Light(
    sun=(0.4, -0.5, 1.2),
    sun_colour=(0.30, 0.31, 0.32),
    sky=(0.86, 0.82, 0.79),
    horizon=(0.90, 0.89, 0.88),
    ground=(0.44, 0.44, 0.44),
    shadow=0.34,
)
INFRARED = Light(
    sun=(0.1, -0.95, 0.45),
    sun_colour=(0.22, 0.22, 0.22),
    sky=(0.10, 0.10, 0.10),
    horizon=(0.20, 0.20, 0.20),
    ground=(0.10, 0.10, 0.10),
    shadow=0.1,
    lamps_on=True,
    exposure=1.0,
    lamp_gain=0.42,
)


def _planted(trees: list[SwayingTree | None]) -> list[SwayingTree]:
    return [tree for tree in trees if tree is not None]


def _dashes(backdrop: Backdrop, period: float, length: float) -> Field:
    return np.asarray(np.mod(backdrop.ground.y, period) < length, np.float32)


def _street(b: Backdrop) -> list[SwayingTree]:
    b.sky(0.6)
    b.surface(np.ones_like(b.ground.x), GRASS, 0.14, 2.3, 0.08)
    b.surface(b.band(-6.6, 6.6), WALK, 0.035, 2.1, 0.03)
    joints = np.minimum(np.mod(b.ground.x, 0.8), np.mod(b.ground.y, 0.8))
    b.paint(
        np.asarray((joints < 0.03), np.float32) * b.band(-6.6, 6.6) * (b.ground.y < 25),
        (0.52, 0.53, 0.54),
        0.6,
    )
    b.surface(b.band(-4.05, 4.05), (0.78, 0.78, 0.78), 0.03, 1.9, 0.02)
    b.surface(b.band(-3.85, 3.85), ASPHALT, 0.055, 2.6, 0.035)
    for track in (-2.4, -1.0, 1.0, 2.4):
        b.surface(
            b.band(track - 0.22, track + 0.22, 60) * 0.5, (0.36, 0.355, 0.35), 0.05, 2.6, 0.03
        )
    b.paint(
        b.band(-0.06, 0.06) * _dashes(b, 6, 3) * (1 - b.stretch(13.5, 18.2)), (0.86, 0.87, 0.87)
    )
    for edge in (-3.55, 3.55):
        b.paint(b.band(edge - 0.05, edge + 0.05), (0.82, 0.83, 0.83), 0.8)
    stripes = np.asarray(np.mod(b.ground.x + 0.25, 1.0) < 0.5, np.float32)
    b.paint(b.band(-3.5, 3.5) * stripes * b.stretch(14.2, 17.6), (0.88, 0.89, 0.89))
    b.paint(b.band(0.25, 3.4) * b.stretch(13.2, 13.5), (0.88, 0.89, 0.89))
    b.paint(b.band(-3.4, -0.25) * b.stretch(8.1, 8.4), (0.88, 0.89, 0.89))
    b.haze(0.006)
    wall_across(b, -30, -8, 120, 11, (0.55, 0.60, 0.66), False)
    wall_across(b, 6, 34, 125, 13, (0.62, 0.63, 0.62), False)
    trees = [plant(b, x, 118, 9, 8, (0.13, 0.34, 0.24)) for x in (-6, -1.5, 3.5, 8)]
    for y0, y1, height, wall in (
        (88, 112, 9, (0.60, 0.66, 0.72)),
        (62, 86, 12, (0.42, 0.50, 0.66)),
        (40, 60, 9.5, (0.66, 0.74, 0.80)),
        (24, 38, 12.5, (0.50, 0.58, 0.70)),
    ):
        house(b, -8.2, y0, y1, height, wall, True)
    for y0, y1, height, wall in (
        (92, 115, 10, (0.66, 0.66, 0.64)),
        (66, 90, 12, (0.55, 0.62, 0.72)),
        (46, 64, 9, (0.58, 0.70, 0.82)),
        (27, 44, 11.5, (0.45, 0.47, 0.52)),
    ):
        house(b, 8.2, y0, y1, height, wall, True)
    for y in (72, 48, 29):
        lamp_post(b, -5.6, y, 7)
        trees += [
            plant(b, 5.7, y + 4, 7.2, 4.6, (0.14, 0.40, 0.28)),
            plant(b, -5.7, y + 12, 6.8, 4.2, (0.12, 0.36, 0.30)),
        ]
    trees.sort(key=lambda tree: tree.bgra.shape[0] if tree else 0)
    return _planted(trees)


STREET = Scene(
    "street",
    75,
    Camera(1280, 720, 2200, (0.0, 2.75), 6.6, 0.8, 0.4),
    DAY,
    (
        Slot("front", -1.75, 12.5, 9.4, ("ES", "FR", "DE"), CARS, 2.6),
        Slot("rear", 1.75, 19.0, 9.6, ("NL", "GB"), CARS, 3.0, cruise_mps=7),
        Slot("front", -1.75, 25.8, 11.0, ("IT", "PL"), ("van",), 2.7, 1.0),
        Slot("front", -1.75, 38.5, 9.4, ("FR", "NL"), CARS, 2.5),
        Slot("rear", 1.75, 41.0, 9.7, ("ES", "DE", "PL"), ("truck", "van"), 3.0, cruise_mps=6.5),
        Slot("rear", 1.75, 54.0, 9.6, ("IT", "GB", "FR"), CARS, 3.0, cruise_mps=7),
        Slot("front", -1.75, 57.0, 9.4, ("GB", "NL", "ES"), CARS, 2.6),
    ),
    _street,
    (
        Walker((5.0, 46.0), (5.2, 9.0), 4.0, 32.0, (120, 60, 40), (60, 50, 45)),
        Walker((-5.2, 12.0), (-5.0, 42.0), 30.0, 53.0, (40, 50, 150), (50, 45, 40)),
        Walker((5.2, 16.0), (-5.4, 15.6), 19.5, 26.6, (60, 110, 60), (70, 60, 55)),
    ),
    starts_at="2026-05-12 08:40:00",
    label="STREET",
)


def _gate(b: Backdrop) -> list[SwayingTree]:
    b.sky(0.75)
    b.surface(np.ones_like(b.ground.x), (0.21, 0.42, 0.35), 0.13, 2.2, 0.08)
    b.surface(b.band(-5.2, 5.6), (0.46, 0.455, 0.45), 0.055, 2.4, 0.04)
    b.surface(b.band(0.15, 0.60) * b.stretch(4, 16), (0.70, 0.71, 0.71), 0.04, 1.8, 0.03)
    b.paint(b.band(-2.6, 0.1) * b.stretch(8.0, 8.25), (0.86, 0.87, 0.87))
    b.paint(b.band(-2.75, -2.65) * b.stretch(3, 40), (0.2, 0.75, 0.88), 0.85)
    b.paint(b.band(3.25, 3.35) * b.stretch(3, 40), (0.2, 0.75, 0.88), 0.85)
    for k in range(3):
        b.darken(
            np.array(
                [[-2.4 + k, 21 + k * 3, 0], [-1.6 + k, 21 + k * 3, 0], [-1.2 + k, 23 + k * 3, 0]]
            ),
            0.25,
            14,
        )
    b.haze(0.004)
    wall_across(b, -46, 42, 106, 11, (0.62, 0.60, 0.57), False)
    trees = [plant(b, x, 99, 9.5, 8, (0.12, 0.33, 0.22)) for x in (-22, -14, -7.5, 8, 15, 22)]
    wall_across(b, -16, -4.6, 46, 7.2, (0.50, 0.42, 0.36), False)
    wall_across(b, 6.2, 20, 40, 5.0, (0.70, 0.72, 0.74), True)
    fence(b, -5.4, 9, 44, 1.9, (0.30, 0.36, 0.30))
    fence(b, 5.8, 9, 38, 1.9, (0.30, 0.36, 0.30))
    trees += [
        plant(b, 7.4, 27, 5.6, 4.4, (0.13, 0.40, 0.27)),
        plant(b, -7.2, 31, 6.4, 5, (0.15, 0.42, 0.32)),
    ]
    lamp_post(b, 5.0, 26, 6)
    for x in (0.24, 0.50):
        b.pole(x, 8.2, 0.9, 0.12, (0.15, 0.6, 0.85))
    return _planted(trees)


GATE = Scene(
    "gate",
    116,
    Camera(1280, 720, 2900, (0.1, 2.3), 6.2, 0.4, -0.3),
    OVERCAST,
    (
        Slot("front", -1.0, 17.0, 8.7, ("US-TX",), CARS, 3.8, cruise_mps=6.5),
        Slot("front", -1.0, 31.0, 9.3, ("DE", "PL"), ("van", "truck"), 3.6, cruise_mps=6.5),
        Slot("rear", 1.75, 41.0, 10.5, ("BR", "ES"), CARS, 3.4, cruise_mps=6),
        Slot("front", -1.0, 46.0, 9.2, ("BR", "IT"), CARS, 3.6, cruise_mps=6.5),
    ),
    _gate,
    (Walker((-4.4, 30.0), (4.9, 24.0), 66.5, 76.0, (50, 50, 55), (40, 60, 120)),),
    barrier=(-2.85, 7.9),
    starts_at="2026-05-12 11:05:00",
    label="GATE",
)


def _night(b: Backdrop) -> list[SwayingTree]:
    b.canvas[:] = 0.035
    b.surface(np.ones_like(b.ground.x), (0.34, 0.34, 0.34), 0.18, 2.3, 0.10)
    b.surface(b.band(-4.4, 4.4), (0.24, 0.24, 0.24), 0.07, 2.6, 0.05)
    b.paint(b.band(-0.07, 0.07) * _dashes(b, 6, 3), (0.72, 0.72, 0.72))
    for edge in (-3.6, 3.6):
        b.paint(b.band(edge - 0.06, edge + 0.06), (0.7, 0.7, 0.7), 0.8)
    fence(b, -4.9, 9, 60, 0.8, (0.30, 0.30, 0.30))
    house(b, 8.5, 22, 44, 6, (0.30, 0.30, 0.30), False)
    wall_across(b, -24, -7, 52, 6, (0.32, 0.32, 0.32), False)
    rows = np.linspace(-1, 1, b.camera.height, dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, b.camera.width, dtype=np.float32)[None]
    reach = np.where(b.ground.seen, np.clip(13 / np.maximum(b.ground.y, 5), 0.05, 1.15), 0.20)
    cone = np.exp(-((columns * 0.85) ** 2 + (rows - 0.25) ** 2 * 0.7))
    b.canvas *= (reach * cone * 1.75)[..., None]
    trees = [
        plant(b, 6.6, 19, 5.4, 3.8, (0.42, 0.42, 0.42)),
        plant(b, -7.4, 28, 6.6, 5, (0.34, 0.34, 0.34)),
    ]
    for x, y in ((5.3, 60), (-5.4, 84), (5.3, 100)):
        lamp_post(b, x, y, 7)
    return _planted(trees)


NIGHT = Scene(
    "night",
    63,
    Camera(1280, 720, 2300, (0.0, 2.7), 6.6, -0.6, -0.4),
    INFRARED,
    (
        Slot("front", -1.75, 13.2, 9.5, ("ES", "IT", "FR"), CARS, 2.6, cruise_mps=9),
        Slot("rear", 1.75, 18.0, 9.7, ("NL", "DE"), CARS, 3.0, cruise_mps=7.5),
        Slot("front", -1.75, 26.5, 9.5, ("GB", "PL"), ("van",), 2.6, cruise_mps=9),
        Slot("front", -1.75, 40.0, 9.5, ("DE", "NL"), CARS, 2.6, cruise_mps=9),
        Slot("rear", 1.75, 42.0, 9.7, ("FR", "GB", "ES"), CARS, 3.0, cruise_mps=8),
    ),
    _night,
    (Walker((4.2, 13.0), (4.3, 38.0), 24.0, 44.0, (120, 120, 120), (70, 70, 70)),),
    monochrome=True,
    noise=2.6,
    starts_at="2026-05-12 23:20:00",
    label="NIGHT",
    glare=True,
)


def _yard(b: Backdrop) -> list[SwayingTree]:
    b.sky(0.4)
    b.surface(np.ones_like(b.ground.x), (0.60, 0.61, 0.62), 0.045, 2.5, 0.05)
    slabs = np.minimum(np.mod(b.ground.x + 2, 4), np.mod(b.ground.y, 4))
    b.paint(np.asarray(slabs < 0.04, np.float32), (0.48, 0.48, 0.48), 0.6)
    b.paint(b.band(-0.08, 0.08) * b.stretch(3, 60), (0.15, 0.70, 0.88))
    for x in (-4.0, 4.0):
        b.paint(b.band(x - 0.06, x + 0.06) * b.stretch(3, 60), (0.84, 0.85, 0.85))
    for k in range(7):
        y = 22 + k * 3.2
        b.paint(b.band(4.2, 9.5) * b.stretch(y, y + 0.14), (0.84, 0.85, 0.85))
    b.haze(0.004)
    wall_across(b, -38, 38, 106, 11.5, (0.66, 0.66, 0.64), False)
    for k in range(5):
        x = -19 + k * 8.4
        b.polygon(
            np.array([[x, 105, 4.6], [x + 4.4, 105, 4.6], [x + 4.4, 105, 0], [x, 105, 0]]),
            (0.45, 0.40, 0.34),
        )
    fence(b, -8.0, 12, 80, 2.0, (0.40, 0.42, 0.42))
    trees = [
        plant(b, 14, 62, 8, 7, (0.12, 0.36, 0.24)),
        plant(b, -12, 58, 8, 7, (0.12, 0.36, 0.24)),
        plant(b, -11, 40, 7, 6, (0.13, 0.38, 0.28)),
        plant(b, 12.5, 46, 7, 6, (0.13, 0.38, 0.28)),
    ]
    for y in (60, 34):
        lamp_post(b, 10.5, y, 8)
    return _planted(trees)


YARD = Scene(
    "yard",
    64,
    Camera(1280, 720, 2100, (0.0, 2.85), 6.9, 0.0, 0.3),
    DAY,
    (
        Slot("front", -1.95, 16.5, 9.4, ("PL", "DE"), ("truck",), 3.0, cruise_mps=7),
        Slot("rear", 1.95, 17.5, 9.6, ("FR", "IT"), CARS, 3.0, cruise_mps=7),
        Slot("front", -1.95, 27.5, 9.3, ("ES", "NL"), ("van",), 2.6, cruise_mps=7),
        Slot("rear", 1.95, 28.0, 9.6, ("NL", "GB"), ("van",), 3.0, cruise_mps=7),
        Slot("front", -1.95, 38.0, 9.2, ("GB", "IT"), CARS, 2.8, cruise_mps=7),
        Slot("rear", 1.95, 40.0, 9.7, ("PL", "ES"), ("truck",), 3.2, cruise_mps=6.5),
        Slot("front", -1.95, 48.5, 9.2, ("FR", "DE"), CARS, 2.8, cruise_mps=7),
    ),
    _yard,
    (Walker((4.3, 14.0), (4.6, 40.0), 2.0, 24.0, (30, 130, 220), (60, 50, 40)),),
    starts_at="2026-05-12 15:30:00",
    label="YARD",
)

SCENES: tuple[Scene, ...] = (STREET, GATE, NIGHT, YARD)
Painter = Callable[[Backdrop], list[SwayingTree]]
