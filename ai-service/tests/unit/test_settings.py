"""What the environment may say of plates."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from mosaic_ai.settings import Settings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in ("AMQP_URL", "BACKEND_URL", "STREAMING_URL", "EVIDENCE_URL"):
        monkeypatch.setenv(f"MOSAIC_{name}", "x://y")
    for name in ("SECRETS_DIR", "DATA_DIR"):
        monkeypatch.setenv(f"MOSAIC_{name}", str(tmp_path))
    return monkeypatch


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", ()),
        ("GB", ("GB",)),
        ("gb, ie,US-CA", ("GB", "IE", "US-CA")),
        ("US US DE", ("US", "DE")),
    ],
)
def test_plate_countries_when_given_then_in_their_order(
    environment: pytest.MonkeyPatch, given: str, meant: tuple[str, ...]
) -> None:
    environment.setenv("MOSAIC_AI_PLATE_COUNTRIES", given)
    assert Settings().ai_plate_countries == meant


def test_pinned_sums_when_given_then_in_lower_case(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MOSAIC_AI_PINNED_SHA256", f"{'A' * 64}, {'0' * 64}")
    assert Settings().runtimes.pinned == {"a" * 64, "0" * 64}


@pytest.mark.parametrize(
    ("name", "given"),
    [("PINNED_SHA256", "abc"), ("DETECTOR_RUNTIME", "torch"), ("TEXT_RUNTIME", "openvino")],
)
def test_engines_when_there_is_no_such_thing_then_the_variable_is_named(
    environment: pytest.MonkeyPatch, name: str, given: str
) -> None:
    environment.setenv(f"MOSAIC_AI_{name}", given)
    with pytest.raises(ValidationError, match=f"ai_{name.lower()}"):
        Settings()


def test_plate_countries_when_unset_then_none(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("MOSAIC_AI_PLATE_COUNTRIES", raising=False)
    assert Settings().ai_plate_countries == ()


@pytest.mark.parametrize("given", ["ZZ", "GB,Germany", "G", "US-", "GB;FR"])
def test_plate_countries_when_unknown_then_refused_by_name(
    environment: pytest.MonkeyPatch, given: str
) -> None:
    environment.setenv("MOSAIC_AI_PLATE_COUNTRIES", given)
    with pytest.raises(ValidationError, match="ai_plate_countries"):
        Settings()
