"""Settings from the YAML file that MOSAIC_AI_CONFIG names."""

import os
from pathlib import Path
from typing import Any

import yaml
from pydantic_settings import BaseSettings, InitSettingsSource

VARIABLE = "MOSAIC_AI_CONFIG"
LARGEST_BYTES = 1 << 20


class ConfigurationFileError(Exception):
    """The file cannot be used; the message names file, key and reason."""


def configuration_file() -> Path | None:
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else None


class ConfigurationFileSource(InitSettingsSource):
    """Keys are the settings' names without the prefix, in lower case; an unknown one is a mistake."""

    def __init__(self, settings: type[BaseSettings]) -> None:
        """Raises ConfigurationFileError."""
        path = configuration_file()
        content = read_file(path) if path else {}
        for key in content:
            if key not in settings.model_fields:
                raise ConfigurationFileError(f"{path}: {key}: there is no such setting")
        super().__init__(settings, content)

    @staticmethod
    def place(setting: str) -> str | None:
        """File and key of a setting that the file gives and no variable overrides; None for all others."""
        path = configuration_file()
        if path is None or f"MOSAIC_{setting.upper()}" in map(str.upper, os.environ):
            return None
        return f"{path}: {setting}" if setting in read_file(path) else None


def read_file(path: Path) -> dict[str, Any]:
    """Raises ConfigurationFileError."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ConfigurationFileError(f"{path}: larger than {LARGEST_BYTES} bytes")
        content = yaml.load(path.read_text(), _Loader)  # noqa: S506 - a safe loader
    except OSError as error:
        raise ConfigurationFileError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationFileError(f"{path}: no UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigurationFileError(f"{path}: line {line}: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ConfigurationFileError(f"{path}: no YAML") from error
    if content is None:
        return {}
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise ConfigurationFileError(f"{path}: keys and values are wanted")
    return content


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice, of which YAML's own would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set[str]()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} stands there twice", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)
