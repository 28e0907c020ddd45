"""The folder of rendered clips: which there are, which camera plays which, and what is still to be rendered."""

import hashlib
import json
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from mosaic_demo.encoding import encode
from mosaic_demo.film import FPS, Film
from mosaic_demo.plates.face import Plate
from mosaic_demo.scenes.places import SCENES
from mosaic_demo.scenes.scene import Scene
from mosaic_demo.traffic import plan_plates
from mosaic_demo.truth import save_truth

MAX_CAMERAS, MAX_CLIPS, DEFAULT_SEED = 64, 8, 20260512
MANIFEST = "manifest.json"
_NOT_RENDERING = {
    "__main__.py",
    "cameras.py",
    "children.py",
    "faults.py",
    "library.py",
    "mediamtx.py",
    "truth.py",
}


@dataclass(frozen=True)
class ClipPlan:
    """A clip to be rendered; index counts from 0."""

    name: str
    index: int
    seed: int


def camera_names(count: int) -> list[str]:
    """Path names on the simulated camera server: camera-01 and so on."""
    if not 1 <= count <= MAX_CAMERAS:
        raise ValueError(f"between 1 and {MAX_CAMERAS} cameras, not {count}")
    return [f"camera-{i + 1:02d}" for i in range(count)]


def clip_plans(count: int, seed: int) -> list[ClipPlan]:
    """The clips that `count` cameras play; from the ninth camera on they share."""
    return [
        ClipPlan(f"{_scene(i).name}-{i + 1:02d}", i, seed * 1000 + i)
        for i in range(min(count, MAX_CLIPS))
    ]


def clip_of_camera(count: int, seed: int) -> dict[str, str]:
    """Camera name → clip name."""
    plans = clip_plans(count, seed)
    return {camera: plans[i % len(plans)].name for i, camera in enumerate(camera_names(count))}


def generator_version() -> str:
    """Changes whenever code that shapes the pictures does."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        if path.name not in _NOT_RENDERING:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def plates_of(index: int, seed: int) -> list[Plate]:
    """The plates of one clip, none of which appears in another of the same seed."""
    taken: set[str] = set()
    for i in range(index):
        plan_plates(_scene(i).slots, seed * 1000 + i, taken)
    return plan_plates(_scene(index).slots, seed * 1000 + index, taken)


def film(plan: ClipPlan, seed: int) -> Film:
    """The film of a plan, ready to be played once."""
    return Film(plan.name, _scene(plan.index), plan.seed, plates_of(plan.index, seed))


def render(
    folder: Path, cameras: int, seed: int, workers: int, report: Callable[[str], None]
) -> list[str]:
    """Renders what is missing or out of date; returns the names of the clips that were rendered.

    report: called with a line of progress now and then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    version = generator_version()
    known = _rendered(folder)
    wanted = clip_plans(cameras, seed)
    missing = [
        p for p in wanted if known.get(p.name) != _key(p, version) or not _complete(folder, p.name)
    ]
    done = {p.name: _key(p, version) for p in wanted if p not in missing}
    context = multiprocessing.get_context("spawn")
    if missing:
        report(f"rendering {len(missing)} of {len(wanted)} clips with {workers} processes")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        jobs = {pool.submit(_render_one, p, seed, folder): p for p in missing}
        for job in as_completed(jobs):
            job.result()
            done[jobs[job].name] = _key(jobs[job], version)
            report(f"rendered {jobs[job].name} ({len(done)} of {len(wanted)} clips)")
    manifest = {
        "generator": version,
        "seed": seed,
        "clips": {p.name: done[p.name] for p in wanted},
        "cameras": clip_of_camera(cameras, seed),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    return [p.name for p in missing]


def load_cameras(folder: Path) -> dict[str, Path]:
    """Camera name → clip file, as the manifest says."""
    manifest = json.loads((folder / MANIFEST).read_text())
    return {camera: folder / f"{clip}.mp4" for camera, clip in manifest["cameras"].items()}


def _scene(index: int) -> Scene:
    return SCENES[index % len(SCENES)]


def _key(plan: ClipPlan, version: str) -> str:
    return hashlib.sha256(json.dumps([asdict(plan), version]).encode()).hexdigest()[:24]


def _complete(folder: Path, name: str) -> bool:
    return (folder / f"{name}.mp4").is_file() and (folder / f"{name}.json").is_file()


def _rendered(folder: Path) -> dict[str, str]:
    try:
        clips = json.loads((folder / MANIFEST).read_text())["clips"]
    except (FileNotFoundError, ValueError, KeyError):
        return {}
    return {str(name): str(key) for name, key in clips.items()}


def _render_one(plan: ClipPlan, seed: int, folder: Path) -> None:
    cv2.setNumThreads(1)
    made = film(plan, seed)
    camera = made.scene.camera
    encode(folder / f"{plan.name}.mp4", (camera.width, camera.height), FPS, made.frames())
    save_truth(folder / f"{plan.name}.json", made.truth())
