"""What the reference pages list is what the code has: variables, events, commands, endpoints."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer.main
from pydantic_settings import BaseSettings

from mosaic_ai.settings import Settings as AiSettings
from mosaic_backend.config.environment import Environment
from mosaic_cli.checks.stages import STAGES
from mosaic_cli.main import app
from mosaic_contracts.events import EVENT_TYPES
from mosaic_streaming.domain.probing import SENTENCES
from mosaic_streaming.settings import Settings as StreamingSettings

from .repository import PAGES, ROOT, VARIABLE, shown, sources

REFERENCE = ROOT / "docs" / "reference"
ADDED_WHEN_CALLED = {
    "audit",
    "bench",
    "config",
    "eval",
    "fsck",
    "keys",
    "models",
    "plates",
    "test",
    "verify",
}


def variables_in(*paths: Path) -> set[str]:
    return {name for path in paths for name in VARIABLE.findall(path.read_text(errors="ignore"))}


def settings_variables(*settings: type[BaseSettings]) -> set[str]:
    return {f"MOSAIC_{name.upper()}" for each in settings for name in each.model_fields}


def first_cells(page: Path, *, heading: str = "") -> list[str]:
    """The first cells of the tables of a page, or of those below one heading."""
    text = page.read_text()
    if heading:
        text = re.split(r"^#", text.partition(f"# {heading}\n")[2], flags=re.MULTILINE)[0]
    return re.findall(r"^\| *`([^|]*)` *\|", text, re.MULTILINE)


@pytest.fixture(scope="session")
def read_by_the_code() -> set[str]:
    named = variables_in(*sources())
    return named | settings_variables(AiSettings, Environment, StreamingSettings)


def test_every_variable_of_the_code_is_documented(read_by_the_code: set[str]) -> None:
    documented = variables_in(REFERENCE / "configuration.md")
    assert read_by_the_code - documented == set()


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_documented_variable_is_in_the_code(page: Path, read_by_the_code: set[str]) -> None:
    assert variables_in(page) - read_by_the_code == set()


def test_the_events_are_those_of_the_contracts() -> None:
    listed = first_cells(REFERENCE / "events.md")
    assert sorted(listed) == sorted(EVENT_TYPES)


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_event_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"mosaic(?:\.[a-z]+){2}\.v\d+", page.read_text()))
    assert named - set(EVENT_TYPES) == set()


def test_every_command_is_documented() -> None:
    group: Any = typer.main.get_command(app)
    documented = {cell.split()[0] for cell in first_cells(REFERENCE / "cli.md")}
    assert documented - ADDED_WHEN_CALLED == set(group.commands) - ADDED_WHEN_CALLED
    assert documented >= ADDED_WHEN_CALLED


def test_the_stages_are_those_of_the_runner() -> None:
    page = ROOT / "docs" / "CONTRIBUTING.md"
    cells = first_cells(page, heading="Stages of `./mosaic test`")
    listed = [name for cell in cells for name in re.findall(r"[\w-]+", cell)]
    assert listed == [stage.name for stage in STAGES]


def test_the_endpoints_are_those_of_the_openapi_documents() -> None:
    page = (ROOT / "docs" / "architecture" / "api.md").read_text()
    rows = re.findall(r"^\| `(/api/[^`]+)` \| ([A-Z, ]+) \|", page, re.MULTILINE)
    listed = {path: set(methods.split(", ")) for path, methods in rows}
    served: dict[str, set[str]] = {}
    for service in ("backend-django", "streaming-service", "ai-service"):
        document = json.loads((ROOT / service / "openapi.json").read_text())
        for path, operations in document["paths"].items():
            methods = {"get", "post", "put", "patch", "delete"} & set(operations)
            if path.startswith("/api/"):
                served[path] = {method.upper() for method in methods}
    assert listed == served


@pytest.mark.parametrize("page", ["architecture/rtsp-to-mediamtx.md", "guide/cameras.md"])
def test_every_reason_of_a_stream_in_error_is_named(page: str) -> None:
    named = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / page).read_text()))
    assert set(SENTENCES) - named == set()
