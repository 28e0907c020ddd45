"""`./mosaic models` against a stack that answers as the real one does, and without one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import respx
from typer.testing import CliRunner

from mosaic_cli.models import models
from mosaic_cli.supervision.client import Supervisor

URL = "http://127.0.0.1:8150"
ACTIVE = {"role": "detector", "name": "finder", "version": "3", "sha256": "a" * 64}
ITEM = {"licence": "MIT", "active": True, "previous": False}
NONE = {"role": "classifier", "name": "", "version": "", "sha256": ""}


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[respx.MockRouter]:
    monkeypatch.setenv("MOSAIC_HOME", str(tmp_path))
    monkeypatch.setattr(Supervisor, "running", lambda _: True)
    accounts = {"admin": {"username": "admin", "password": "secret"}}
    (tmp_path / "credentials.json").write_text(json.dumps({"url": URL, "accounts": accounts}))
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        router.post("/api/v1/auth/token").respond(json={"access": "token"})
        router.post("/api/v1/auth/logout").respond(204)
        yield router


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(models, arguments)
    return result.exit_code, result.output


def test_activate_when_accepted_then_what_is_active_is_told(stack):
    activating = stack.post("/api/ai/v1/models/detector/activate").respond(json=ACTIVE)
    assert run("activate", "detector", "finder", "3") == (0, "detector: finder 3\n")
    request = activating.calls.last.request
    assert json.loads(request.content) == {"name": "finder", "version": "3"}
    assert request.headers["Authorization"] == "Bearer token"


def test_activate_when_refused_then_why_and_1(stack):
    problem = {"detail": "it has another sha256", "code": "model-checksum"}
    stack.post("/api/ai/v1/models/detector/activate").respond(422, json=problem)
    assert run("activate", "detector", "finder", "3") == (1, "it has another sha256\n")


def test_roll_back_when_there_was_nothing_before_then_none_is_told(stack):
    nothing = ACTIVE | {"name": None, "version": None, "sha256": None}
    stack.post("/api/ai/v1/models/detector/roll-back").respond(json=nothing)
    assert run("roll-back", "detector") == (0, "detector: none\n")


def test_change_when_the_role_is_none_then_2_and_nothing_is_sent(stack):
    for arguments in (("activate", "cook", "x", "1"), ("roll-back", "../x")):
        code, output = run(*arguments)
        assert code == 2
        assert "plate_locator" in output
    assert not any("/ai/" in str(call.request.url) for call in stack.calls)


def test_list_when_the_stack_runs_then_as_it_tells(stack):
    items = [ACTIVE | ITEM, NONE | ITEM | {"active": False}]
    stack.get("/api/ai/v1/models").respond(json={"items": items})
    code, output = run("list")
    assert code == 0
    first, second = output.splitlines()
    assert first.split() == ["active", "detector", "finder", "3", "aaaaaaaaaaaa", "MIT"]
    assert second.split()[:2] == ["none", "classifier"]
    assert json.loads(run("list", "--json")[1]) == items


def test_list_when_no_stack_runs_then_what_lies_on_the_disk(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("MOSAIC_HOME", str(tmp_path))
    monkeypatch.delenv("MOSAIC_MODELS_DIR", raising=False)
    assert run("list")[0] == 0
    assert "mosaic-plate-locator 2" in capfd.readouterr().out


def test_pull_when_it_is_refused_then_1_and_why(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("MOSAIC_HOME", str(tmp_path))
    monkeypatch.delenv("MOSAIC_MODELS_DIR", raising=False)
    nowhere = "http://127.0.0.1:1/yolov8n.pt"
    assert run("pull", "yolov8n", "--version", "8.3.0", "--url", nowhere)[0] == 1
    assert "cannot be reached" in capfd.readouterr().err
    assert run("pull", "yolov8n", "--sha256", "0" * 64)[0] == 1
    assert "SHA-256" in capfd.readouterr().err
