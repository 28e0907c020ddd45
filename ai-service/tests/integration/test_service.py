"""The service as a process, on real MediaMTX, RabbitMQ, SQLite and files; its neighbours speak the contract."""

import asyncio
import base64
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from ai_neighbours import Neighbours, eventually
from ai_process import Service
from ai_streams import MediaServer, film_of_passages
from obstore.store import from_url

from mosaic_ai.infrastructure.capture_opening import open_captures
from mosaic_ai.infrastructure.images import open_image
from mosaic_ai.infrastructure.obstore_captures import ObstoreCaptures
from mosaic_cli.testing.minio.server import Bucket
from mosaic_contracts.events import (
    CameraChanged,
    CloudEvent,
    PlateCorrected,
    PlateRead,
    new_event,
)
from mosaic_contracts.internal_api import Posters
from mosaic_contracts.permissions import Role
from mosaic_platform.messaging import Consumer, Publisher
from mosaic_platform.service_tokens import ServiceTokenSigner

PLATES = ["KL57BXT", "WX4821P"]


@asynccontextmanager
async def received(amqp_url: str) -> AsyncIterator[list[PlateRead]]:
    """The plate reads that reach RabbitMQ, as they come."""
    reads: list[PlateRead] = []
    seen: set[UUID] = set()

    async def take(events: object) -> None:
        for event in events:  # type: ignore[attr-defined]
            assert isinstance(event, CloudEvent)
            payload = event.payload()
            if isinstance(payload, PlateRead) and event.id not in seen:
                seen.add(event.id)
                reads.append(payload)

    queue = f"test.{uuid4().hex[:8]}"
    consumer = Consumer(amqp_url, queue, [PlateRead.TYPE])
    task = asyncio.create_task(consumer.run(take))
    try:
        yield reads
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film_of_passages(tmp_path_factory.mktemp("film") / "film.mp4", PLATES)


async def test_two_passages_when_streamed_then_one_read_each_with_evidence(
    service: Service, neighbours: Neighbours, media_server: MediaServer, film: Path, amqp_url: str
) -> None:
    camera = uuid4()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    async with received(amqp_url) as reads:
        await service.start()
        media_server.publish(camera, ["-i", str(film)], gop=None)
        await eventually(lambda: set(PLATES) <= {read.text for read in reads if read.final})
    by_read: dict[UUID, list[PlateRead]] = {}
    for read in reads:
        by_read.setdefault(read.read_id, []).append(read)
    for revisions in by_read.values():
        numbers = [read.revision for read in revisions]
        assert numbers == sorted(set(numbers))
    finals = [read for read in reads if read.final]
    assert sorted(read.text for read in finals) == sorted(PLATES)
    british = next(read for read in finals if read.text == PLATES[0])
    assert british.interpretations[0].text == PLATES[0]
    images = finals[0].images
    for key in (images.plate, images.vehicle, images.scene):
        assert key is not None
        stored = service.folder / "evidence" / key
        assert stored.read_bytes().startswith(b"\xff\xd8")


