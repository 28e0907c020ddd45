"""The training code is no installed package: it is found by its path."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

TYPEFACES = Path("/usr/share/fonts/truetype")


@pytest.fixture(scope="session")
def typefaces() -> Path:
    """Any folder with TrueType files."""
    if not any(TYPEFACES.rglob("*.ttf")):
        pytest.skip(f"{TYPEFACES} holds no typefaces")
    return TYPEFACES
