"""PyTorch's environment is made once a lock; where it cannot be had, the tests are told why."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mosaic_cli.checks.stages import STAGES
from mosaic_cli.checks.torch_environment import (
    LOCK,
    UNUSED_S,
    TamperedError,
    UnobtainableError,
    packages,
)
from mosaic_cli.repository import ROOT

MAKES = """
echo "$*" >> "$CALLS"
if [ "$1" = venv ]; then for last; do :; done; mkdir -p "$last/bin"; fi
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a lock, and a cache of its own."""
    lock = tmp_path / LOCK
    lock.parent.mkdir()
    lock.write_text("torch==1 --hash=sha256:00\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setattr("mosaic_cli.checks.torch_environment.WANTED_BYTES", 0)
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    return tmp_path


def installer(root: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = root / "uv"
    program.write_text(f"#!/bin/sh\n{script}")
    program.chmod(0o755)
    monkeypatch.setenv("MOSAIC_UV", str(program))


def test_environment_when_made_then_it_is_kept_until_the_lock_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer(root, monkeypatch, MAKES)
    first = packages(root)
    assert packages(root) == first
    calls = (root / "calls").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["venv", "pip"]
    assert "--require-hashes" in calls[1]
    (root / LOCK).write_text("torch==2 --hash=sha256:00\n")
    assert packages(root) != first


def test_environment_when_unused_for_long_then_removed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer(root, monkeypatch, MAKES)
    old = packages(root).parents[2]
    before = time.time() - UNUSED_S - 60
    os.utime(old, (before, before))
    (root / LOCK).write_text("torch==2 --hash=sha256:00\n")
    packages(root)
    assert not old.exists()


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("echo 'no route to host' >&2; exit 2", UnobtainableError),
        ("echo 'Hash mismatch for torch' >&2; exit 1", TamperedError),
    ],
)
def test_environment_when_it_cannot_be_made_then_nothing_is_left_and_it_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, script: str, error: type[Exception]
) -> None:
    installer(root, monkeypatch, script)
    with pytest.raises(error, match=r"route|mismatch"):
        packages(root)
    assert list((root / "cache" / "mosaic" / "torch").iterdir()) == []


def test_tests_when_there_is_no_environment_then_skipped_with_the_reason(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer(root, monkeypatch, "echo 'no route to host' >&2; exit 2")
    module = "mosaic_cli.checks.torch_environment"
    wanting = str(ROOT / "ai-service/tests/torch/test_easyocr.py")
    options = (
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(ROOT),
        "-c",
        str(ROOT / "pyproject.toml"),
    )
    done = subprocess.run(
        [sys.executable, "-m", module, str(root), *options, wanting],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert "1 skipped" in done.stdout
    assert "no route to host" in done.stdout.split("short test summary")[1]


def test_stages_when_asked_then_each_test_of_the_ai_is_in_one_of_two() -> None:
    commands = {stage.name: stage.checks(ROOT)[0].command for stage in STAGES if "ai" in stage.name}
    apart = [word.removeprefix("--ignore=") for word in commands["ai"] if "--ignore" in word]
    assert len(apart) > 1
    assert list(commands["ai-torch"][-len(apart) :]) == apart
