"""Whether a service grows, told from what it took."""

import random

import pytest

from mosaic_cli.bench.ai.memory import growth, spans


def test_growth_when_it_is_a_line_then_that_slope() -> None:
    slope, least, greatest = growth([(float(at), 100 + 0.5 * at) for at in range(12)])
    assert (slope, least, greatest) == pytest.approx((0.5, 0.5, 0.5))


def test_growth_when_there_is_none_but_noise_then_none_is_certain() -> None:
    noise = random.Random(4)
    samples = [(15.0 * at, 800 + noise.uniform(-20, 20)) for at in range(240)]
    _, least, greatest = growth(spans(samples, 12))
    assert least < 0 < greatest


def test_growth_when_small_and_under_noise_then_certain() -> None:
    noise = random.Random(5)
    samples = [(15.0 * at, 800 + 0.1 * at + noise.uniform(-20, 20)) for at in range(240)]
    slope, least, _ = growth(spans(samples, 12))
    assert least > 0
    assert slope == pytest.approx(0.1 / 15, rel=0.3)


def test_growth_when_one_sample_is_far_off_then_it_does_not_count() -> None:
    samples = [(15.0 * at, 800.0 + 500 * (at == 239)) for at in range(240)]
    assert growth(spans(samples, 12)) == (0, 0, 0)


def test_growth_when_there_is_one_point_then_told() -> None:
    with pytest.raises(ValueError, match="one point"):
        growth(spans([(0.0, 1.0)], 12))
