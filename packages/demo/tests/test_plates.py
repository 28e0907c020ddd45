import re
from random import Random

import numpy as np
import pytest

from mosaic_demo.library import plates_of
from mosaic_demo.plates.face import Plate, draw_face
from mosaic_demo.plates.formats import FORMATS, normalised
from mosaic_demo.plates.glyphs import text_mask

GRAMMARS = {
    "ES": r"\d{4} [BCDFGHJKLMNPRSTVWXYZ]{3}",
    "FR": r"(?!WW|SS)[A-HJ-NP-TV-Z]{2}-\d{3}-(?!SS)[A-HJ-NP-TV-Z]{2}",
    "NL": r"[BDFGHJKLNPRSTVXZ]-\d{3}-[BDFGHJKLNPRSTVXZ]{2}|[BDFGHJKLNPRSTVXZ]{2}-\d{3}-[BDFGHJKLNPRSTVXZ]",
    "DE": r"[A-Z]{1,3} (?!HJ|KZ|NS|SA|SS)[A-HJ-NPR-Z]{2} [1-9]\d{2,3}",
    "GB": r"[A-HK-PR-SV-WY][A-HJ-PR-Y](0[2-9]|[12]\d|5[1-9]|[67]\d) [A-HJ-PR-Z]{3}",
    "IT": r"[A-HJ-NPR-TV-Z]{2} \d{3} [A-HJ-NPR-TV-Z]{2}",
    "PL": r"[A-Z]{2} (\d{5}|\d{4}[ACE-HJ-NPR-Y])",
    "BR": r"[A-Z]{3}\d[A-J]\d{2}",
    "US-TX": r"[B-DF-HJ-NPR-TV-Z]{3}-\d{4}",
}


@pytest.mark.parametrize("name", FORMATS)
def test_printed_text_when_drawn_at_random_then_follows_the_issuing_rules(name: str) -> None:
    rng = Random(1)
    for _ in range(500):
        printed = FORMATS[name].printed(rng)
        assert re.fullmatch(GRAMMARS[name], printed), printed
        assert re.fullmatch(r"[A-Z0-9]{5,8}", normalised(printed))


def test_plates_when_eight_clips_share_a_seed_then_none_comes_twice() -> None:
    texts = [plate.text for index in range(8) for plate in plates_of(index, 5)]
    assert len(texts) == len(set(texts)) > 30


def test_default_clips_then_at_least_four_national_formats() -> None:
    assert (
        len({plate.format.name for index in range(4) for plate in plates_of(index, 20260512)}) >= 4
    )


@pytest.mark.parametrize("pair", ["8B", "0O", "0D", "1I", "5S", "2Z", "QO", "VY", "6G"])
def test_glyphs_when_confusable_then_differ_in_a_fair_share_of_their_ink(pair: str) -> None:
    first, second = (text_mask(char, 60) > 127 for char in pair)
    width = max(first.shape[1], second.shape[1])
    padded = [np.pad(m, ((0, 0), (0, width - m.shape[1]))) for m in (first, second)]
    differing = (padded[0] ^ padded[1]).sum() / (padded[0] | padded[1]).sum()
    assert differing > 0.15


@pytest.mark.parametrize("name", FORMATS)
def test_face_when_drawn_then_the_text_keeps_clear_of_the_edges(name: str) -> None:
    kind, rng = FORMATS[name], Random(2)
    for rear in (False, True):
        printed = kind.printed(rng)
        face = draw_face(Plate(kind, printed, normalised(printed)), rear)
        assert face.shape == (kind.size_mm[1] * 2, kind.size_mm[0] * 2, 3)
        field = kind.rear if rear else kind.front
        column = face[face.shape[0] // 2 :, -10]
        if not kind.right_band:
            assert np.abs(column[:40].astype(int) - field).max() < 40


def test_british_plates_then_white_ahead_and_yellow_behind() -> None:
    kind = FORMATS["GB"]
    plate = Plate(kind, "AB12 CDE", "AB12CDE")
    front, rear = draw_face(plate, rear=False), draw_face(plate, rear=True)
    assert front[10, 100].min() > 200
    assert rear[10, 100][0] < 80 < 180 < rear[10, 100][2]