async def test_passage_when_evidence_goes_to_s3_then_the_crops_are_there(
    service: Service,
    neighbours: Neighbours,
    media_server: MediaServer,
    film: Path,
    amqp_url: str,
    s3_bucket: Bucket,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    camera, url = uuid4(), f"{s3_bucket.url}/evidence"
    for name, value in s3_bucket.environment.items():
        monkeypatch.setenv(name, value)
    service.environment["MOSAIC_EVIDENCE_URL"] = url
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    store = from_url(url)

    def crops() -> set[str]:
        return {entry["path"] for entry in store.list().collect()}

    async with received(amqp_url) as reads:
        await service.start()
        media_server.publish(camera, ["-i", str(film)], gop=None)
        await eventually(lambda: any(read.final for read in reads))
        images = next(read.images for read in reads if read.final)
        wanted = {images.plate, images.vehicle, images.scene}
        assert None not in wanted
        await eventually(lambda: wanted <= crops())
    assert bytes(store.get(str(images.plate)).bytes()).startswith(b"\xff\xd8")


async def test_correction_when_published_then_it_labels_the_picture_that_was_kept_of_the_passage(
    service: Service, neighbours: Neighbours, media_server: MediaServer, film: Path, amqp_url: str
) -> None:
    camera = uuid4()
    store = open_captures((service.folder / "captures").as_uri())
    service.environment["MOSAIC_AI_CAPTURE_URL"] = (service.folder / "captures").as_uri()
    service.environment["MOSAIC_AI_CAPTURE_SAMPLE_SHARE"] = "1"
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera, capture=True)
    await service.start()
    media_server.publish(camera, ["-stream_loop", "-1", "-i", str(film)], gop=None)
    await eventually(lambda: bool(_passages_kept(store)), within_s=120)
    read_id, text = _passages_kept(store).popitem()
    told: Any = _status(service, neighbours)["capture"]
    assert told["cameras"] == [str(camera)]
    assert told["kept"] >= 1
    correction = PlateCorrected(
        read_id=read_id,
        camera_id=camera,
        text="AB12CDE",
        read_text=text,
        corrected_by="ruth",
        corrected_at=datetime.now(UTC),
    )
    publisher = Publisher(amqp_url)
    await publisher.publish([new_event(correction, source="mosaic/backend")])
    await publisher.close()
    await eventually(lambda: any(item.labelled for item in store.kept()))
    labels = next(store.labels(item) for item in store.kept() if item.labelled)
    assert labels[read_id].text == "AB12CDE"


async def test_children_when_killed_then_sampling_goes_on(
    service: Service,
    neighbours: Neighbours,
    media_server: MediaServer,
    film: Path,
    secrets_dir: Path,
) -> None:
    camera = uuid4()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    media_server.publish(camera, ["-stream_loop", "-1", "-i", str(film)], gop=None)
    await service.start()
    await eventually(lambda: _sampled(service, neighbours) >= 2)
    latest = f"{service.url}/internal/v1/cameras/{camera}/latest.jpg"
    backend = ServiceTokenSigner("backend", secrets_dir).header()
    answer = httpx.get(latest, headers=backend)
    assert answer.content.startswith(b"\xff\xd8")
    assert "X-Captured-At" in answer.headers
    posters = f"{service.url}/internal/v1/posters"
    asked = {"cameras": [str(camera), str(uuid4())]}
    told = Posters.model_validate_json(httpx.post(posters, json=asked, headers=backend).content)
    assert [poster.camera_id for poster in told.items] == [camera]
    small = open_image(base64.b64decode(told.items[0].jpeg))
    assert small.shape[1] == min(640, open_image(answer.content).shape[1])
    assert datetime.now(UTC) - told.items[0].captured_at < timedelta(seconds=60)
    first = service.decoder()
    first.kill()
    before = _sampled(service, neighbours)
    await eventually(lambda: _sampled(service, neighbours) >= before + 3)
    assert service.decoder().pid != first.pid
    lost = service.engines()
    for each in lost:
        each.kill()
    before = _sampled(service, neighbours)
    await eventually(lambda: _sampled(service, neighbours) >= before + 3)
    assert {each.pid for each in lost}.isdisjoint(each.pid for each in service.engines())


async def test_service_when_killed_in_a_passage_then_the_read_goes_on_and_is_not_doubled(
    service: Service, neighbours: Neighbours, media_server: MediaServer, film: Path, amqp_url: str
) -> None:
    camera = uuid4()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    async with received(amqp_url) as reads:
        await service.start()
        media_server.publish(camera, ["-i", str(film)], gop=None)
        await eventually(lambda: bool(reads))
        open_read = reads[0].read_id  # the first plate's, or the second's where the start was slow
        service.stop(signal.SIGKILL)
        await service.start()
        await eventually(
            lambda: any(read.final and read.read_id == open_read for read in reads), within_s=60.0
        )
    told = next(read for read in reads if read.final and read.read_id == open_read)
    assert told.text in PLATES
    assert {read.read_id for read in reads if read.text == told.text} == {open_read}


