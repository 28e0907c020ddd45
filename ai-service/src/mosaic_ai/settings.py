"""What the process is told by its environment."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mosaic_ai.domain.engines import DetectorRuntime, RuntimeChoice, TextRuntime
from mosaic_ai.domain.plate_formats import formats_of

SHA256 = re.compile("[0-9a-f]{64}")


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

    ai_detector_runtime: DetectorRuntime = "onnx"
    ai_detector_file: Path | None = None
    """Instead of the one in `models_dir`."""
    ai_text_runtime: TextRuntime = "onnx"
    ai_text_file: Path | None = None
    """EasyOCR's network; only with that runtime."""
    ai_pinned_sha256: Annotated[tuple[str, ...], NoDecode] = ()
    """Files of models that are trusted as they are, so that `.pt` may hold more than weights."""

    @field_validator("ai_detector_file", "ai_text_file", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        """Compose cannot leave a variable out."""
        return value or None

    @field_validator("ai_pinned_sha256", mode="before")
    @classmethod
    def _split_sums(cls, value: object) -> object:
        return value.lower().replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("ai_pinned_sha256")
    @classmethod
    def _sums(cls, sums: tuple[str, ...]) -> tuple[str, ...]:
        if any(not SHA256.fullmatch(each) for each in sums):
            raise ValueError("each must be a SHA-256 in 64 hexadecimal digits")
        return sums

    @property
    def runtimes(self) -> RuntimeChoice:
        return RuntimeChoice(
            detector=self.ai_detector_runtime,
            detector_file=self.ai_detector_file,
            text=self.ai_text_runtime,
            text_file=self.ai_text_file,
            pinned=frozenset(self.ai_pinned_sha256),
        )

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
