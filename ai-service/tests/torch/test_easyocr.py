"""EasyOCR with a network of our own, trained here on drawn text, reads what it read in EasyOCR's own hands."""

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from ai_torch import wanted

from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.infrastructure.engine_opening import open_recogniser

torch = wanted("torch")
easyocr = wanted("easyocr")

pytestmark = pytest.mark.timeout(900)
CHARACTERS = "0123456789ABCEFHJKLMNPRSTUVXYZ"
HEIGHT, CELL, STEP, LENGTH = 32, 24, 4, 6
"""A character stands in a cell of its own; STEP: pixels a column of the output."""
WIDTH = CELL * LENGTH
CHANNELS = 32
STEPS, BATCH = 300, 16
SOURCE = Path(__file__).with_name("plates_network.py")
YAML = f"""network_params: {{channels: {CHANNELS}}}
imgH: {HEIGHT}
lang_list: [en]
character_list: '{CHARACTERS}'
"""


def drawn(text: str, chance: np.random.Generator) -> Pixels:
    """Dark on bright, a little unlike every time, and twice as large as the network wants it."""
    canvas = np.full((2 * HEIGHT, 2 * WIDTH, 3), int(chance.integers(190, 255)), np.uint8)
    ink = (int(chance.integers(0, 60)),) * 3
    for index, character in enumerate(text):
        where = (2 * CELL * index + int(chance.integers(6, 12)), int(chance.integers(48, 54)))
        cv2.putText(canvas, character, where, cv2.FONT_HERSHEY_DUPLEX, 1.4, ink, 3, cv2.LINE_AA)
    return canvas


def some_text(chance: np.random.Generator) -> str:
    return "".join(chance.choice(list(CHARACTERS), LENGTH))


def as_given(pixels: Pixels) -> Any:
    """As EasyOCR gives it to its network."""
    grey = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), (WIDTH, HEIGHT))
    return torch.from_numpy(grey).float()[None] / 127.5 - 1


def columns_of(text: str) -> list[int]:
    """The class that each column of the output should say: the character at its middle, else blank."""
    columns = [0] * (WIDTH // STEP)
    for index, character in enumerate(text):
        middle = (CELL * index + CELL // 2) // STEP
        columns[middle - 1 : middle + 1] = [1 + CHARACTERS.index(character)] * 2
    return columns


def trained(network: Any) -> dict[str, Any]:
    """Weights that read; the same ones each time on the same kind of machine."""
    chance = np.random.default_rng(1)
    optimiser = torch.optim.Adam(network.parameters(), lr=3e-3)
    for _ in range(STEPS):
        texts = [some_text(chance) for _ in range(BATCH)]
        pictures = torch.stack([as_given(drawn(text, chance)) for text in texts])
        classes = torch.tensor([columns_of(text) for text in texts])
        logits = network(pictures, None)
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), classes.flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if loss.item() < 0.02:
            break
    return {f"module.{name}": value for name, value in network.state_dict().items()}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    """Trained for some seconds, and laid out as EasyOCR wants it."""
    spec = importlib.util.spec_from_file_location("plates_network", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("easyocr")
    for name in ("model", "user_network"):
        (folder / name).mkdir()
    shutil.copy(SOURCE, folder / "user_network" / "plates.py")
    (folder / "user_network" / "plates.yaml").write_text(YAML)
    weights = trained(module.Model(num_class=1 + len(CHARACTERS), channels=CHANNELS))
    torch.save(weights, folder / "model" / "plates.pth")
    return ModelFile(
        "text_recogniser", "easyocr", "1", folder / "model" / "plates.pth", "", runtime="easyocr"
    )


def test_text_when_drawn_then_read_with_what_else_each_character_could_be(
    network: ModelFile,
) -> None:
    recogniser = open_recogniser(network)
    chance = np.random.default_rng(2)
    texts = [some_text(chance) for _ in range(20)]
    readings = [
        recogniser.read_crop(drawn(text, chance), Box(0, 0, 2 * WIDTH, 2 * HEIGHT))
        for text in texts
    ]
    right = sum(reading.text == text for reading, text in zip(readings, texts, strict=True))
    assert right >= 16
    assert all(0 < sum(slot.values()) <= 1.001 for reading in readings for slot in reading.slots)


def test_text_when_read_by_easyocr_itself_then_the_same(network: ModelFile) -> None:
    folder = network.path.parent
    reader = easyocr.Reader(
        ["en"],
        gpu=False,
        model_storage_directory=str(folder),
        user_network_directory=str(folder.with_name("user_network")),
        recog_network="plates",
        download_enabled=False,
        detector=False,
        verbose=False,
        quantize=False,
    )
    recogniser = open_recogniser(network)
    chance = np.random.default_rng(3)
    for _ in range(5):
        canvas = np.full((200, 500, 3), 90, np.uint8)
        canvas[60:124, 50:338] = drawn(some_text(chance), chance)
        grey = cv2.cvtColor(canvas, cv2.COLOR_BGR2GRAY)
        [(_, text, _)] = reader.recognize(
            grey, horizontal_list=[[50, 338, 60, 124]], free_list=[], contrast_ths=0
        )
        assert recogniser.read_crop(canvas, Box(50, 60, 288, 64)).text == text
        assert text


def test_crop_when_too_small_then_nothing(network: ModelFile) -> None:
    pixels = np.zeros((50, 50, 3), np.uint8)
    assert open_recogniser(network).read_crop(pixels, Box(10, 10, 3, 2)).text == ""


class Malice:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.mark,)


def test_weights_when_they_would_run_something_then_refused_and_nothing_is_run(
    network: ModelFile, tmp_path: Path
) -> None:
    mark, copy = tmp_path / "mark", tmp_path / "easyocr"
    shutil.copytree(network.path.parents[1], copy)
    torch.save({"module.x": Malice(mark)}, copy / "model" / "plates.pth")
    evil = ModelFile(
        "text_recogniser", "e", "1", copy / "model" / "plates.pth", "", runtime="easyocr"
    )
    with pytest.raises(ModelError, match=r"plates\.pth"):
        open_recogniser(evil)
    assert not mark.exists()


@pytest.mark.parametrize("missing", ["model/plates.pth", "user_network/plates.yaml"])
def test_network_when_a_file_is_missing_then_it_is_named(
    network: ModelFile, tmp_path: Path, missing: str
) -> None:
    copy = tmp_path / "easyocr"
    shutil.copytree(network.path.parents[1], copy)
    (copy / missing).unlink()
    file = ModelFile(
        "text_recogniser", "e", "1", copy / "model" / "plates.pth", "", runtime="easyocr"
    )
    with pytest.raises(ModelError, match=missing.split("/")[1]):
        open_recogniser(file)
