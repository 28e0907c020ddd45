"""What the process is told by its environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Environment (docs/reference/interfaces.md); a wrong value stops the start with the variable's name."""

    model_config = SettingsConfigDict(env_prefix="MOSAIC_", extra="ignore")

    amqp_url: str = Field(repr=False)
    secrets_dir: Path
    data_dir: Path
    evidence_url: str = Field(repr=False)
    backend_url: str
    streaming_url: str
    models_dir: Path | None = None
    log_level: str = "INFO"
    ai_host: str = "127.0.0.1"
    ai_port: int = Field(default=8002, ge=1, le=65535)
    ai_threads: int = Field(default=2, ge=1, le=64)
    """Pictures looked at at the same time; each takes up to one core."""
