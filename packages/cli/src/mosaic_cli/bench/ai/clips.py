"""1080p clips for cameras that always show movement, and for cameras at rest, made of the demo's."""

import json
import math
import subprocess
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from mosaic_cli.demo import clips_folder
from mosaic_demo.scenes.places import SCENES
from mosaic_demo.truth import load_truths

SIZE = (1920, 1080)
FPS = 25
LONGEST_S = {"moving": 60, "rest": 30}
SHORTEST_S = 20
PLAYED = {"moving": "null", "rest": "split[on][back];[back]reverse[back];[on][back]concat"}
"""At rest forth and back: where a clip begins anew leaves and light would jump, and that is movement."""
MAKE_LIMIT_S = 600


@dataclass(frozen=True)
class Stretch:
    """A part of a clip; seconds."""

    clip: Path
    starts_s: float
    lasts_s: float


def clips_of(kind: str) -> list[Path]:
    """`moving`: something is in the picture all the time; `rest`: nothing but leaves, noise and a clock.

    Raises FileNotFoundError without the demo's clips, CalledProcessError.
    """
    wanted = kind == "moving"
    found = [
        stretch
        for stretch in (_longest(clip, wanted) for clip in _clips())
        if stretch and stretch.lasts_s >= SHORTEST_S
    ]
    if not found:
        raise FileNotFoundError(f"no demo clip is long enough for cameras {kind}")
    return [_made(stretch, kind) for stretch in found]


def serve_folder(folder: Path, clips: list[Path], cameras: int) -> None:
    """A folder from which `mosaic_demo serve` plays the clips in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    played = {}
    for number in range(cameras):
        clip = clips[number % len(clips)]
        link = folder / clip.name
        if not link.exists():
            link.symlink_to(clip)
        played[f"camera-{number + 1:02d}"] = clip.stem
    (folder / "manifest.json").write_text(json.dumps({"clips": {}, "cameras": played}))


def _clips() -> list[Path]:
    return sorted(clips_folder().glob("*-[0-9][0-9].mp4"))


def _longest(clip: Path, moving: bool) -> Stretch | None:
    """The longest stretch in which something, or nothing, is in the picture."""
    truth = next(
        (each for each in load_truths(clips_folder()).values() if each.clip == clip.stem), None
    )
    if truth is None:
        return None
    walkers = next(scene for scene in SCENES if scene.name == truth.scene).walkers

    def fits(frame: int) -> bool:
        if truth.passages_at(frame):
            return moving
        walked = any(each.from_s <= frame / truth.fps <= each.to_s for each in walkers)
        return not moving and not walked

    best, began = (0, 0), 0
    for frame in range(truth.frames + 1):
        if frame == truth.frames or not fits(frame):
            best = max(best, (frame - began, began))
            began = frame + 1
    lasts, began = best
    # A second less at each end: what has just left is still background that the gate unlearns. From a whole second
    # on: there the clip has a key frame, at which all of its noise changes, and so has what is made of it.
    starts_s = math.ceil(began / truth.fps) + 1
    return Stretch(clip, starts_s, int((began + lasts) / truth.fps) - 1 - starts_s)


def _made(stretch: Stretch, kind: str) -> Path:
    """As the demo encodes, at 1080p: main profile, no B-frames, a key frame a second."""
    version = int(stretch.clip.stat().st_mtime)
    path = user_cache_path("mosaic") / "bench-ai" / f"{kind}-4-{stretch.clip.stem}-{version}.mp4"
    if path.is_file():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.mp4")
    lasts_s = min(stretch.lasts_s, LONGEST_S[kind])
    command = [
        "ffmpeg", "-hide_banner", "-loglevel", "error", "-y",
        "-ss", f"{stretch.starts_s:.2f}", "-t", f"{lasts_s:.2f}", "-i", str(stretch.clip),
        "-vf", f"{PLAYED[kind]},scale={SIZE[0]}:{SIZE[1]}:flags=bicubic", "-an",
        "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main",
        "-bf", "0", "-g", str(FPS), "-keyint_min", str(FPS), "-sc_threshold", "0",
        "-crf", "24", "-maxrate", "4M", "-bufsize", "4M", "-pix_fmt", "yuv420p",
        "-movflags", "+faststart", str(part),
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=MAKE_LIMIT_S)
    part.replace(path)
    return path
