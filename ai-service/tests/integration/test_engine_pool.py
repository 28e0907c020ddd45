"""Engines in child processes: the same answers, and a lost process loses nothing."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from ai_scenes import HEIGHT, WIDTH, street, with_van

from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.errors import EngineLostError, ModelError
from mosaic_ai.domain.geometry import Box, iou
from mosaic_ai.infrastructure import engine_process
from mosaic_ai.infrastructure.child_engines import child_engines
from mosaic_ai.infrastructure.engine_pool import EnginePool
from mosaic_ai.infrastructure.models import shipped_selection
from mosaic_ai.infrastructure.process_names import ENGINES

EVERYTHING = Box(0, 0, WIDTH, HEIGHT)


@pytest.fixture
def pool() -> Iterator[EnginePool]:
    made = EnginePool(shipped_selection(None), processes=1, answer_within_s=5.0)
    yield made
    made.close()


def children() -> list[psutil.Process]:
    """The engine processes of these tests."""
    return [each for each in psutil.Process().children() if each.name() == ENGINES]


def test_pool_when_asked_then_as_in_this_process(pool: EnginePool, engines: Engines) -> None:
    picture, _ = with_van(street(), "KL57BXT", 400)
    theirs = child_engines(pool)
    assert theirs.plate_engine == engines.plate_engine
    for region in (EVERYTHING, Box(100.4, 30.2, 1000, 650), Box(-50, -50, 20, 20)):
        expected = engines.locator.locate(picture, region)
        found = theirs.locator.locate(picture, region)
        assert len(found) == len(expected)
        for mine, other in zip(found, expected, strict=True):
            assert iou(mine.box, other.box) > 0.9
    [best, *_] = engines.locator.locate(picture, EVERYTHING)
    reading = theirs.reader.read(picture, best.box, corners=best.corners)
    assert reading.text == engines.reader.read(picture, best.box, corners=best.corners).text
    assert theirs.reader.read(picture, Box(-90, -90, 20, 10)).text == ""


def test_pool_when_the_picture_is_larger_than_the_memory_then_boxes_are_of_the_picture(
    pool: EnginePool,
) -> None:
    picture, plate = with_van(street(), "KL57BXT", 400)
    large = np.asarray(np.kron(picture, np.ones((4, 4, 1), np.uint8)), np.uint8)
    best = child_engines(pool).still_locator.locate(
        large, Box(0, 0, large.shape[1], large.shape[0])
    )[0]
    assert iou(best.box, plate.scaled(4)) > 0.6


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_pool_when_a_process_dies_or_hangs_then_the_picture_is_looked_at_by_its_successor(
    pool: EnginePool, number: signal.Signals
) -> None:
    picture, plate = with_van(street(), "KL57BXT", 400)
    locator = child_engines(pool).locator
    before = {each.pid for each in children()}
    assert before
    for pid in before:
        os.kill(pid, number)
    assert iou(locator.locate(picture, EVERYTHING)[0].box, plate) > 0.6
    assert before.isdisjoint(each.pid for each in children())


def test_pool_when_a_process_outgrows_its_memory_then_replaced(
    pool: EnginePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_process, "MAX_MEMORY_BYTES", 1)
    monkeypatch.setattr(engine_process, "MEMORY_LOOKED_AT_EVERY", 1)
    locator = child_engines(pool).locator
    before = {each.pid for each in children()}
    locator.locate(street(), EVERYTHING)
    locator.locate(street(), EVERYTHING)
    assert before.isdisjoint(each.pid for each in children())


def test_pool_when_closed_then_no_process_is_left_and_callers_are_told(
    pool: EnginePool,
) -> None:
    pool.close()
    assert children() == []
    with pytest.raises(EngineLostError):
        child_engines(pool).locator.locate(street(), EVERYTHING)


def test_pool_when_its_models_are_no_models_then_refused(tmp_path: Path) -> None:
    junk = tmp_path / "junk.onnx"
    junk.write_bytes(b"no model")
    selection = shipped_selection(None)
    with pytest.raises(ModelError):
        EnginePool(
            replace(selection, plate_locator=replace(selection.plate_locator, path=junk)),
            processes=1,
        )
    assert children() == []
