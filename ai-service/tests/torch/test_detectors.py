"""The detectors of all runtimes see the same in the same weights."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ai_torch import wanted

from mosaic_ai.domain.engines import ModelFile, Runtime
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, iou
from mosaic_ai.infrastructure.engine_opening import open_detector
from mosaic_ai.infrastructure.yolo_detector import Blob, YoloDetector

torch = wanted("torch")
wanted("ultralytics")

pytestmark = pytest.mark.timeout(900)
TOLERANCE = 1e-3
OTHERS: tuple[Runtime, ...] = ("ultralytics", "openvino")
Pictures = list[tuple[Pixels, Box]]


def opened(yolo: Any, runtime: Runtime) -> YoloDetector:
    detector = open_detector(yolo.file(runtime))
    assert isinstance(detector, YoloDetector)
    return detector


def blobs(detector: YoloDetector, pictures: Pictures) -> list[Blob]:
    """What that detector gives its runtime for each picture."""
    given: list[Blob] = []
    run = detector.run
    detector.run = lambda blob: (given.append(blob.copy()), run(blob))[1]
    for pixels, region in pictures:
        detector.detect(pixels, region)
    detector.run = run
    return given


@pytest.mark.parametrize("runtime", OTHERS)
def test_outputs_when_the_weights_are_the_same_then_equal(
    yolo: Any, pictures: Pictures, runtime: Runtime
) -> None:
    ours, other = opened(yolo, "onnx"), opened(yolo, runtime)
    given = blobs(ours, pictures)
    assert len(given) == len(pictures)
    for mine, theirs in zip(given, blobs(other, pictures), strict=True):
        np.testing.assert_array_equal(mine, theirs)
        expected, found = ours.run(mine), other.run(theirs)
        assert expected.shape == found.shape == (84, 8400)
        assert expected[4:].max() > 0.5
        np.testing.assert_allclose(found[4:], expected[4:], rtol=0, atol=TOLERANCE)
        np.testing.assert_allclose(found[:4] / 640, expected[:4] / 640, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("runtime", OTHERS)
def test_detections_when_the_weights_are_the_same_then_equal(
    yolo: Any, pictures: Pictures, runtime: Runtime
) -> None:
    ours, other = opened(yolo, "onnx"), opened(yolo, runtime)
    compared = 0
    for pixels, region in pictures:
        expected, found = ours.detect(pixels, region), other.detect(pixels, region)
        assert len(found) == len(expected)
        for one, two in zip(expected, found, strict=True):
            assert one.label == two.label
            assert two.confidence == pytest.approx(one.confidence, abs=TOLERANCE)
            assert iou(one.box, two.box) > 1 - 10 * TOLERANCE
        compared += len(expected)
    assert compared >= len(pictures)


class Malice:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.mark,)


def checkpoint(path: Path, mark: Path, kind: str) -> ModelFile:
    harm = {"model": Malice(mark), "names": {0: "car"}}
    if kind == "zip":
        torch.save(harm, path)
    else:
        path.write_bytes(pickle.dumps(harm))
    return ModelFile("detector", "x", "1", path, "", runtime="ultralytics")


@pytest.mark.parametrize("kind", ["zip", "pickle"])
def test_checkpoint_when_it_would_run_something_then_refused_and_nothing_is_run(
    tmp_path: Path, kind: str
) -> None:
    mark = tmp_path / "mark"
    file = checkpoint(tmp_path / "evil.pt", mark, kind)
    with pytest.raises(ModelError, match="pin its sha256"):
        open_detector(file)
    assert not mark.exists()
    torch.load(file.path, weights_only=False) if kind == "zip" else pickle.loads(
        file.path.read_bytes()
    )
    assert mark.exists()  # it is what it is taken for


def test_checkpoint_when_its_description_would_run_something_then_it_is_not_used(
    tmp_path: Path, yolo: Any
) -> None:
    mark = tmp_path / "mark"
    kept = torch.load(yolo.checkpoint, weights_only=False)
    kept["model"].yaml["activation"] = f"__import__('pathlib').Path({str(mark)!r}).touch()"
    path = tmp_path / "described.pt"
    torch.save(kept, path)
    open_detector(ModelFile("detector", "x", "1", path, "", runtime="ultralytics"))
    assert not mark.exists()


def test_checkpoint_when_it_holds_weights_and_names_only_then_taken(
    tmp_path: Path, yolo: Any, pictures: Pictures
) -> None:
    kept = torch.load(yolo.checkpoint, weights_only=False)["model"].float()
    path = tmp_path / "plain.pt"
    torch.save({"model": kept.state_dict(), "names": kept.names}, path)
    plain = open_detector(ModelFile("detector", "x", "1", path, "", runtime="ultralytics"))
    pixels, region = pictures[1]
    assert plain.detect(pixels, region) == opened(yolo, "ultralytics").detect(pixels, region)


def test_checkpoint_when_pinned_then_loaded_only_with_that_sha256(yolo: Any) -> None:
    import hashlib

    digest = hashlib.sha256(yolo.checkpoint.read_bytes()).hexdigest()

    def pinned(sha256: str) -> ModelFile:
        return ModelFile(
            "detector", "x", "1", yolo.checkpoint, sha256, runtime="ultralytics", pinned=True
        )

    open_detector(pinned(digest))
    with pytest.raises(ModelError, match="another sha256"):
        open_detector(pinned("0" * 64))


def test_checkpoint_when_it_is_another_network_then_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.pt"
    torch.save({"model": torch.nn.Linear(2, 2).state_dict(), "names": {0: "car"}}, path)
    with pytest.raises(ModelError, match="YOLOv8"):
        open_detector(ModelFile("detector", "x", "1", path, "", runtime="ultralytics"))


@pytest.mark.parametrize("runtime", OTHERS)
def test_file_when_missing_or_no_model_then_refused(tmp_path: Path, runtime: Runtime) -> None:
    broken = tmp_path / ("x.pt" if runtime == "ultralytics" else "x.onnx")
    broken.write_bytes(b"not a model")
    for path in (broken, tmp_path / "missing.onnx"):
        with pytest.raises(ModelError):
            open_detector(ModelFile("detector", "x", "1", path, "", runtime=runtime))
