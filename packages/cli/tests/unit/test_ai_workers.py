"""What `up` makes of MOSAIC_AI_WORKERS, before any process starts."""

from pathlib import Path

import pytest

from mosaic_cli.home import Home
from mosaic_cli.ports import free_ports
from mosaic_cli.runtimes.native.preparation import existing_stack, prepare
from mosaic_cli.runtimes.native.stack import Stack
from mosaic_cli.runtimes.native.workers import WorkersSettingError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name, port in zip(("HTTP", "HTTPS"), free_ports(2), strict=True):
        monkeypatch.setenv(f"MOSAIC_{name}_PORT", str(port))
    monkeypatch.delenv("MOSAIC_AI_WORKERS", raising=False)
    return Home(tmp_path / "home")


def workers_of(stack: Stack) -> list[str]:
    return [part.name for part in stack.parts() if part.name.startswith("ai")]


def test_stack_when_nothing_is_said_then_one_nameless_worker_follows_everything(home: Home) -> None:
    stack = prepare(home, 0).stack
    assert workers_of(stack) == ["ai"]
    assert stack.environment("ai")["MOSAIC_AI_WORKER"] == ""
    assert not any(name.startswith("MOSAIC_AI_2") for name in stack.haproxy.environment())


def test_stack_when_several_are_asked_for_then_each_has_name_port_and_folder_and_the_door_knows_all(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSAIC_AI_WORKERS", "3")
    prepare(home, 0)
    monkeypatch.delenv("MOSAIC_AI_WORKERS")  # as `./mosaic status` in another terminal
    stack = existing_stack(home, 0)
    assert stack is not None
    assert workers_of(stack) == ["ai", "ai-2", "ai-3"]
    environments = [stack.environment(name) for name in workers_of(stack)]
    assert [each["MOSAIC_AI_WORKER"] for each in environments] == ["ai", "ai-2", "ai-3"]
    for name in ("MOSAIC_AI_PORT", "MOSAIC_DATA_DIR"):
        assert len({each[name] for each in environments}) == 3
    assert all("MOSAIC_AI_WORKERS" not in each for each in environments)
    door = stack.haproxy.environment()
    told = [door[f"MOSAIC_AI_{which}ADDRESS"] for which in ("", "2_", "3_")]
    assert told == [f"127.0.0.1:{each['MOSAIC_AI_PORT']}" for each in environments]
    assert workers_of(prepare(home, 0).stack) == ["ai"]


@pytest.mark.parametrize("asked", ["0", "5", "two", "-1", "1.5"])
def test_stack_when_the_number_is_impossible_then_refused_by_name(
    home: Home, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setenv("MOSAIC_AI_WORKERS", asked)
    with pytest.raises(WorkersSettingError, match="MOSAIC_AI_WORKERS"):
        prepare(home, 0)
