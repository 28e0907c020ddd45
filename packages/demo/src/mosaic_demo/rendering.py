"""Renders the clips that a library lacks, each landing by itself: what is killed goes on where it was."""

import fcntl
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import cv2

from mosaic_demo.children import die_with_parent
from mosaic_demo.encoding import encode
from mosaic_demo.film import FPS
from mosaic_demo.library import (
    ClipPlan,
    Library,
    clip_of_camera,
    clip_plans,
    film,
    generator_version,
    load_library,
)
from mosaic_demo.scenes.places import SCENES
from mosaic_demo.scenes.scene import Scene
from mosaic_demo.truth import save_truth

_LOCK, _STAGE = ".rendering.lock", ".rendering-"


def render(
    folder: Path,
    cameras: int,
    seed: int,
    workers: int,
    report: Callable[[str], None],
    scenes: tuple[Scene, ...] = SCENES,
) -> list[str]:
    """Renders what is missing or out of date; returns the names of the clips that were rendered.

    report: called with a line of progress now and then. Only one render works on a folder, the next waits;
    what the folder has for more cameras stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    version, wanted = generator_version(), clip_plans(cameras, seed, scenes)
    with _alone_in(folder):
        library = load_library(folder)
        missing = [plan for plan in wanted if not library.has(plan, version)]
        outdated = {plan.name for plan in missing}
        finished = {name: key for name, key in library.clips.items() if name not in outdated}
        played = library.cameras | clip_of_camera(cameras, wanted)
        _publish(folder, finished, played)
        if missing:
            report(f"rendering {len(missing)} of {len(wanted)} clips with {workers} processes")
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, _become_worker, (os.getpid(),)) as pool:
            jobs = {pool.submit(_render_one, p, seed, folder, scenes): p for p in missing}
            left = len(missing)
            for job in as_completed(jobs):
                job.result()
                finished[jobs[job].name] = jobs[job].key(version)
                _publish(folder, finished, played)
                left -= 1
                report(f"rendered {jobs[job].name} ({len(wanted) - left} of {len(wanted)} clips)")
    return [plan.name for plan in missing]


def _publish(folder: Path, finished: dict[str, str], played: dict[str, str]) -> None:
    cameras = {camera: clip for camera, clip in played.items() if clip in finished}
    Library(folder, finished, cameras).save()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, and throws away what a render that was killed left half done."""
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for stage in folder.glob(f"{_STAGE}*"):
            shutil.rmtree(stage, ignore_errors=True)
        yield


def _become_worker(parent_pid: int) -> None:
    die_with_parent(parent_pid)()
    cv2.setNumThreads(1)


def _render_one(plan: ClipPlan, seed: int, folder: Path, scenes: tuple[Scene, ...]) -> None:
    made = film(plan, seed, scenes)
    camera = made.scene.camera
    stage = Path(mkdtemp(prefix=_STAGE, dir=folder))
    try:
        video, truth = stage / f"{plan.name}.mp4", stage / f"{plan.name}.json"
        encode(video, (camera.width, camera.height), FPS, made.frames())
        save_truth(truth, made.truth())
        for part in (video, truth):
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(folder / part.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
