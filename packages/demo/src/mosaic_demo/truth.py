"""What really happens in a clip: which plate is seen where and when."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

Box = tuple[float, float, float, float]
READABLE_WIDTH_PX = 90


@dataclass(frozen=True)
class Passage:
    """One vehicle passing once.

    plate: A–Z and 0–9 only. printed: as on the plate. view: which plate is seen. The vehicle is in the picture
    from first_visible_frame to last_visible_frame (both included); its plate is at least READABLE_WIDTH_PX
    wide, wholly inside and not covered from first_readable_frame to last_readable_frame.
    boxes: [frame, x, y, width, height] of the plate, vehicle_boxes: of the vehicle, every fifth frame, pixels.
    """

    plate: str
    printed: str
    format: str
    vehicle: Literal["car", "van", "truck"]
    view: Literal["front", "rear"]
    first_visible_frame: int
    last_visible_frame: int
    first_readable_frame: int
    last_readable_frame: int
    boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    vehicle_boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)

    def is_visible(self, frame: int) -> bool:
        """Whether the vehicle is in the picture."""
        return self.first_visible_frame <= frame <= self.last_visible_frame

    def is_readable(self, frame: int) -> bool:
        """Whether the plate can be read."""
        return self.first_readable_frame <= frame <= self.last_readable_frame

    def box_at(self, frame: int) -> Box | None:
        """The plate's box, interpolated between the keyed frames; None when the plate is not in the picture."""
        return _interpolated(self.boxes, frame)

    def vehicle_box_at(self, frame: int) -> Box | None:
        """The vehicle's box likewise."""
        return _interpolated(self.vehicle_boxes, frame)


@dataclass(frozen=True)
class ClipTruth:
    """A clip's ground truth; frames counts from 0 and the clip loops after the last."""

    clip: str
    scene: str
    seed: int
    fps: int
    frames: int
    width: int
    height: int
    passages: list[Passage]

    def passages_at(self, frame: int) -> list[Passage]:
        """Everyone whose vehicle is in the picture; frame may count on over loops."""
        return [p for p in self.passages if p.is_visible(frame % self.frames)]

    def passage_at(self, frame: int, x: float, y: float) -> Passage | None:
        """Whose plate covers the pixel (x, y), or else the nearest plate within 40 pixels."""
        best: tuple[float, Passage] | None = None
        for passage, box in self.plates_at(frame):
            left, top, width, height = box
            away = max(left - x, x - left - width, top - y, y - top - height, 0.0)
            if away <= 40 and (best is None or away < best[0]):
                best = (away, passage)
        return best[1] if best else None

    def plates_at(self, frame: int) -> Iterator[tuple[Passage, Box]]:
        """Plates in the picture with their boxes."""
        for passage in self.passages:
            box = passage.box_at(frame % self.frames)
            if box is not None:
                yield passage, box

    def readable_at(self, frame: int) -> list[Passage]:
        """Those whose plate can be read now."""
        return [p for p in self.passages if p.is_readable(frame % self.frames)]


def _interpolated(keys: list[tuple[int, float, float, float, float]], frame: int) -> Box | None:
    if not keys or not keys[0][0] <= frame <= keys[-1][0]:
        return None
    after = next(i for i, key in enumerate(keys) if key[0] >= frame)
    high = keys[after]
    low = keys[max(0, after - 1)]
    if high[0] == frame or high[0] - low[0] == 0:
        return high[1:]
    share = (frame - low[0]) / (high[0] - low[0])
    x, y, w, h = (a + (b - a) * share for a, b in zip(low[1:], high[1:], strict=True))
    return x, y, w, h


def save_truth(path: Path, truth: ClipTruth) -> None:
    """Writes the truth as JSON, the same bytes for the same truth."""
    path.write_text(json.dumps(asdict(truth), indent=1, sort_keys=True) + "\n")


def load_truth(path: Path) -> ClipTruth:
    """Reads what save_truth wrote."""
    raw = json.loads(path.read_text())
    passages = [
        Passage(**{**p, **{k: [tuple(b) for b in p[k]] for k in ("boxes", "vehicle_boxes")}})
        for p in raw.pop("passages")
    ]
    return ClipTruth(**raw, passages=passages)


def load_truths(folder: Path) -> dict[str, ClipTruth]:
    """Every clip's truth by the camera's path name (camera-01, …), as the manifest says."""
    manifest = json.loads((folder / "manifest.json").read_text())
    by_clip = {
        clip: load_truth(folder / f"{clip}.json") for clip in set(manifest["cameras"].values())
    }
    return {camera: by_clip[clip] for camera, clip in manifest["cameras"].items()}
