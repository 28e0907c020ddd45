"""The folder of rendered clips: which there are, and which camera plays which."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mosaic_demo.film import Film
from mosaic_demo.plates.face import Plate
from mosaic_demo.scenes.places import SCENES
from mosaic_demo.scenes.scene import Scene
from mosaic_demo.traffic import plan_plates

MAX_CAMERAS, MAX_CLIPS, DEFAULT_SEED = 64, 8, 20260512
MANIFEST = "manifest.json"
_NOT_RENDERING = {
    "__main__.py",
    "cameras.py",
    "children.py",
    "faults.py",
    "library.py",
    "mediamtx.py",
    "recorded_day.py",
    "rendering.py",
    "truth.py",
}


@dataclass(frozen=True)
class ClipPlan:
    """A clip to be rendered; index counts from 0."""

    name: str
    index: int
    seed: int

    def key(self, version: str) -> str:
        """Changes whenever the clip would come out differently; version: generator_version()."""
        return hashlib.sha256(json.dumps([asdict(self), version]).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Library:
    """What the manifest says: only of clips whose video and truth are both in place.

    clips: clip name → key of the plan it was rendered from. cameras: camera name → clip name.
    """

    folder: Path
    clips: dict[str, str] = field(default_factory=dict)
    cameras: dict[str, str] = field(default_factory=dict)

    def has(self, plan: ClipPlan, version: str) -> bool:
        """Whether the clip is there as this generator would make it."""
        files = (self.folder / f"{plan.name}{suffix}" for suffix in (".mp4", ".json"))
        return self.clips.get(plan.name) == plan.key(version) and all(f.is_file() for f in files)

    def save(self) -> None:
        """Replaces the manifest in one step."""
        manifest = {"clips": self.clips, "cameras": self.cameras}
        part = self.folder / f".{MANIFEST}.part"
        with part.open("w") as file:
            file.write(json.dumps(manifest, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.folder / MANIFEST)


def load_library(folder: Path) -> Library:
    """An empty one where there is no manifest, or none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        return Library(folder, dict(manifest["clips"]), dict(manifest["cameras"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Library(folder)


def camera_names(count: int) -> list[str]:
    """Path names on the simulated camera server: camera-01 and so on."""
    if not 1 <= count <= MAX_CAMERAS:
        raise ValueError(f"between 1 and {MAX_CAMERAS} cameras, not {count}")
    return [f"camera-{i + 1:02d}" for i in range(count)]


def clip_plans(count: int, seed: int, scenes: tuple[Scene, ...] = SCENES) -> list[ClipPlan]:
    """The clips that `count` cameras play; from the ninth camera on they share."""
    return [
        ClipPlan(f"{_scene(i, scenes).name}-{i + 1:02d}", i, seed * 1000 + i)
        for i in range(min(count, MAX_CLIPS))
    ]


def clip_of_camera(count: int, plans: list[ClipPlan]) -> dict[str, str]:
    """Camera name → clip name."""
    return {camera: plans[i % len(plans)].name for i, camera in enumerate(camera_names(count))}


def generator_version() -> str:
    """Changes whenever code that shapes the pictures does."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        if path.name not in _NOT_RENDERING:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def plates_of(index: int, seed: int, scenes: tuple[Scene, ...] = SCENES) -> list[Plate]:
    """The plates of one clip, none of which appears in another of the same seed."""
    taken: set[str] = set()
    for i in range(index):
        plan_plates(_scene(i, scenes).slots, seed * 1000 + i, taken)
    return plan_plates(_scene(index, scenes).slots, seed * 1000 + index, taken)


def film(plan: ClipPlan, seed: int, scenes: tuple[Scene, ...] = SCENES) -> Film:
    """The film of a plan, ready to be played once."""
    scene = _scene(plan.index, scenes)
    return Film(plan.name, scene, plan.seed, plates_of(plan.index, seed, scenes))


def load_cameras(folder: Path) -> dict[str, Path]:
    """Camera name → clip file, as the manifest says."""
    cameras = load_library(folder).cameras
    return {camera: folder / f"{clip}.mp4" for camera, clip in cameras.items()}


def _scene(index: int, scenes: tuple[Scene, ...]) -> Scene:
    return scenes[index % len(scenes)]
