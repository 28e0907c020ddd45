"""Several workers as processes share the cameras through RabbitMQ; the streams show who follows what."""

import asyncio
import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from ai_models import ModelsFolder
from ai_neighbours import Neighbours, eventually
from ai_streams import MediaServer
from ai_workers import StreamLog, Workers, small_stream

from mosaic_contracts.internal_api import Posters, Watching
from mosaic_contracts.permissions import Role
from mosaic_platform.service_tokens import ServiceTokenSigner

LONG_S = 120.0


@pytest.fixture
def workers(
    amqp_url: str,
    secrets_dir: Path,
    tmp_path: Path,
    neighbours: Neighbours,
    media_server: MediaServer,
    free_port: Callable[[], int],
) -> Iterator[Workers]:
    streams = StreamLog(free_port(), small_stream(media_server))
    streams.start()
    made = Workers(
        amqp_url=amqp_url,
        secrets_dir=secrets_dir,
        folder=tmp_path,
        neighbours=neighbours,
        streams=streams,
        free_port=free_port,
    )
    yield made
    made.stop(number=signal.SIGKILL)
    streams.stop()


async def test_cameras_when_workers_come_and_go_then_each_is_followed_by_one_in_fair_shares(
    workers: Workers,
) -> None:
    workers.add_cameras(5)
    await workers.start("one", "two")
    await eventually(lambda: sorted((workers.shares() or {}).values()) == [2, 3], within_s=LONG_S)
    before = workers.streams.following()
    await workers.start("three")
    await eventually(
        lambda: sorted((workers.shares() or {}).values()) == [1, 2, 2], within_s=LONG_S
    )
    moved = [each for each, by in workers.streams.following().items() if by != before[each]]
    assert len(moved) == (workers.shares() or {})["three"]
    workers.stop("three", number=signal.SIGTERM)
    await eventually(lambda: sorted((workers.shares() or {}).values()) == [2, 3], within_s=LONG_S)


async def test_worker_when_killed_or_frozen_then_others_follow_its_cameras_and_it_finds_its_place_again(
    workers: Workers,
) -> None:
    workers.add_cameras(4)
    await workers.start("one", "two")
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)
    workers.stop("two", number=signal.SIGKILL)
    await eventually(lambda: workers.shares() == {"one": 4}, within_s=LONG_S)
    await workers.start("two")
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)
    workers.signal("two", signal.SIGSTOP)
    await eventually(lambda: workers.shares() == {"one": 4}, within_s=LONG_S)
    workers.signal("two", signal.SIGCONT)
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)


async def test_cameras_when_added_and_removed_while_a_worker_is_down_then_the_others_know_and_it_learns(
    workers: Workers,
) -> None:
    workers.add_cameras(3)
    await workers.start("one", "two")
    await eventually(lambda: sorted((workers.shares() or {}).values()) == [1, 2], within_s=LONG_S)
    workers.stop("two", number=signal.SIGKILL)
    del workers.neighbours.cameras[0]
    added = workers.add_cameras(2)
    await eventually(lambda: workers.shares() == {"one": 4}, within_s=LONG_S)
    assert set(added) < set(workers.streams.following())
    await workers.start("two")
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)


async def test_model_when_chosen_at_one_worker_then_used_by_all_and_by_one_that_comes_later(
    workers: Workers, tmp_path: Path
) -> None:
    folder = ModelsFolder(tmp_path / "models")
    folder.add_ours("plate_locator", name="of-the-site")
    shared = {"MOSAIC_MODELS_DIR": str(folder.path)}
    await workers.start("one", "two", **shared)
    chosen = {"name": "of-the-site", "version": "1"}
    workers.ask_admin("one", "models/plate_locator/activate", chosen)

    def locators() -> dict[str, str]:
        return {name: workers.active_model(name, "plate_locator") for name in workers.services}

    await eventually(lambda: set(locators().values()) == {"of-the-site"}, within_s=LONG_S)
    await workers.start("three", **shared)
    await eventually(lambda: locators()["three"] == "of-the-site", within_s=LONG_S)
    workers.ask_admin("two", "models/plate_locator/roll-back")
    await eventually(lambda: set(locators().values()) == {"mosaic-plate-locator"}, within_s=LONG_S)


