"""What the tests of the extra `torch` want."""

import os
from typing import Any

import pytest


def wanted(package: str) -> Any:
    """The package; without it the module is skipped, with the reason that `./mosaic test ai-torch` found."""
    reason = os.environ.get("MOSAIC_TORCH_MISSING") or f"{package} is not installed"
    return pytest.importorskip(package, reason=reason)
