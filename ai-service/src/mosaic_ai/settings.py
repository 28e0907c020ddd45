"""What the process is told by its environment."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mosaic_ai.domain.plate_formats import formats_of


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
    ai_plate_countries: Annotated[tuple[str, ...], NoDecode] = ()
    """Whose plate formats count, the likeliest first; empty: all."""
    ai_worker: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,39})?$")] = ""
    """Its name where several workers share the cameras, or `auto`; empty: the only one, with all of them."""
    ai_worker_url: str = ""
    """Where the other workers reach this one; empty: by the host's name where it listens on all addresses."""
    ai_worker_weight: float = Field(default=1.0, gt=0, le=1000)
    """Its share of the cameras beside the others'."""

    @field_validator("ai_plate_countries", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Accepts codes separated by commas or spaces."""
        return value.upper().replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("ai_plate_countries")
    @classmethod
    def _known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [code for code in codes if not formats_of([code])]
        if unknown:
            raise ValueError(f"no plate formats are known of {', '.join(unknown)}")
        return tuple(dict.fromkeys(codes))
