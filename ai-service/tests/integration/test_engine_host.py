"""Engines exchanged while pictures are looked at."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ai_onnx import write_classifier, write_detector
from ai_scenes import HEIGHT, WIDTH, street, with_van

from mosaic_ai.application.ask_picture import PictureQuestions
from mosaic_ai.application.engine_host import (
    CurrentEngines,
    CurrentPlateLocator,
    CurrentPlateReader,
    CurrentScenes,
)
from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import ModelError, NoClassifierError, NoDetectorError
from mosaic_ai.domain.geometry import Box
from mosaic_ai.infrastructure.checksums import read_sha256
from mosaic_ai.infrastructure.models import shipped_selection
from mosaic_ai.infrastructure.pooled_engine_host import PooledEngineHost

EVERYTHING = Box(0, 0, WIDTH, HEIGHT)


@pytest.fixture
def host() -> Iterator[PooledEngineHost]:
    made = PooledEngineHost(shipped_selection(None), processes=1)
    yield made
    made.close()


async def test_engines_when_exchanged_again_and_again_then_each_look_has_one_set_and_none_is_lost(
    host: PooledEngineHost,
) -> None:
    first = host.selection
    second = first.with_file("plate_locator", replace(first.plate_locator, version="another"))
    looks: list[tuple[str, str, str]] = []
    picture, _ = with_van(street(), "KL57BXT", 400)
    stop = threading.Event()

    def look_on() -> None:
        current = CurrentEngines(host)
        locator, reader = CurrentPlateLocator(current), CurrentPlateReader(current)
        while not stop.is_set():
            with current.looking():
                began = current.plate_engine
                plate = locator.locate(picture, EVERYTHING)[0]
                text = reader.read(picture, plate.box, corners=plate.corners).text
                looks.append((began, current.plate_engine, text))

    tasks = [asyncio.create_task(asyncio.to_thread(look_on)) for _ in range(2)]
    try:
        for selection in (second, first, second, first):
            await host.replace(selection)
            wanted = f"@{selection.plate_locator.version}+"
            seen = len(looks)
            async with asyncio.timeout(120):
                while not any(wanted in name for name, _, _ in looks[seen:]):
                    await asyncio.sleep(0.01)
    finally:
        stop.set()
        await asyncio.gather(*tasks)
    assert all(began == ended and text == "KL57BXT" for began, ended, text in looks)
    assert len({began for began, _, _ in looks}) == 2


async def test_replace_when_a_model_cannot_be_opened_then_the_ones_before_go_on(
    host: PooledEngineHost, tmp_path: Path
) -> None:
    before, engines = host.selection, host.engines
    file = tmp_path / "x.onnx"
    file.write_bytes(b"no model")
    with pytest.raises(ModelError):
        await host.replace(before.with_file("detector", _file("detector", file)))
    assert host.selection is before
    assert host.engines is engines


async def test_questions_when_no_model_is_there_then_refused_and_answered_once_there_is(
    host: PooledEngineHost, tmp_path: Path
) -> None:
    questions, picture = PictureQuestions(host), street()
    picture[:] = (0, 0, 255)
    with pytest.raises(NoClassifierError):
        questions.classify(picture, 5)
    with pytest.raises(NoDetectorError):
        questions.persons(picture)
    scenes = CurrentScenes(CurrentEngines(host))
    assert scenes.detect_in(picture, [EVERYTHING]) == []
    boxes = [("car", 0.9, (10.0, 10.0, 8.0, 8.0)), ("person", 0.8, (32.0, 18.0, 16.0, 16.0))]
    selection = host.selection.with_file(
        "detector", _file("detector", write_detector(tmp_path / "d.onnx", boxes=boxes))
    )
    classifier = write_classifier(tmp_path / "c.onnx", ["red", "green", "blue"])
    await host.replace(selection.with_file("classifier", _file("classifier", classifier)))
    told = questions.classify(picture, 2)
    assert told.classes[0].label == "red"
    assert len(told.classes) == 2
    assert told.engine == "m@3"
    persons = questions.persons(picture)
    assert [found.label for found in persons.found] == ["person"]
    assert persons.found[0].confidence == pytest.approx(0.8)
    scale = WIDTH / 64
    assert persons.found[0].box.x == pytest.approx(24 * scale, abs=1)
    assert persons.found[0].box.width == pytest.approx(16 * scale, abs=1)
    found = scenes.detect_in(picture, [EVERYTHING])
    assert {each.label for each in found} == {"car", "person"}
    assert scenes.version == "3"


def _file(role: str, path: Path) -> ModelFile:
    return ModelFile(role, "m", "3", path, read_sha256(path))  # type: ignore[arg-type]
