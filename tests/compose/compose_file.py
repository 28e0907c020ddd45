"""docker-compose.yml, read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]

_SUBSTITUTION = re.compile(r"\$\{(?P<name>[A-Z_]+)(?:(?P<kind>:\?|:-)(?P<rest>[^}]*))?\}")


def one_shot(service: dict[str, Any]) -> bool:
    return bool(service.get("restart") == "no")


def environment(service: dict[str, Any]) -> dict[str, str]:
    """What the file sets; a name without a value is handed on where .env or the shell sets it."""
    told = service.get("environment") or {}
    return {name: str(value) for name, value in told.items() if value is not None}


def substituted(text: str) -> str:
    """The text as Compose makes it without any setting; a required variable stands as `<NAME>`."""
    return _SUBSTITUTION.sub(
        lambda found: f"<{found['name']}>" if found["kind"] != ":-" else found["rest"], text
    )


def required_variables(text: str) -> set[str]:
    return {found["name"] for found in _SUBSTITUTION.finditer(text) if found["kind"] == ":?"}


def words(value: object) -> Iterator[str]:
    """Every text below a value."""
    if isinstance(value, dict):
        for each in value.values():
            yield from words(each)
    elif isinstance(value, list):
        for each in value:
            yield from words(each)
    elif isinstance(value, str):
        yield value
