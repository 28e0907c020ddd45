"""`./mosaic config` on the running stack: out, planned, in again, and out as it was."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.repository import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def config() -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "mosaic"), "config", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    return run


@pytest.fixture
def key(admin: FrontDoor) -> Iterator[str]:
    """Of a camera that is there only once it was applied."""
    key = f"e2e-{uuid4().hex[:8]}"
    yield key
    for camera in admin.every("/api/v1/cameras"):
        if camera["key"] == key:
            admin.remove_camera(camera["id"])


def test_config_when_applied_then_just_what_the_plan_said_and_once(
    config: Run, key: str, admin: FrontDoor, tmp_path: Path
) -> None:
    file = tmp_path / "site.yaml"
    camera = {"key": key, "name": "Planned", "source_url": "rtsp://127.0.0.1:1/x", "enabled": False}
    file.write_text(json.dumps({"mosaic": 1, "cameras": [camera]}))
    planned = config("plan", str(file))
    assert (planned.returncode, f"+ camera {key}" in planned.stdout) == (0, True), planned.stderr
    assert key not in {one["key"] for one in admin.every("/api/v1/cameras")}
    applied = config("apply", str(file), "--yes")
    assert "applied: 1 create" in applied.stdout, applied.stderr
    assert key in {one["key"] for one in admin.every("/api/v1/cameras")}
    assert config("apply", str(file), "--yes").stdout == "nothing to do\n"

    out = tmp_path / "out.yaml"
    assert config("export", str(out)).returncode == 0
    names = {one["key"]: one["name"] for one in yaml.safe_load(out.read_text())["cameras"]}
    assert names[key] == "Planned"
    assert config("plan", str(out)).stdout == "nothing to do\n"


def test_config_when_rows_are_bad_then_each_is_told_and_nothing_done(
    config: Run, key: str, admin: FrontDoor, tmp_path: Path
) -> None:
    file = tmp_path / "cameras.csv"
    good = f"{key},Good,rtsp://127.0.0.1:1/x\n"
    file.write_text(f"key,name,source_url\n{good}x,,rtsp://169.254.169.254/\ny,Y,\n")
    refused = config("apply", str(file), "--yes")
    assert refused.returncode == 1
    for place in ("/rows/3/name", "/rows/3/source_url", "/rows/4/source_url"):
        assert place in refused.stderr
    assert key not in {one["key"] for one in admin.every("/api/v1/cameras")}
