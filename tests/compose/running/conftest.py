"""The whole of docker-compose.yml, built and running, with a simulated camera beside it."""

import fcntl
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.stack import models_environment
from mosaic_cli.demo import FIRST_CAMERAS, clips_folder, render_clips
from mosaic_cli.ports import free_ports
from mosaic_demo.truth import ClipTruth, load_truths

from ..compose_file import ROOT
from .engine import Engine, missing
from .images import build_all
from .project import Project

CAMERA = "camera-01"


@pytest.fixture(scope="session")
def say() -> Callable[[str], None]:
    return lambda line: print(line, file=sys.__stderr__, flush=True)


@pytest.fixture(scope="session")
def truth() -> ClipTruth:
    """What passes the simulated camera."""
    render_clips(FIRST_CAMERAS, threading.Event())
    return load_truths(clips_folder())[CAMERA]


@pytest.fixture(scope="session")
def engine(say: Callable[[str], None]) -> Iterator[Engine]:
    """Podman with all images built; one run at a time has it."""
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    engine = Engine()
    with (engine.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if reason := engine.refused():
            pytest.skip(f"no container can run on this machine: {reason}")
        build_all(engine, say)
        yield engine


@pytest.fixture(scope="session")
def project(engine: Engine, truth: ClipTruth) -> Iterator[Project]:
    """Up and started; whatever happens, nothing of it is left."""
    clip = clips_folder() / f"{truth.clip}.mp4"
    models = models_environment(ROOT).get("MOSAIC_MODELS_DIR")
    with tempfile.TemporaryDirectory(prefix="mosaic-compose-") as folder, engine.api() as socket:
        http, https, webrtc = free_ports(3)
        project = Project(engine, Path(folder), socket, (http, https, webrtc))
        project.clean()
        try:
            project.prepare(clip, Path(models) if models else None)
            project.up()
            yield project
        finally:
            project.clean()


@pytest.fixture(scope="session")
def admin(project: Project) -> Iterator[FrontDoor]:
    account = project.accounts()["admin"]
    door = FrontDoor(project.url, account["username"], account["password"])
    yield door
    door.close()


@pytest.fixture(scope="session")
def camera(admin: FrontDoor) -> dict[str, Any]:
    return admin.add_camera("gate", "rtsp://camera:8554/gate")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failure tells what the containers said."""
    report = yield
    project = getattr(item, "funcargs", {}).get("project")
    if report.when == "call" and report.failed and project is not None:
        report.sections.append(("containers", project.logs()))
    return report
