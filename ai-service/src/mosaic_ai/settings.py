"""What the process is told by its environment, and by a file that the environment names."""

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from mosaic_ai.configuration_file import ConfigurationFileError, ConfigurationFileSource
from mosaic_ai.domain.engines import DetectorRuntime, RuntimeChoice, TextRuntime
from mosaic_ai.source_settings import SourceSetting, sources_of
from mosaic_contracts.plate_formats import PlateCountries
from mosaic_platform.service import Place, settings_of, variable_of

SHA256 = re.compile("[0-9a-f]{64}")


class Settings(BaseSettings):
    """Environment (docs/reference/interfaces.md); a wrong value stops the start with the variable's name.

    MOSAIC_AI_CONFIG names a YAML file with the same settings, in lower case and without the prefix; variables go
    before it.
    """

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
    ai_cpu_budget: float | None = Field(default=None, gt=0, le=1024)
    """Cores that all processes of the service may take together; without it as many as there are for it."""
    ai_threads: int | None = Field(default=None, ge=1, le=64)
    """Processes with engines, each of which takes up to one core; without it the budget, rounded up."""
    ai_disk_reserve_mb: int = Field(default=256, ge=1, le=1_000_000)
    """Free on the data folder's disk in MiB; below that the oldest evidence crops on it are deleted."""
    ai_plate_countries: Annotated[PlateCountries, NoDecode] = ()
    """Whose plate formats count, the likeliest first; empty: all."""
    ai_doctor_hour: int = Field(default=3, ge=0, le=23)
    """The local hour at which cameras are examined, and again half a day later."""

    ai_sources: Annotated[tuple[SourceSetting, ...], NoDecode] = ()
    """Files and webcams that are looked at while somebody listens, as JSON."""
    ai_sources_dir: Path | None = None
    """The folder of those files."""

    ai_metrics_every: int = Field(default=100, ge=0)
    """Pictures looked at between two lines of figures; 0: none."""
    ai_metrics_file: Path | None = None
    """Where those lines go; unset: the log."""
    ai_capture_url: str = Field(default="", repr=False)
    """Where pictures for retraining go; empty: nowhere."""
    ai_capture_max_bytes: int = Field(default=5_000_000_000, ge=1_000_000)
    ai_capture_retention_days: int = Field(default=30, ge=1, le=3650)
    ai_capture_per_hour: int = Field(default=20, ge=1, le=3600)
    """Pictures of one camera, besides those that chance takes."""
    ai_capture_sample_share: float = Field(default=0.0005, ge=0.0, le=1.0)
    """Of all pictures that are looked at, those that chance takes."""

    ai_detector_runtime: DetectorRuntime = "onnx"
    ai_detector_file: Path | None = None
    """Instead of the one in `models_dir`."""
    ai_text_runtime: TextRuntime = "onnx"
    ai_text_file: Path | None = None
    """EasyOCR's network; only with that runtime."""
    ai_pinned_sha256: Annotated[tuple[str, ...], NoDecode] = ()
    """Files of models that are trusted as they are, so that `.pt` may hold more than weights."""

    ai_worker: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,39})?$")] = ""
    """Its name where several workers share the cameras, or `auto`; empty: the only one, with all of them."""
    ai_worker_url: str = ""
    """Where the other workers reach this one; empty: by the host's name where it listens on all addresses."""
    ai_worker_weight: float = Field(default=1.0, gt=0, le=1000)
    """Its share of the cameras beside the others'."""

    @field_validator("ai_capture_url")
    @classmethod
    def _is_a_store(cls, url: str) -> str:
        if url and not url.startswith(("file:///", "s3://", "memory:///")):
            raise ValueError("must be file:///folder or s3://bucket/prefix")
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Raises ConfigurationFileError."""
        return init_settings, env_settings, ConfigurationFileSource(settings_cls)

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

    @field_validator("ai_sources", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """Accepts JSON, and an empty text as none."""
        return (json.loads(value) if value.strip() else ()) if isinstance(value, str) else value

    @field_validator(
        "ai_sources_dir", "ai_metrics_file", "ai_detector_file", "ai_text_file", mode="before"
    )
    @classmethod
    def _unset(cls, value: object) -> object:
        """An empty text is no path: it would be the folder that the process happens to be in."""
        return None if value == "" else value

    @model_validator(mode="after")
    def _sources_stand(self) -> Self:
        sources_of(self.ai_sources, self.ai_sources_dir)
        return self


def read_settings() -> Settings:
    """Ends the process with 2 for wrong ones: names the variable, or the file and the key, never the value."""
    try:
        return settings_of(Settings, named=_named)
    except ConfigurationFileError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


def _named(place: Place) -> str:
    setting, *inside = place
    found = ConfigurationFileSource.place(str(setting))
    return "/".join(map(str, [found, *inside])) if found else variable_of(place)
