"""`python -m mosaic_training.recogniser.train`: trains the plate recogniser on plates rendered beside it."""

from mosaic_training.plan import Defaults, Plan, train
from mosaic_training.recogniser.flats import FlatPictures
from mosaic_training.renderers import Renderers

DEFAULTS = Defaults(batch=256, pool=20_000, first_pictures=2_048, learning_rate=1e-3)


def _teach(plan: Plan, renderers: Renderers) -> None:
    from mosaic_training.recogniser.lesson import teach  # torch

    teach(plan, renderers)


if __name__ == "__main__":
    train("recogniser", FlatPictures, DEFAULTS, _teach)