async def test_service_when_killed_in_a_passage_and_no_picture_comes_again_then_the_read_is_closed(
    service: Service, neighbours: Neighbours, media_server: MediaServer, film: Path, amqp_url: str
) -> None:
    camera = uuid4()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    async with received(amqp_url) as reads:
        await service.start()
        publisher = media_server.publish(camera, ["-i", str(film)], gop=None)
        await eventually(lambda: any(not read.final for read in reads))
        service.stop(signal.SIGKILL)
        media_server.stop_one(publisher)
        told = {read.read_id: read for read in reads}
        closed = {read.read_id for read in reads if read.final}
        await service.start()
        await eventually(
            lambda: {read.read_id for read in reads if read.final} == set(told), within_s=90.0
        )
    for read in reads:
        if read.final and read.read_id not in closed:
            assert read.frame == told[read.read_id].frame
            assert read.images == told[read.read_id].images


async def test_stream_when_listened_to_then_predictions_come(
    service: Service, neighbours: Neighbours, media_server: MediaServer, film: Path
) -> None:
    camera = uuid4()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    media_server.publish(camera, ["-stream_loop", "-1", "-i", str(film)], gop=None)
    await service.start()
    headers = {"Authorization": f"Bearer {neighbours.token(Role.ADMIN)}"}
    address = f"{service.url}/api/ai/v1/stream?camera={camera}"
    plates: set[str] = set()
    async with (
        asyncio.timeout(60),
        httpx.AsyncClient(timeout=60) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                prediction = json.loads(line.removeprefix("data:"))
                assert prediction["camera_id"] == str(camera)
                plates |= {plate["text"] for plate in prediction["plates"]}
            if plates & set(PLATES):
                break


async def test_stream_when_the_user_is_revoked_then_ends_and_the_token_opens_nothing_more(
    service: Service, neighbours: Neighbours, media_server: MediaServer, film: Path
) -> None:
    camera, user = uuid4(), uuid4()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    media_server.publish(camera, ["-stream_loop", "-1", "-i", str(film)], gop=None)
    await service.start()
    headers = {"Authorization": f"Bearer {neighbours.token(Role.ADMIN, user_id=user)}"}
    address = f"{service.url}/api/ai/v1/stream?camera={camera}"
    async with (
        asyncio.timeout(90),
        httpx.AsyncClient(timeout=60) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        assert answer.status_code == 200
        lines = answer.aiter_lines()
        while not (await anext(lines)).startswith("data:"):
            pass
        neighbours.revoke(user)
        async for _ in lines:
            pass
        assert (await client.get(address, headers=headers)).status_code == 401
    assert _status(service, neighbours)["cameras"]


async def test_camera_when_removed_then_left_at_once(
    service: Service,
    neighbours: Neighbours,
    media_server: MediaServer,
    film: Path,
    amqp_url: str,
) -> None:
    camera = uuid4()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    media_server.publish(camera, ["-stream_loop", "-1", "-i", str(film)], gop=None)
    await service.start()
    await eventually(lambda: _sampled(service, neighbours) >= 1)
    neighbours.down = True
    before = _sampled(service, neighbours)
    await eventually(lambda: _sampled(service, neighbours) >= before + 2)
    neighbours.down = False
    neighbours.cameras.clear()
    neighbours.revision += 1
    publisher = Publisher(amqp_url)
    changed = CameraChanged(camera_id=camera, change="deleted", revision=2)
    await publisher.publish([new_event(changed, source="mosaic/backend")])
    await publisher.close()
    await eventually(lambda: _status(service, neighbours)["cameras"] == [], within_s=40)


def _status(service: Service, neighbours: Neighbours) -> dict[str, list[dict[str, int]]]:
    headers = {"Authorization": f"Bearer {neighbours.token(Role.ADMIN)}"}
    answer: dict[str, list[dict[str, int]]] = httpx.get(
        f"{service.url}/api/ai/v1/status", headers=headers
    ).json()
    return answer


def _sampled(service: Service, neighbours: Neighbours) -> int:
    return sum(camera["sampled"] for camera in _status(service, neighbours)["cameras"])


def _passages_kept(store: ObstoreCaptures) -> dict[UUID, str]:
    """Of the plates in whole pictures: what was read, by the read of their passage."""
    documents = [store.capture(item) for item in store.kept() if item.complete]
    plates = [plate for document in documents if document for plate in document.plates]
    return {plate.read_id: plate.text for plate in plates if plate.read_id}
