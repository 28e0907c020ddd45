"""Model files that are good, and files that are not: what is refused, with which code."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from ai_models import OURS
from ai_onnx import COCO_SIX, write_classifier, write_detector

from mosaic_ai.domain.engines import ModelFile, Role
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.infrastructure.checksums import read_sha256
from mosaic_ai.infrastructure.model_probe import probe
from mosaic_ai.infrastructure.model_registry import FileModelRegistry, shipped_dir
from mosaic_ai.infrastructure.verifying_child import ChildModelVerifier

BIRDS = ("person", "bird")
INSIDE = (32.0, 32.0, 16.0, 16.0)


def file_of(role: Role, path: Path, **more: str) -> ModelFile:
    return replace(ModelFile(role, "m", "1", path, read_sha256(path)), **more)  # type: ignore[arg-type]


def code_of(file: ModelFile, instead_of: ModelFile | None = None) -> str:
    """Of the refusal; empty where there is none."""
    try:
        probe(file, instead_of)
    except ModelError as error:
        return error.code
    return ""


def test_shipped_models_when_tried_then_good() -> None:
    for file in FileModelRegistry(shipped_dir(), None).known().files:
        probe(file)


def test_detector_of_tests_when_weights_are_there_then_good(models_dir: Path) -> None:
    detector = FileModelRegistry(shipped_dir(), models_dir).default().detector
    assert detector is not None
    probe(detector)


def test_models_when_they_are_what_their_role_wants_then_good(tmp_path: Path) -> None:
    detector = write_detector(tmp_path / "d.onnx", boxes=[("person", 0.9, INSIDE)])
    probe(file_of("detector", detector))
    for softmax in (False, True):
        path = tmp_path / f"c{softmax}.onnx"
        probe(file_of("classifier", write_classifier(path, ["red", "green"], softmax=softmax)))


BAD: dict[str, tuple[Role, Callable[[Path], object], str]] = {
    "text": ("detector", lambda path: path.write_text("no model"), "model-unreadable"),
    "empty": ("detector", lambda path: path.write_bytes(b""), "model-unreadable"),
    "chance": ("classifier", lambda path: path.write_bytes(os.urandom(9999)), "model-unreadable"),
    "cut off": (
        "plate_locator",
        lambda path: path.write_bytes(OURS["plate_locator"].read_bytes()[:100_000]),
        "model-unreadable",
    ),
    "a locator as detector": (
        "detector",
        lambda path: path.write_bytes(OURS["plate_locator"].read_bytes()),
        "model-incompatible",
    ),
    "a detector as locator": ("plate_locator", write_detector, "model-incompatible"),
    "a detector as classifier": ("classifier", write_detector, "model-incompatible"),
    "a detector as recogniser": ("plate_recogniser", write_detector, "model-incompatible"),
    "a detector as text recogniser": ("text_recogniser", write_detector, "model-incompatible"),
    "other classes": (
        "detector",
        lambda path: write_detector(path, classes=BIRDS),
        "model-incompatible",
    ),
    "no class names": (
        "detector",
        lambda path: write_detector(path, metadata={}),
        "model-incompatible",
    ),
    "odd class names": (
        "detector",
        lambda path: write_detector(path, metadata={"names": "{1: __import__('os')}"}),
        "model-incompatible",
    ),
    "one colour": ("detector", lambda path: write_detector(path, colours=1), "model-incompatible"),
    "not finite": (
        "detector",
        lambda path: write_detector(path, boxes=[("car", float("nan"), INSIDE)]),
        "model-incompatible",
    ),
    "surer than sure": (
        "detector",
        lambda path: write_detector(path, boxes=[("car", 7.0, INSIDE)]),
        "model-incompatible",
    ),
    "boxes far off": (
        "detector",
        lambda path: write_detector(path, boxes=[("car", 0.9, (9e6, 5, 5, 5))]),
        "model-incompatible",
    ),
    "fewer names than classes": (
        "classifier",
        lambda path: write_classifier(path, ["red", "green"], outputs=5),
        "model-incompatible",
    ),
    "classes without names": (
        "classifier",
        lambda path: write_classifier(path, ["red", "green"], metadata={}),
        "model-incompatible",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_model_when_it_is_not_what_its_role_wants_then_refused_with_a_code(
    tmp_path: Path, name: str
) -> None:
    role, write, code = BAD[name]
    path = tmp_path / "m.onnx"
    write(path)
    assert code_of(file_of(role, path)) == code


def test_model_when_missing_or_of_another_sha256_then_refused_with_a_code(tmp_path: Path) -> None:
    file = file_of("detector", write_detector(tmp_path / "m.onnx"))
    assert code_of(replace(file, sha256="0" * 64)) == "model-checksum"
    assert code_of(replace(file, path=tmp_path)) == "model-missing"
    file.path.unlink()
    assert code_of(file) == "model-missing"


def test_model_when_another_runtime_is_wanted_that_runs_none_then_refused(tmp_path: Path) -> None:
    path = write_classifier(tmp_path / "m.onnx", ["red"])
    assert code_of(file_of("plate_locator", path, runtime="torchvision")) == "model-incompatible"


def test_detector_when_it_tells_the_very_classes_of_the_one_before_then_good(
    tmp_path: Path,
) -> None:
    before = file_of("detector", write_detector(tmp_path / "a.onnx", classes=BIRDS))
    after = file_of("detector", write_detector(tmp_path / "b.onnx", classes=BIRDS[::-1]))
    assert code_of(after, before) == ""
    wanted = file_of("detector", write_detector(tmp_path / "c.onnx", classes=COCO_SIX))
    assert code_of(after, wanted) == "model-incompatible"


def test_classifier_when_a_file_tells_the_names_then_good(tmp_path: Path) -> None:
    path = write_classifier(tmp_path / "m.onnx", ["red", "green"], metadata={})
    labels = tmp_path / "labels.txt"
    labels.write_text("red\ngreen\n")
    probe(replace(file_of("classifier", path), labels=labels))
    labels.write_text("red\n")
    assert code_of(replace(file_of("classifier", path), labels=labels)) == "model-incompatible"


async def test_child_when_asked_then_it_says_as_the_probe(tmp_path: Path) -> None:
    verifier = ChildModelVerifier()
    good = file_of("detector", write_detector(tmp_path / "m.onnx"))
    await verifier.verify(good, None)
    bad = file_of("detector", write_detector(tmp_path / "b.onnx", classes=BIRDS))
    with pytest.raises(ModelError, match="bus") as refused:
        await verifier.verify(bad, good)
    assert refused.value.code == "model-incompatible"


async def test_child_when_it_takes_too_long_then_refused_and_ended(tmp_path: Path) -> None:
    good = file_of("detector", write_detector(tmp_path / "m.onnx"))
    with pytest.raises(ModelError) as refused:
        await ChildModelVerifier(timeout_s=0.001).verify(good, None)
    assert refused.value.code == "model-unreadable"
