"""`python -m mosaic_training.locator.train`: trains the plate locator on pictures rendered beside it.

torch is imported after the renderers were started: each of them imports this module.
"""

import argparse
import os
import time
from pathlib import Path

from mosaic_training.locator.rendering import ScenePictures
from mosaic_training.renderers import Renderers


def main() -> None:
    started = time.monotonic()
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    renderers = Renderers(
        ScenePictures(arguments.fonts), workers=arguments.workers, seed=arguments.seed
    )
    try:
        from mosaic_training.locator.training import Plan, Trainer

        plan = Plan(
            out=arguments.out,
            seconds=arguments.seconds,
            started=started,
            seed=arguments.seed,
            batch=arguments.batch,
            pool=arguments.pool,
            first_pictures=min(arguments.first_pictures, arguments.pool),
            learning_rate=arguments.learning_rate,
            init=arguments.init,
        )
        Trainer(plan, renderers).run()
    finally:
        renderers.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mosaic_training.locator.train")
    parser.add_argument("--seconds", type=float, required=True, help="wall time of all")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--fonts", type=Path, required=True, help="folder with TrueType files")
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--pool", type=int, default=40_000, help="pictures held on the device")
    parser.add_argument("--first-pictures", type=int, default=3_000)
    parser.add_argument("--learning-rate", type=float, default=3e-3)
    parser.add_argument("--init", type=Path, help="checkpoint (.pt) to go on from")
    return parser.parse_args()


if __name__ == "__main__":
    main()
