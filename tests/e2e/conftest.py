"""A running stack, named by MOSAIC_HOME (as `./mosaic test e2e` does), its users, its simulated cameras."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import NoStackError, RunningStack
from mosaic_cli.checks.live.waiting import until
from mosaic_cli.demo import clips_folder
from mosaic_cli.home import Home
from mosaic_demo.truth import ClipTruth, load_truths


@pytest.fixture(scope="session")
def stack() -> RunningStack:
    try:
        return RunningStack.of_home(Home.here().path)
    except NoStackError as error:
        pytest.fail(str(error))


@pytest.fixture(scope="session")
def sign_in(stack: RunningStack) -> Iterator[Callable[[str], FrontDoor]]:
    """Signed-in clients, one a role."""
    doors: dict[str, FrontDoor] = {}

    def of_role(role: str) -> FrontDoor:
        if role not in doors:
            doors[role] = stack.sign_in(role)
        return doors[role]

    yield of_role
    for door in doors.values():
        door.close()


@pytest.fixture(scope="session")
def admin(sign_in: Callable[[str], FrontDoor]) -> FrontDoor:
    return sign_in("admin")


@pytest.fixture(scope="session")
def operator(sign_in: Callable[[str], FrontDoor]) -> FrontDoor:
    return sign_in("operator")


@pytest.fixture(scope="session")
def demo_cameras(admin: FrontDoor) -> dict[str, dict[str, Any]]:
    """The simulated cameras that a first start makes, by name."""
    found = {
        camera["name"]: camera
        for camera in admin.every("/api/v1/cameras")
        if camera["name"].startswith("camera-")
    }
    assert len(found) >= 4
    return found


@pytest.fixture(scope="session")
def truths() -> dict[str, ClipTruth]:
    """What really passes each simulated camera, by the camera's name."""
    return load_truths(clips_folder())


@pytest.fixture
def demo_source(stack: RunningStack) -> str:
    """The address of a simulated camera that plays the first clip."""
    return f"rtsp://{stack.parts()['demo']['address']}/camera-01"


@pytest.fixture
def add_camera(admin: FrontDoor) -> Iterator[Callable[..., dict[str, Any]]]:
    """Adds cameras that go away with the test."""
    added: list[str] = []

    def add(source_url: str, **more: Any) -> dict[str, Any]:
        camera = admin.add_camera(f"e2e-{uuid.uuid4().hex[:8]}", source_url, **more)
        added.append(camera["id"])
        return camera

    yield add
    for camera_id in added:
        admin.remove_camera(camera_id)


@pytest.fixture
def stream_state(admin: FrontDoor) -> Callable[..., dict[str, Any]]:
    """Waits until a camera tells a state, and a reason where one is given."""

    def wait(
        camera_id: str, state: str, *reasons: str, within_s: float = 60, asking: bool = False
    ) -> dict[str, Any]:
        def told() -> dict[str, Any] | None:
            if asking:  # somebody who wants to see it keeps an on-demand source trying
                admin.request("POST", f"/api/streaming/v1/cameras/{camera_id}/sessions")
            stream = admin.stream_of(camera_id)
            if stream.get("state") != state:
                return None
            return stream if not reasons or stream.get("reason") in reasons else None

        def seen() -> dict[str, Any]:
            return admin.stream_of(camera_id)

        try:
            return until(told, f"camera state {state} {reasons}", within_s=within_s)
        except AssertionError as error:
            raise AssertionError(f"{error}; the camera tells {seen()}") from error

    return wait
