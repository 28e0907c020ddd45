"""EasyOCR with a custom recognition network as a PlateRecogniser; the extra `torch` installs it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import easyocr
import easyocr.easyocr
import numpy as np
import torch
from easyocr.recognition import AlignCollate
from easyocr.utils import get_image_list
from PIL import Image

from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.readings import EMPTY, Reading, without_stray_edges
from mosaic_ai.infrastructure.ctc_decoding import PlateAlphabet
from mosaic_ai.infrastructure.plate_crops import crop_of

NETWORKS = "user_network"
WEIGHTS_ONLY = "TORCH_FORCE_WEIGHTS_ONLY_LOAD"
STEPS_PX = 10
"""Pixels a character, by which EasyOCR reckons the longest text."""


class EasyOcrRecogniser:
    """The recogniser alone, laid out as EasyOCR does it: `model/NAME.pth` beside `user_network/NAME.{py,yaml}`.

    EasyOCR runs NAME.py: only whom you trust may write there. Nothing is downloaded.
    """

    name = "easyocr"

    def __init__(self, file: ModelFile) -> None:
        """Raises ModelError for a network that EasyOCR does not take, and a file that holds more than weights."""
        self.version = file.version
        path = file.path
        networks = path.parent.parent / NETWORKS
        for wanted in (path, networks / f"{path.stem}.yaml", networks / f"{path.stem}.py"):
            if not wanted.is_file():
                raise ModelError(f"EasyOCR's network {path.stem} lacks {wanted.name}")
        try:
            with _weights_only():
                reader = easyocr.Reader(
                    ["en"],
                    gpu=False,
                    model_storage_directory=str(path.parent),
                    user_network_directory=str(networks),
                    recog_network=path.stem,
                    download_enabled=False,
                    detector=False,
                    verbose=False,
                    quantize=False,
                )
        except Exception as error:
            raise ModelError(f"EasyOCR cannot take {path.name}: {error}") from error
        torch.set_num_threads(1)
        self._network = reader.recognizer.eval()
        self._height = int(easyocr.easyocr.imgH)
        self._alphabet = PlateAlphabet(["", *reader.converter.character[1:]])

    def read_crop(self, pixels: Pixels, box: Box) -> Reading:
        """What stands in that box, from left to right; the picture is made as EasyOCR itself makes it."""
        crop = crop_of(pixels, box)
        if crop is None:
            return EMPTY
        grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
        height, width = grey.shape
        [(_, line)], wide = get_image_list(
            [[0, width, 0, height]], [], grey, model_height=self._height
        )
        collate = AlignCollate(imgH=self._height, imgW=wide, keep_ratio_with_pad=True)
        with torch.inference_mode():
            text = torch.zeros(1, wide // STEPS_PX + 1, dtype=torch.long)
            steps = self._network(collate([Image.fromarray(line)]), text)[0].softmax(-1)
        return without_stray_edges(self._alphabet.decode(np.asarray(steps.numpy(), np.float32)))


@contextmanager
def _weights_only() -> Iterator[None]:
    """EasyOCR asks PyTorch to run whatever a pickle says; PyTorch's own switch overrules it."""
    before = os.environ.get(WEIGHTS_ONLY)
    os.environ[WEIGHTS_ONLY] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[WEIGHTS_ONLY]
        else:
            os.environ[WEIGHTS_ONLY] = before
