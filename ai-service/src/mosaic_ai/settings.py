"""What the process is told by its environment, and by a file that the environment names."""

import sys
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from mosaic_ai.configuration_file import ConfigurationFileError, ConfigurationFileSource
from mosaic_ai.domain.plate_formats import formats_of
from mosaic_platform.service import Place, settings_of, variable_of


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
    ai_threads: int = Field(default=2, ge=1, le=64)
    """Pictures looked at at the same time; each takes up to one core."""
    ai_plate_countries: Annotated[tuple[str, ...], NoDecode] = ()
    """Whose plate formats count, the likeliest first; empty: all."""

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

    @field_validator("ai_plate_countries", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Accepts codes separated by commas or spaces, and lists of codes."""
        if isinstance(value, list):
            return [code.upper() if isinstance(code, str) else code for code in value]
        return value.upper().replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("ai_plate_countries")
    @classmethod
    def _known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [code for code in codes if not formats_of([code])]
        if unknown:
            raise ValueError(f"no plate formats are known of {', '.join(unknown)}")
        return tuple(dict.fromkeys(codes))


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
