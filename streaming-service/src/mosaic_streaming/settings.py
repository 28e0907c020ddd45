"""The settings of the service, from the environment (names in docs/reference/interfaces.md)."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mosaic_streaming.domain.addresses import AddressPolicy


class Settings(BaseSettings):
    """Read once, at the start; a wrong value stops the start and names its variable."""

    model_config = SettingsConfigDict(env_prefix="MOSAIC_", extra="ignore", frozen=True)

    streaming_host: str = "127.0.0.1"
    streaming_port: int = Field(default=8001, ge=1, le=65535)
    log_level: str = "INFO"
    amqp_url: str = Field(repr=False)
    secrets_dir: Path
    data_dir: Path
    recordings_dir: Path
    public_url: str
    backend_url: str
    mediamtx_api_url: str
    mediamtx_hls_url: str
    mediamtx_rtsp_url: str
    mediamtx_config: Path
    mediamtx_base_config: Path
    camera_networks: str = ""

    @field_validator("camera_networks")
    @classmethod
    def _networks_are_networks(cls, text: str) -> str:
        AddressPolicy(_split(text))
        return text

    @property
    def networks(self) -> list[str]:
        return _split(self.camera_networks)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
