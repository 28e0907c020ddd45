import numpy as np
import pytest
from ai_scenes import HEIGHT, WIDTH, street, with_clock, with_van

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, contained
from mosaic_ai.infrastructure.cv_motion_gate import CvMotionGate
from mosaic_ai.infrastructure.cv_patches import CvPatches
from mosaic_contracts.internal_api import Zone


def noisy(picture: Pixels, seed: int, sigma: float = 3) -> Pixels:
    noise = np.random.default_rng(seed).normal(0, sigma, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def test_gate_when_nothing_moves_then_nothing_though_it_is_noisy() -> None:
    gate = CvMotionGate()
    for second in range(8):
        assert gate.look(noisy(street(), second)) == []


def test_gate_when_a_van_drives_then_its_plate_lies_in_what_moves() -> None:
    gate = CvMotionGate()
    gate.look(street())
    for step in range(5):
        picture, plate = with_van(street(), "AB123CD", 100 + 150 * step)
        assert any(contained(plate, box) == 1 for box in gate.look(noisy(picture, step)))


def test_gate_when_a_van_fills_half_the_picture_then_a_second_one_is_still_seen() -> None:
    gate = CvMotionGate()
    gate.look(street())
    near = street()
    near[60:, :700] = (60, 90, 130)
    gate.look(near)
    both, plate = with_van(near, "AB123CD", 800)
    assert any(contained(plate, box) == 1 for box in gate.look(both))


def test_gate_when_the_van_stands_then_it_moves_no_more() -> None:
    gate = CvMotionGate()
    gate.look(street())
    picture, _ = with_van(street(), "AB123CD", 400)
    assert gate.look(picture)
    assert gate.look(noisy(picture, 2)) == []


def test_gate_when_the_light_changes_then_nothing_moves() -> None:
    gate = CvMotionGate()
    gate.look(street())
    brighter = np.clip(street().astype(np.int16) + 12, 0, 255).astype(np.uint8)
    assert gate.look(brighter) == []


def test_gate_when_only_the_clock_runs_then_soon_ignored() -> None:
    gate = CvMotionGate()
    looks = [gate.look(with_clock(street(), second * 7)) for second in range(40)]
    assert not any(looks[30:])


@pytest.mark.parametrize("kind", ["exclude", "include"])
def test_gate_when_zoned_then_movement_outside_does_not_count(kind: str) -> None:
    half = [(0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)]
    other = [(0.55, 0.0), (1.0, 0.0), (1.0, 1.0), (0.55, 1.0)]
    zone = Zone.model_validate(
        {"name": "z", "kind": kind, "polygon": half if kind == "exclude" else other}
    )
    gate = CvMotionGate([zone])
    gate.look(street())
    picture, _ = with_van(street(), "AB123CD", 50)
    assert gate.look(picture) == []


def test_gate_when_the_resolution_changes_then_it_begins_anew() -> None:
    gate = CvMotionGate()
    gate.look(street())
    assert gate.look(np.zeros((480, 640, 3), np.uint8)) == []


def test_gate_when_everything_changes_then_the_whole_picture() -> None:
    gate = CvMotionGate()
    gate.look(street())
    other = np.random.default_rng(5).integers(0, 255, (HEIGHT // 40, WIDTH // 40, 3), np.uint8)
    assert gate.look(other.repeat(40, 0).repeat(40, 1)) == [Box(0, 0, WIDTH, HEIGHT)]


def test_patches_when_the_plate_stands_then_alike_and_when_gone_not() -> None:
    patches = CvPatches()
    picture, plate = with_van(street(), "AB123CD", 400)
    before = patches.take(picture, plate)
    darker = (noisy(picture, 3) * 0.8).astype(np.uint8)
    assert patches.alike(before, patches.take(darker, plate))
    assert not patches.alike(before, patches.take(street(), plate))
    other, _ = with_van(street(), "XY987ZK", 400)
    assert not patches.alike(before, patches.take(other, plate))
