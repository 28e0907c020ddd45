"""`python -m mosaic_ai.replay CLIP.mp4 …`: the pipeline over clips, compared with their ground truth.

Beside CLIP.mp4 lies CLIP.json: `fps` and `passages`, each with `plate` and its first and last visible and readable
frames. One JSON line a clip; `told_after_s` counts from the first instant at which the plate can be read.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mosaic_ai.application.look_at_frame import FramePipeline, Stages
from mosaic_ai.application.record_reads import SightingRecorder
from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.domain.ports import OpenRead
from mosaic_ai.evaluation import edits, engines_of_environment
from mosaic_ai.infrastructure.cv_motion_gate import CvMotionGate
from mosaic_ai.infrastructure.cv_patches import CvPatches
from mosaic_ai.infrastructure.cv_vehicle_colours import CvVehicleColours
from mosaic_ai.infrastructure.file_source import FileFrameSource
from mosaic_ai.infrastructure.images import to_jpeg
from mosaic_ai.infrastructure.obstore_evidence import ObstoreEvidence
from mosaic_ai.infrastructure.packed_detector import PackedDetector
from mosaic_contracts.events import CloudEvent, PlateRead
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import AiSettings

STARTS_AT = datetime(2026, 1, 1, tzinfo=UTC)


class _Collected:
    """An outbox and a store of open reads that only remember."""

    def __init__(self) -> None:
        self.reads: list[PlateRead] = []

    def add(self, events: Sequence[CloudEvent]) -> None:
        for event in events:
            payload = event.payload()
            if isinstance(payload, PlateRead):
                self.reads.append(payload)

    def save(self, read: OpenRead) -> None: ...
    def forget(self, read_ids: Any) -> None: ...
    def all(self) -> list[OpenRead]:
        return []


class Rig:
    """One camera's pipeline with the real engines, its events kept in memory."""

    def __init__(self, engines: Engines) -> None:
        self.camera_id = new_id()
        self._collected = _Collected()
        self._pipeline = FramePipeline(
            AiSettings(),
            Stages(
                CvMotionGate(),
                CvPatches(),
                PackedDetector(engines.detector) if engines.detector else None,
                engines.locator,
                engines.reader,
                colours=CvVehicleColours(),
            ),
        )
        self._recorder = SightingRecorder(
            self.camera_id,
            (),
            evidence=ObstoreEvidence("memory:///"),
            open_reads=self._collected,
            outbox=self._collected,
            to_jpeg=to_jpeg,
            interpreter=Interpreter(),
            engines=engines,
        )

    @property
    def eager(self) -> bool:
        return self._pipeline.eager

    @property
    def reads(self) -> list[PlateRead]:
        """All revisions of all reads, as they were told."""
        return self._collected.reads

    def look(self, frame: Frame) -> Sequence[PlateRead]:
        """What is told after that picture."""
        return self._recorder.record(self._pipeline.look(frame))

    def finish(self) -> None:
        self._recorder.finish(self._pipeline.end())


@dataclass
class Outcome:
    """One clip: what was there, what was read."""

    clip: str
    passages: int = 0
    found: int = 0
    exact: int = 0
    doubled: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    told_after_s: list[float] = field(default_factory=list)
    pictures: int = 0
    cpu_s: float = 0.0
    events: int = 0


async def replay(clip: Path, engines: Engines, *, loops: int = 1, phase_s: float = 0.0) -> Outcome:
    """Runs one clip and matches each read to the passage that was in the picture when it was first seen."""
    outcome = Outcome(clip.stem)
    rig = Rig(engines)
    told_at: dict[str, float] = {}
    started = time.process_time()
    source = FileFrameSource(
        rig.camera_id, clip, starts_at=STARTS_AT, keys_only=False, phase_s=phase_s, loops=loops
    )
    async for frame in source.frames():
        outcome.pictures += 1
        for read in rig.look(frame):
            at_s = (frame.captured_at - STARTS_AT).total_seconds()
            told_at.setdefault(str(read.read_id), at_s)
        source.eager = rig.eager
    rig.finish()
    outcome.cpu_s = time.process_time() - started
    outcome.events = len(rig.reads)
    _compare(outcome, json.loads(clip.with_suffix(".json").read_text()), rig.reads, told_at, loops)
    return outcome


def _compare(
    outcome: Outcome,
    truth: dict[str, Any],
    reads: list[PlateRead],
    told_at: dict[str, float],
    loops: int,
) -> None:
    fps, length_s = truth["fps"], truth["frames"] / truth["fps"]
    last = {read.read_id: read for read in reads}
    left = list(last.values())
    for loop in range(loops):
        for passage in truth["passages"]:
            begin_s = loop * length_s + passage["first_visible_frame"] / fps
            end_s = loop * length_s + passage["last_visible_frame"] / fps
            readable_s = loop * length_s + passage["first_readable_frame"] / fps
            outcome.passages += 1
            mine = [
                read
                for read in left
                if begin_s - 0.5 <= (read.seen_at - STARTS_AT).total_seconds() <= end_s + 0.5
                and edits(read.text, passage["plate"]) <= 2
            ]
            if not mine:
                outcome.missed.append(f"{passage['plate']}@{begin_s:.0f}-{end_s:.0f}")
                continue
            best = min(mine, key=lambda read: edits(read.text, passage["plate"]))
            outcome.found += 1
            outcome.doubled += len(mine) - 1
            if best.text == passage["plate"]:
                outcome.exact += 1
            else:
                outcome.wrong.append(f"{passage['plate']}→{best.text}")
            outcome.told_after_s.append(round(told_at[str(best.read_id)] - readable_s, 2))
            left = [read for read in left if read not in mine]
    outcome.extra = [
        f"{read.text}@{(read.seen_at - STARTS_AT).total_seconds():.0f}" for read in left
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m mosaic_ai.replay")
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--loops", type=int, default=1)
    parser.add_argument("--phase", type=float, default=0.0, help="seconds before the first picture")
    arguments = parser.parse_args()
    engines = engines_of_environment()
    for clip in arguments.clips:
        outcome = asyncio.run(replay(clip, engines, loops=arguments.loops, phase_s=arguments.phase))
        sys.stdout.write(json.dumps(outcome.__dict__) + "\n")


if __name__ == "__main__":
    main()
