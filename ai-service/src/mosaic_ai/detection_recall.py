"""What gates, packing and a cheaper model lose: `python -m mosaic_ai.detection_recall CLIP…`, one JSON line.

Against looking at the whole of every picture, over clips with the truth of their vehicles beside them. A second of
a vehicle counts where it moves and is large enough to be told apart.
"""

import argparse
import asyncio
import json
import math
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av

from mosaic_ai.application.look_at_frame import FramePipeline, Stages
from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.geometry import Box, distance, iou
from mosaic_ai.domain.ports import Detector
from mosaic_ai.domain.quiet_video import QuietVideo
from mosaic_ai.infrastructure.cv_motion_gate import CvMotionGate
from mosaic_ai.infrastructure.cv_patches import CvPatches
from mosaic_ai.infrastructure.file_source import FileFrameSource
from mosaic_ai.infrastructure.models import load_engines
from mosaic_ai.infrastructure.packed_detector import PackedDetector
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import AiSettings

SAME = 0.4
"""IoU with the truth, which holds the whole vehicle where something may hide a part of it."""
MIN_AREA_SHARE = 0.002
MIN_STEP_SHARE = 0.05
"""Of the vehicle's size, from one second to the next: less is standing."""
TOGETHER = 4
"""Cameras whose pictures are looked at at once, and share canvases."""
FETCHED_WITH_KEY = 5
"""Pictures in the first part of a segment, the key frame among them."""
TAKEN = ["car", "truck", "bus", "train", "motorcycle", "bicycle", "person"]


class _Clip:
    """A clip's pictures, a second apart, with what moves in each. stirs: as QuietVideo is told of each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.frames: list[Frame] = []
        self.stirs: list[float] = []
        told = json.loads(path.with_suffix(".json").read_text())
        self._fps = told["fps"]
        self._size = (told["width"], told["height"])
        self._passages: list[dict[int, Box]] = [
            {int(frame): Box(*box) for frame, *box in passage["vehicle_boxes"]}
            for passage in told["passages"]
        ]

    async def read(self) -> None:
        self.frames = [frame async for frame in FileFrameSource(new_id(), self.path).frames()]
        macroblocks = math.prod((side + 15) // 16 for side in self._size)
        with av.open(str(self.path)) as container:
            packets = [(each.is_keyframe, each.size) for each in container.demux(video=0)]
        for at, (is_key, _) in enumerate(packets):
            if is_key:
                after = [size for _, size in packets[at + 1 : at + FETCHED_WITH_KEY]]
                self.stirs.append(max(after, default=0) / macroblocks)

    def truth(self, second: int) -> list[Box]:
        found = []
        for boxes in self._passages:
            now, before = (boxes.get(round((second - back) * self._fps)) for back in (0, 1))
            if now is None or before is None:
                continue
            inside = now.clipped(*self._size)
            area = inside.area / math.prod(self._size)
            moved = distance(now, before) / math.sqrt(now.area)
            if area >= MIN_AREA_SHARE and inside.area > 0.6 * now.area and moved >= MIN_STEP_SHARE:
                found.append(inside)
        return found


class _Watched:
    """A clip as the service watches a camera."""

    def __init__(self, clip: _Clip, scenes: PackedDetector, engines: Engines) -> None:
        self.clip = clip
        self._pipeline = FramePipeline(
            AiSettings(classes=TAKEN, read_plates=False),
            Stages(CvMotionGate(), CvPatches(), scenes, engines.locator, engines.reader),
        )
        self._quiet = QuietVideo()
        self._at_rest = False

    def found(self, second: int) -> list[Box]:
        if self._quiet.spares(self.clip.stirs[second], at_rest=self._at_rest):
            return []
        look = self._pipeline.look(self.clip.frames[second])
        self._at_rest = not look.moving and not look.step.current
        return [each.detection.box for each in look.detections]


def _plain(detector: Detector, frame: Frame) -> list[Box]:
    everything = Box(0, 0, frame.width, frame.height)
    return [found.box for found in detector.detect(frame.pixels, everything)]


def _hits(truth: Sequence[Box], found: Sequence[Box]) -> int:
    return sum(any(iou(each, box) >= SAME for box in found) for each in truth)


def measured(clips: Sequence[Path], models_dir: Path) -> dict[str, float]:
    """Shares found. Raises ModelError; RuntimeError without a detector."""
    engines = load_engines(models_dir)
    if engines.detector is None:
        raise RuntimeError("there are no detector weights")
    packed = PackedDetector(engines.detector)
    total = plain = ours = 0
    with ThreadPoolExecutor(TOGETHER) as threads:
        for start in range(0, len(clips), TOGETHER):
            read = [_Clip(path) for path in clips[start : start + TOGETHER]]
            for clip in read:
                asyncio.run(clip.read())
            watched = [_Watched(clip, packed, engines) for clip in read]
            for second in range(1, max(len(clip.frames) for clip in read)):
                shown = [each for each in watched if second < len(each.clip.frames)]
                looks = threads.map(lambda each, at=second: each.found(at), shown)
                for each, boxes in zip(shown, looks, strict=True):
                    truth = each.clip.truth(second)
                    if truth:
                        total += len(truth)
                        plain += _hits(truth, _plain(engines.detector, each.clip.frames[second]))
                        ours += _hits(truth, boxes)
    return {
        "vehicle_seconds": total,
        "plain": plain / total if total else 0.0,
        "ours": ours / total if total else 0.0,
        "lost_points": 100 * (plain - ours) / total if total else 0.0,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path, nargs="+")
    arguments = parser.parse_args()
    told = measured(arguments.clips, Path(os.environ["MOSAIC_MODELS_DIR"]))
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
