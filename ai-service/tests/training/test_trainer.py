"""The loop both networks are trained by; only where torch is installed."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from mosaic_training.picture_pool import PicturePool  # noqa: E402
from mosaic_training.plan import Plan  # noqa: E402
from mosaic_training.renderers import BLOCK, Block, Pictures  # noqa: E402
from mosaic_training.trainer import LOSS, Recipe, Trainer, schedule  # noqa: E402


class Kind:
    picture_shape = (2, 2, 3)
    truth_shape = (1,)


class Rendered:
    """Renderers that have rendered so many blocks and then ended."""

    kind: Pictures = Kind()  # type: ignore[assignment]

    def __init__(self, blocks: int, *, alive: int = 0) -> None:
        self._left, self._alive = blocks, alive
        ones = Block(np.full((BLOCK, 2, 2, 3), 255, np.uint8), np.ones((BLOCK, 1), np.float32))
        self.blocks = {0: ones}

    def next_full(self, timeout_s: float = 0.0) -> int | None:
        self._left -= 1
        return 0 if self._left >= 0 else None

    def hand_back(self, number: int) -> None: ...

    def alive(self) -> int:
        return self._alive


class Scale:
    """One weight that shall become 3."""

    checkpoint = "scale"
    recipe = Recipe(weight_decay=0.0, betas=(0.9, 0.99), clip=10.0, most_averaged=0.9)

    def net(self) -> object:
        net = torch.nn.Conv2d(1, 1, 1, bias=False)
        torch.nn.init.zeros_(net.weight)
        return net

    def values(self, net: object, pool: PicturePool, plan: Plan) -> dict[str, object]:
        _, truths = pool.draw(plan.batch, torch.Generator().manual_seed(1))
        output = net(truths[:, :, None, None])  # type: ignore[operator]
        return {LOSS: ((output.flatten() - 3) ** 2).mean()}

    def export(self, weights: dict[str, object], path: Path) -> None:
        path.write_text(str(float(weights["weight"])))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Counted(Plan):
    """A plan whose time passes by being asked for, so that slow machines train as long as fast ones."""

    asked: Iterator[int] = field(default_factory=count)

    def passed(self) -> float:
        return next(self.asked) / 800


def test_trainer_when_its_time_is_over_then_the_average_has_learned_and_is_kept(
    tmp_path: Path,
) -> None:
    plan = Counted(tmp_path, 1e6, time.monotonic(), 1, 4, 64, BLOCK, 0.1, None)
    trainer = Trainer(plan, Rendered(2), Scale(), torch.device("cpu"))  # type: ignore[arg-type]
    trainer.run()
    assert float((tmp_path / "scale-100.onnx").read_text()) == pytest.approx(3, abs=0.2)
    assert (tmp_path / "scale-75.pt").exists()
    weights = torch.load(tmp_path / "scale-100.pt", weights_only=True)
    assert float(weights["weight"]) == pytest.approx(3, abs=0.2)


def test_pool_when_all_renderers_ended_then_says_so_at_once() -> None:
    pool = PicturePool(Rendered(1), 10 * BLOCK, torch.device("cpu"))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="renderers ended"):
        pool.wait_for(2 * BLOCK, until=time.monotonic() + 60)


def test_pool_when_time_is_over_then_goes_on_with_what_there_is() -> None:
    pool = PicturePool(Rendered(1, alive=1), 10 * BLOCK, torch.device("cpu"))  # type: ignore[arg-type]
    pool.wait_for(2 * BLOCK, until=time.monotonic())
    assert len(pool) == BLOCK
    empty = PicturePool(Rendered(0, alive=1), 10 * BLOCK, torch.device("cpu"))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="in time"):
        empty.wait_for(BLOCK, until=time.monotonic())


def test_schedule_when_time_passes_then_rises_and_falls() -> None:
    assert schedule(0, 0.0) < 0.01
    assert schedule(1000, 0.0) == pytest.approx(1)
    assert schedule(1000, 1.0) == pytest.approx(0.01)
