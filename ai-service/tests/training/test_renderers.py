"""Processes that render pictures into shared memory."""

from pathlib import Path

import numpy as np

from mosaic_training.recogniser.flats import FlatPictures
from mosaic_training.renderers import BLOCK, Renderers


def test_renderers_when_started_then_blocks_come_and_come_again_as_their_seed_says(
    typefaces: Path,
) -> None:
    kind = FlatPictures(typefaces)
    render = kind.source("7:0")
    wanted = [render(number) for number in range(1, 2 * BLOCK + 1)]
    renderers = Renderers(kind, workers=1, seed=7, blocks_a_worker=1)
    try:
        for part in (wanted[:BLOCK], wanted[BLOCK:]):
            number = renderers.next_full(timeout_s=120)
            assert number is not None
            block = renderers.blocks[number]
            assert np.array_equal(block.pictures, [each.picture for each in part])
            assert np.array_equal(block.truths, [each.truth for each in part])
            renderers.hand_back(number)
        assert renderers.alive() == 1
    finally:
        renderers.close()
    assert not renderers.blocks.path.exists()
