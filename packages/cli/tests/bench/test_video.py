from pathlib import Path

import pytest

from mosaic_cli.bench.figure import Figure
from mosaic_cli.bench.video import bench


def test_bench_when_one_measurement_fails_then_told_and_the_others_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = Figure("made", 1.0, "s", "<= 2", met=True, how="")

    def broken(_home: Path, _seconds: float) -> list[Figure]:
        raise TimeoutError("nothing came")

    measurements = (("broken", broken), ("fine", lambda _home, _seconds: [made]))
    monkeypatch.setattr(bench, "MEASUREMENTS", measurements)
    first, second = bench.run_video(Path("/nonexistent"), 20)
    assert (first.name, first.value, first.met) == ("broken", None, False)
    assert "nothing came" in first.how
    assert second == made
