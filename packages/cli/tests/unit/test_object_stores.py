"""Where the services' pictures go."""

from pathlib import Path

import pytest

from mosaic_cli.runtimes.native.object_stores import object_stores


@pytest.fixture(autouse=True)
def _account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOSAIC_EVIDENCE_URL", "MOSAIC_AI_CAPTURE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of somebody else")


def test_stores_when_nothing_is_said_then_a_folder_and_no_account(tmp_path: Path) -> None:
    assert object_stores(tmp_path) == {"MOSAIC_EVIDENCE_URL": (tmp_path / "evidence").as_uri()}


@pytest.mark.parametrize("name", ["MOSAIC_EVIDENCE_URL", "MOSAIC_AI_CAPTURE_URL"])
def test_stores_when_one_is_s3_then_with_the_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "s3://pictures/mosaic")
    stores = object_stores(tmp_path)
    assert stores[name] == "s3://pictures/mosaic"
    assert stores["AWS_SECRET_ACCESS_KEY"] == "of somebody else"
    assert "MOSAIC_EVIDENCE_URL" in stores