async def test_requests_when_they_meet_the_wrong_worker_then_answered_as_by_the_right_one(
    workers: Workers, secrets_dir: Path
) -> None:
    cameras = workers.add_cameras(4)
    await workers.start("one", "two")
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)
    backend = ServiceTokenSigner("backend", secrets_dir).header()

    def sampled(name: str) -> bool:
        told = workers.status(name)["cameras"]
        return len(told) == 4 and all(each["sampled"] for each in told)

    for name in ("one", "two"):
        await eventually(lambda name=name: sampled(name), within_s=LONG_S)
        url = workers.services[name].url
        await eventually(lambda name=name: _as_seen(workers, name), within_s=LONG_S)
        told_workers = workers.status(name)["workers"]
        assert [(each["name"], each["cameras"]) for each in told_workers] == [
            ("one", 2),
            ("two", 2),
        ]
        for camera in cameras:
            latest = f"{url}/internal/v1/cameras/{camera}/latest.jpg"
            answer = httpx.get(latest, headers=backend, timeout=30)
            assert answer.content.startswith(b"\xff\xd8"), (name, camera, answer.text)
            assert "X-Captured-At" in answer.headers
            assert await _streamed(workers, name, camera) == str(camera)
        asked = {"cameras": [str(each) for each in cameras]}
        posters = httpx.post(
            f"{url}/internal/v1/posters", json=asked, headers=backend, timeout=30
        ).content
        told = [poster.camera_id for poster in Posters.model_validate_json(posters).items]
        assert sorted(told) == sorted(cameras)
        watching = httpx.get(f"{url}/internal/v1/watching", headers=backend, timeout=30).content
        watched = [each.camera_id for each in Watching.model_validate_json(watching).cameras]
        assert sorted(watched) == sorted(cameras)
        metrics = httpx.get(f"{url}/metrics").text
        assert "\nmosaic_ai_cameras 2.0\n" in metrics


async def test_requests_when_another_worker_asks_then_answered_from_what_is_here_alone(
    workers: Workers, secrets_dir: Path
) -> None:
    workers.add_cameras(2)
    await workers.start("one", "two")
    await eventually(lambda: workers.shares() == {"one": 1, "two": 1}, within_s=LONG_S)
    url = workers.services["one"].url
    following = workers.streams.following()
    (elsewhere,) = [camera for camera, by in following.items() if by == {"two"}]
    peer = ServiceTokenSigner("ai", secrets_dir).header()
    latest = f"{url}/internal/v1/cameras/{elsewhere}/latest.jpg"
    assert httpx.get(latest, headers=peer).status_code == 404
    watching = httpx.get(f"{url}/internal/v1/watching", headers=peer).json()
    assert len(watching["cameras"]) == 1
    for path in ("worker", "worker/cameras", f"cameras/{elsewhere}/predictions"):
        assert httpx.get(f"{url}/internal/v1/{path}").status_code == 401
        user = {"Authorization": f"Bearer {workers.neighbours.token(Role.ADMIN)}"}
        assert httpx.get(f"{url}/internal/v1/{path}", headers=user).status_code == 401


def _as_seen(workers: Workers, name: str) -> bool:
    """Whether the worker tells of each camera the one that asks for its stream."""
    told = {str(each["camera_id"]): {each["worker"]} for each in workers.status(name)["cameras"]}
    return told == {str(each): by for each, by in workers.streams.following().items()}


async def _streamed(workers: Workers, name: str, camera: UUID) -> str:
    """Of which camera the first prediction comes."""
    headers = {"Authorization": f"Bearer {workers.neighbours.token(Role.ADMIN)}"}
    address = f"{workers.services[name].url}/api/ai/v1/stream?camera={camera}"
    async with (
        asyncio.timeout(60),
        httpx.AsyncClient(timeout=60) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                return str(json.loads(line.removeprefix("data:"))["camera_id"])
    raise AssertionError("nothing came")
