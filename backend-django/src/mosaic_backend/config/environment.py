"""What the backend reads from the environment (docs/reference/interfaces.md), checked when the process starts."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mosaic_contracts.permissions import Role
from mosaic_contracts.plate_formats import PlateCountries


class Environment(BaseSettings):
    """Every setting of the backend; a wrong or missing value stops the start with the variable's name."""

    model_config = SettingsConfigDict(env_prefix="MOSAIC_", extra="ignore", frozen=True)

    database_url: SecretStr
    redis_url: SecretStr
    amqp_url: SecretStr
    secrets_dir: Path
    data_dir: Path
    alive_file: Path | None = None
    evidence_url: str
    recordings_dir: Path
    recording_encryption: bool = False
    recording_keys: SecretStr | None = None
    recording_keys_dir: Path | None = None
    plate_protection: bool | None = None
    public_url: str
    streaming_url: str
    ai_url: str
    mediamtx_api_url: str = ""
    camera_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    allow_loopback_cameras: bool = False
    allow_loopback_providers: bool = False
    camera_offline_after_s: float = Field(default=15.0, ge=0.0, le=3600.0)
    camera_online_after_s: float = Field(default=5.0, ge=0.0, le=3600.0)
    event_recording_margin_s: float = Field(default=600.0, ge=60.0, le=86_400.0)
    kong_admin_url: str = ""
    webhook_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    log_level: str = "INFO"
    plate_countries: Annotated[PlateCountries, NoDecode] = ()
    second_factor_roles: Annotated[tuple[Role, ...], NoDecode] = ()
    clips_max_bytes: int = Field(default=0, ge=0)
    database_pool_size: int = Field(default=8, ge=0, le=100)

    @field_validator("camera_networks", "webhook_networks", "second_factor_roles", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Accepts a list separated by commas or spaces."""
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("plate_protection", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        """Compose sets it to nothing where nobody has set it."""
        return value or None if isinstance(value, str) else value

    def secret(self, name: str) -> str:
        """The content of one file of the secrets folder."""
        return (self.secrets_dir / name).read_text().strip()


_QUICK = "-c max_parallel_workers_per_gather=0 -c jit=off -c datestyle=ISO"
"""Starting workers and compiling take 70 ms and more; our queries read few rows, whatever the planner guesses.
Some of our JSON is written by the database: its instants are to look the same wherever it runs."""


def database_settings(url: str, pool_size: int) -> dict[str, object]:
    """Django's database entry for a postgresql:// address.

    Connections come from psycopg's pool; CONN_MAX_AGE stays 0, or they leak under ASGI (Django ticket 33497).
    """
    parts = urlsplit(url)
    options: dict[str, object] = {"connect_timeout": 5, "options": _QUICK}
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


@lru_cache
def environment() -> Environment:
    """The settings of this process, read once.

    Raises ImproperlyConfigured with the variables' names, and never with their values.
    """
    try:
        return Environment()
    except ValidationError as error:
        wrong = "; ".join(
            f"MOSAIC_{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors()
        )
        raise ImproperlyConfigured(wrong) from None
