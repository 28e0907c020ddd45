import pytest


@pytest.fixture(autouse=True)
def _own_heads(heads: object) -> None:
    """Whatever these tests verify, it is against heads of their own."""
