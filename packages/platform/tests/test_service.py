"""What a service says when its environment is wrong."""

import pytest
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from mosaic_platform.service import settings_of


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MOSAIC_")

    amqp_url: str
    some_port: int = Field(ge=1, le=65535)


def test_settings_when_right_then_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOSAIC_AMQP_URL", "amqp://somewhere")
    monkeypatch.setenv("MOSAIC_SOME_PORT", "8002")
    assert settings_of(Settings).some_port == 8002


def test_settings_when_wrong_then_the_variables_are_named_and_no_value_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MOSAIC_AMQP_URL", raising=False)
    monkeypatch.setenv("MOSAIC_SOME_PORT", "secret-70000")
    with pytest.raises(SystemExit) as ended:
        settings_of(Settings)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "MOSAIC_AMQP_URL: Field required" in told
    assert "MOSAIC_SOME_PORT: " in told
    assert "secret-70000" not in told
