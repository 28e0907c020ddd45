"""The plates and mistakes that the search is measured with, and what is made of the answers."""

import sys
from pathlib import Path

import numpy as np
import pytest

from mosaic_cli.bench.plates import bench
from mosaic_cli.bench.plates.database import BENCHMARKS


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    sys.modules.pop("error_model", None)
    import error_model

    return error_model


def _texts(block: np.ndarray) -> set[bytes]:  # type: ignore[type-arg]
    return {row.tobytes() for row in block}


def test_plates_then_none_twice_and_nearly_all_have_neighbours(model) -> None:  # type: ignore[no-untyped-def]
    for block in model.plates(60_000):
        assert len(_texts(block)) == len(block) == 10_000
        for_each = []
        for at in range(block.shape[1]):
            others = np.delete(block, at, axis=1)
            _, group, sizes = np.unique(others, axis=0, return_inverse=True, return_counts=True)
            for_each.append(sizes[group.ravel()] - 1)
        assert (np.sum(for_each, axis=0) > 0).mean() > 0.99


def test_reader_then_is_wrong_as_often_as_it_says_and_mostly_offers_the_truth(model) -> None:  # type: ignore[no-untyped-def]
    reader = model.Reader()
    true = np.concatenate([model.plates(60_000)[0]] * 10)
    said = reader.read(np.random.default_rng(1), true)
    wrong = reader.tops[said] != true
    assert 0.02 < wrong.mean() < 0.04
    offered = [
        model.GLYPHS[plate] in reader.packed[answer][::4]
        for plate, answer in zip(true[wrong][:3000], said[wrong][:3000], strict=True)
    ]
    assert 0.93 < np.mean(offered) < 0.99


def test_growth_then_compares_medians_of_fewest_and_most_reads() -> None:
    taken = {
        100: {"exact": [1.0] * 9, "fuzzy": [2.0] * 9},
        900: {"exact": [2.0] * 9, "fuzzy": [5.0] * 9},
    }
    exact, fuzzy = bench._growth(taken)
    assert (exact.value, exact.met) == (2.0, False)
    assert (fuzzy.value, fuzzy.goal, fuzzy.met) == (2.5, "<= 3", True)


def test_cache_when_named_then_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOSAIC_BENCH_CACHE", str(tmp_path))
    assert bench.cache() == tmp_path
