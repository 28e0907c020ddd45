"""`python -m mosaic_training.locator.train`: trains the plate locator on pictures rendered beside it."""

from mosaic_training.locator.rendering import ScenePictures
from mosaic_training.plan import Defaults, Plan, train
from mosaic_training.renderers import Renderers

DEFAULTS = Defaults(batch=192, pool=40_000, first_pictures=3_000, learning_rate=3e-3)


def _teach(plan: Plan, renderers: Renderers) -> None:
    from mosaic_training.locator.lesson import teach  # torch

    teach(plan, renderers)


if __name__ == "__main__":
    train("locator", ScenePictures, DEFAULTS, _teach)
