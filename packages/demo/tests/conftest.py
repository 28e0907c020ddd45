import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mosaic_demo.encoding import encode
from mosaic_demo.film import FPS, Film
from mosaic_demo.scenes.backdrop import Backdrop
from mosaic_demo.scenes.places import DAY, STREET
from mosaic_demo.scenes.scene import Scene, SwayingTree
from mosaic_demo.traffic import Slot, plan_plates
from mosaic_demo.truth import save_truth

SEED = 11


def bare_road(backdrop: Backdrop) -> list[SwayingTree]:
    """A backdrop that costs little time."""
    backdrop.canvas[:] = 0.45
    backdrop.paint(backdrop.band(-0.1, 0.1), (0.9, 0.9, 0.9))
    return []


def short_scene(seconds: int = 3, stop_s: float = 0.4) -> Scene:
    """Two vehicles at once, within a few seconds."""
    slots = (
        Slot("front", -1.75, stop_s, 9.5, ("ES", "FR"), ("sedan",), 1.2),
        Slot("rear", 1.75, stop_s, 9.7, ("NL", "DE"), ("van",), 1.2),
    )
    return replace(
        STREET, name="short", seconds=seconds, slots=slots, paint=bare_road, walkers=(), light=DAY
    )


def short_film(seed: int = SEED, seconds: int = 3) -> Film:
    scene = short_scene(seconds)
    return Film("short", scene, seed, plan_plates(scene.slots, seed, set()))


@pytest.fixture(scope="session")
def make_film() -> Callable[..., Film]:
    """Makes a short film from a seed and a length in seconds."""
    return short_film


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short encoded clip with its ground truth beside it."""
    path = tmp_path_factory.mktemp("clips") / "short-01.mp4"
    film = short_film()
    camera = film.scene.camera
    encode(path, (camera.width, camera.height), FPS, film.frames())
    save_truth(path.with_suffix(".json"), film.truth())
    return path


@pytest.fixture(scope="session")
def library(clip: Path) -> Path:
    """A folder as render leaves it, in which three cameras play the short clip."""
    cameras = {f"camera-{i:02d}": clip.stem for i in (1, 2, 3)}
    (clip.parent / "manifest.json").write_text(json.dumps({"clips": {}, "cameras": cameras}))
    return clip.parent


@pytest.fixture(scope="session")
def decoded(clip: Path) -> list[np.ndarray]:
    """All frames of the clip, BGR, as a decoder shows them."""
    import cv2

    capture = cv2.VideoCapture(str(clip))
    frames = []
    while True:
        more, frame = capture.read()
        if not more:
            break
        frames.append(frame)
    return frames


Wait = Callable[[Callable[[], bool], float], None]


@pytest.fixture(scope="session")
def wait_until() -> Wait:
    """Waits for a condition, looking every tenth of a second; fails after the given seconds."""
    import time

    def wait(condition: Callable[[], bool], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "the condition did not come true in time"
            time.sleep(0.1)

    return wait
