"""The static checks run everywhere; `running` builds images for minutes and is a stage of its own."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked = any("compose/running" in argument for argument in config.args)
    return True if collection_path.name == "running" and not asked else None
