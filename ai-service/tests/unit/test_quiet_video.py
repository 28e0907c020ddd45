"""Pictures are spared where the compressed video shows that nothing moves, and only there."""

import random
from itertools import groupby

import pytest

from mosaic_ai.domain.quiet_video import MOST_IN_A_ROW, QuietVideo


def told(quiet: QuietVideo, stirs: list[float], *, at_rest: bool = True) -> list[bool]:
    return [quiet.spares(stir, at_rest=at_rest) for stir in stirs]


def test_video_when_still_then_most_is_spared_and_never_too_many_in_a_row() -> None:
    spared = told(QuietVideo(), [0.03] * 400)
    assert not any(spared[:10])
    runs = [len(list(same)) for is_spared, same in groupby(spared) if is_spared]
    assert set(runs[:-1]) == {MOST_IN_A_ROW}


def test_video_when_something_stirs_then_decoded() -> None:
    quiet = QuietVideo()
    told(quiet, [0.03] * 100)
    assert not quiet.spares(0.06, at_rest=True)
    assert not quiet.spares(None, at_rest=True)
    assert not quiet.spares(0.03, at_rest=False)


def test_video_when_the_encoder_fills_quiet_pictures_too_then_nothing_is_spared() -> None:
    draw = random.Random(6)
    quiet = QuietVideo()
    for _ in range(20):
        rest = told(quiet, [draw.gauss(0.8, 0.05) for _ in range(30)])
        moving = told(quiet, [draw.gauss(0.8, 0.05) for _ in range(10)], at_rest=False)
        assert not any(rest + moving)


@pytest.mark.parametrize(("moving", "some"), [(1.5, True), (0.5, False)])
def test_video_when_noisy_then_spared_once_movement_has_shown_to_be_larger(
    moving: float, some: bool
) -> None:
    quiet = QuietVideo()
    assert not any(told(quiet, [0.5] * 50))
    told(quiet, [moving] * 30, at_rest=False)
    assert any(told(quiet, [0.5] * 10)) is some
