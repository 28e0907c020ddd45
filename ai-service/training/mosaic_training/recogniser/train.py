"""`python -m mosaic_training.recogniser.train`: trains the plate recogniser on rendered plates and exports it."""

import argparse
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from mosaic_training.recogniser.alphabet import NONE
from mosaic_training.recogniser.camera import Camera
from mosaic_training.recogniser.export import export
from mosaic_training.recogniser.net import PlateNet
from mosaic_training.recogniser.pool import Pool

LEAST_POOL = 2048
WARM_UP_STEPS = 200
TELL_S = 10.0
CHECKPOINTS = (0.5, 0.8, 1.0)
FULL_STRENGTH = 0.2
"""Share of the time after which the cameras spoil pictures as much as they ever will."""
COLUMNS_SHARE = 0.15


@dataclass(frozen=True)
class Plan:
    """What the command line asks for; seconds: of training, the first pictures included."""

    out: Path
    fonts: Path
    seconds: float
    workers: int
    seed: int
    batch: int
    capacity: int
    learning_rate: float
    init: Path | None


def train(plan: Plan) -> None:
    """Writes recogniser-<percent>.pt and recogniser-<percent>.onnx into plan.out."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(plan.seed)
    generator = torch.Generator(device).manual_seed(plan.seed)
    plan.out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    pool = Pool(
        device, capacity=plan.capacity, workers=plan.workers, seed=plan.seed, fonts=plan.fonts
    )
    net = PlateNet()
    if plan.init:
        net.load_state_dict(torch.load(plan.init, map_location="cpu", weights_only=True))
    net = net.to(device, memory_format=torch.channels_last)
    average = torch.optim.swa_utils.AveragedModel(net, avg_fn=_moving, use_buffers=True)
    optimiser = torch.optim.AdamW(_groups(net), lr=plan.learning_rate, betas=(0.9, 0.98))
    camera = Camera(generator, device, groups=6)
    while len(pool) < LEAST_POOL:
        pool.take_in(wait=True)
    checkpoints = list(CHECKPOINTS)
    step, told = 0, started
    while checkpoints:
        elapsed = (time.monotonic() - started) / plan.seconds
        rate = plan.learning_rate * _schedule(step, min(1.0, elapsed))
        for group in optimiser.param_groups:
            group["lr"] = rate
        if step % 4 == 0:
            pool.take_in()
        flats, labels, proportions = pool.draw(plan.batch, generator)
        camera.strength = min(1.0, 0.25 + elapsed / FULL_STRENGTH)
        with torch.no_grad():
            pictures, order = camera.take(flats, proportions)
        labels = labels[order]
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16):
            logits, columns = net.with_columns(pictures)
        loss = functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten())
        loss = loss + COLUMNS_SHARE * _columns_loss(columns.float(), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        average.update_parameters(net)
        step += 1
        now = time.monotonic()
        if now - told >= TELL_S:
            right = float((logits.argmax(-1) == labels).all(-1).float().mean())
            speed = step * plan.batch / (now - started)
            print(
                f"step {step} {elapsed:.0%} rendered {pool.rendered} rate {rate:.2e}"
                f" loss {float(loss):.4f} exact {right:.3f} {speed:.0f}/s",
                flush=True,
            )
            told = now
        if (now - started) / plan.seconds >= checkpoints[0]:
            _keep(average.module, plan.out / f"recogniser-{round(checkpoints.pop(0) * 100)}")
    pool.close()


def _keep(net: torch.nn.Module, name: Path) -> None:
    weights = {key: value.cpu() for key, value in net.state_dict().items()}
    torch.save(weights, name.with_suffix(".pt"))
    export(weights, name.with_suffix(".onnx"))


def _moving(average: Tensor, now: Tensor, averaged: Tensor) -> Tensor:
    """An exponential average that first forgets soon: the first weights are worth nothing."""
    decay = min(0.998, (1 + float(averaged)) / (20 + float(averaged)))
    return average * decay + now * (1 - decay) if average.is_floating_point() else now


def _columns_loss(columns: Tensor, labels: Tensor) -> Tensor:
    """CTC with the column "no character" as the blank."""
    lengths = (labels != NONE).sum(1)
    return functional.ctc_loss(
        columns.log_softmax(-1).transpose(0, 1),
        labels,
        torch.full_like(lengths, columns.shape[1]),
        lengths,
        blank=NONE,
        zero_infinity=True,
    )


def _groups(net: torch.nn.Module) -> list[dict[str, object]]:
    """Weights decay, biases, norms and embeddings do not."""
    named = list(net.named_parameters())
    decayed = [value for name, value in named if value.ndim > 1 and name not in ("places", "slots")]
    others = [value for name, value in named if value.ndim <= 1 or name in ("places", "slots")]
    return [
        {"params": decayed, "weight_decay": 0.03},
        {"params": others, "weight_decay": 0.0},
    ]


def _schedule(step: int, elapsed: float) -> float:
    """Warm-up by steps, then a cosine by time."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * (
        0.5 * (1 + math.cos(math.pi * elapsed)) * 0.99 + 0.01
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m mosaic_training.recogniser.train")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, required=True, help="a folder with typefaces")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--workers", type=int, default=2, help="processes that render")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--capacity", type=int, default=20_000, help="flat pictures kept")
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--init", type=Path, help="weights to go on from")
    train(Plan(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
