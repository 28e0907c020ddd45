"""The HTTP interface of the wired service; RabbitMQ is away and nobody notices."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import UUID, uuid4

import cv2
import httpx
import pytest
from ai_neighbours import Neighbours, eventually
from ai_scenes import street, with_van

from mosaic_ai.bootstrap import create_application
from mosaic_ai.domain.geometry import Box, iou
from mosaic_ai.settings import Settings
from mosaic_contracts.internal_api import Watching
from mosaic_contracts.permissions import Role
from mosaic_platform.service_tokens import ServiceTokenSigner

GROUP = UUID(int=1601)
CAMERA = UUID(int=1602)


def picture(extension: str = ".jpg") -> bytes:
    return bytes(cv2.imencode(extension, with_van(street(), "KL57BXT", 400)[0])[1])


@pytest.fixture
async def client(
    neighbours: Neighbours, secrets_dir: Path, tmp_path: Path, free_port: Callable[[], int]
) -> AsyncIterator[httpx.AsyncClient]:
    neighbours.add_camera(CAMERA, group_id=GROUP)
    neighbours.hls_url = "http://127.0.0.1:1"
    settings = Settings(
        amqp_url=f"amqp://u:p@127.0.0.1:{free_port()}/x",
        secrets_dir=secrets_dir,
        data_dir=tmp_path / "data",
        evidence_url="memory:///",
        backend_url=neighbours.url,
        streaming_url=neighbours.url,
        models_dir=None,
    )
    app = create_application(settings)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://ai") as made,
    ):
        await eventually(lambda: app.state.services.reconciler.cameras() != [])
        yield made


@pytest.fixture
def viewer(neighbours: Neighbours) -> dict[str, str]:
    return {"Authorization": f"Bearer {neighbours.token(groups=frozenset({GROUP}))}"}


async def test_predict_when_multipart_then_the_plate_with_candidates(
    client: httpx.AsyncClient, viewer: dict[str, str]
) -> None:
    answer = await client.post(
        "/api/ai/v1/predict",
        headers=viewer,
        files={"image": ("x.jpg", picture(), "image/jpeg")},
    )
    assert answer.status_code == 200
    body = answer.json()
    assert (body["width"], body["height"]) == (1280, 720)
    assert set(body) == {"width", "height", "detections", "plates", "engine", "took_ms"}
    best = body["plates"][0]
    assert best["text"] == "KL57BXT"
    assert iou(Box(*best["box"]), with_van(street(), "KL57BXT", 400)[1]) > 0.5
    assert len(best["candidates"]) == 7
    assert best["candidates"][0][0][0] == "K"
    likeliest = best["interpretations"][0]
    assert (likeliest["text"], likeliest["country"]) == ("KL57BXT", "GB")
    assert 0.5 < likeliest["probability"] <= 1


@pytest.mark.parametrize(
    ("extension", "declared"),
    [
        (".jpg", "image/jpeg"),
        (".png", "image/png"),
        (".webp", "image/webp"),
        (".png", "image/jpeg"),
    ],
)
async def test_predict_when_bare_body_then_what_it_is_decides(
    client: httpx.AsyncClient, viewer: dict[str, str], extension: str, declared: str
) -> None:
    answer = await client.post(
        "/api/ai/v1/predict",
        headers={**viewer, "Content-Type": declared},
        content=picture(extension),
    )
    assert [plate["text"] for plate in answer.json()["plates"]][:1] == ["KL57BXT"]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "image/jpeg", 415),
        (b"GIF89a" + b"\x00" * 99, "image/gif", 415),
        (b"{}", "text/plain", 415),
        (picture()[:30], "image/jpeg", 422),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x2e\xe0\x00\x00\x2e\xe0", "image/png", 413),
        (b"\xff\xd8\xff" + b"\x00" * (22 << 20), "image/jpeg", 413),
    ],
    ids=["empty", "gif", "text", "truncated", "12000x12000", "22 MB"],
)
async def test_predict_when_unacceptable_then_a_problem(
    client: httpx.AsyncClient, viewer: dict[str, str], content: bytes, kind: str, status: int
) -> None:
    answer = await client.post(
        "/api/ai/v1/predict", headers={**viewer, "Content-Type": kind}, content=content
    )
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_predict_when_jpeg_is_cut_in_its_data_then_answered_without_a_crash(
    client: httpx.AsyncClient, viewer: dict[str, str]
) -> None:
    answer = await client.post(
        "/api/ai/v1/predict",
        headers={**viewer, "Content-Type": "image/jpeg"},
        content=picture()[:20_000],
    )
    assert answer.status_code in (200, 422)


async def test_predict_when_the_field_is_missing_then_named(
    client: httpx.AsyncClient, viewer: dict[str, str]
) -> None:
    answer = await client.post(
        "/api/ai/v1/predict", headers=viewer, files={"other": ("x.jpg", picture())}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/image"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/ai/v1/predict"),
        ("GET", "/api/ai/v1/status"),
        ("GET", "/api/ai/v1/models"),
        ("POST", "/api/ai/v1/models/detector/activate"),
        ("POST", "/api/ai/v1/models/detector/roll-back"),
        ("POST", "/api/ai/v1/classify"),
        ("POST", "/api/ai/v1/person"),
        ("GET", f"/api/ai/v1/stream?camera={CAMERA}"),
        ("GET", f"/internal/v1/cameras/{CAMERA}/latest.jpg"),
        ("POST", "/internal/v1/posters"),
        ("GET", "/internal/v1/watching"),
    ],
)
async def test_anything_when_no_valid_token_then_401(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    for headers in ({}, {"Authorization": "Bearer x.y.z"}):
        answer = await client.request(method, path, headers=headers)
        assert answer.status_code == 401


async def test_anything_when_the_user_was_revoked_then_401_until_signed_in_anew(
    client: httpx.AsyncClient, neighbours: Neighbours
) -> None:
    user = uuid4()

    async def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return (await client.get("/api/ai/v1/models", headers=headers)).status_code

    before = neighbours.token(user_id=user)
    assert await status(before) == 200
    neighbours.revoke(user)
    async with asyncio.timeout(30):
        while await status(before) == 200:
            await asyncio.sleep(0.05)
    assert await status(before) == 401
    assert await status(neighbours.token(user_id=user)) == 200


async def test_status_when_group_is_another_then_the_camera_is_not_told(
    client: httpx.AsyncClient, neighbours: Neighbours, viewer: dict[str, str]
) -> None:
    mine = (await client.get("/api/ai/v1/status", headers=viewer)).json()
    assert [camera["camera_id"] for camera in mine["cameras"]] == [str(CAMERA)]
    assert mine["engines"]["detector"] is None
    assert mine["limits"]
    stranger = {"Authorization": f"Bearer {neighbours.token(Role.OPERATOR)}"}
    assert (await client.get("/api/ai/v1/status", headers=stranger)).json()["cameras"] == []


async def test_stream_when_camera_is_not_to_be_seen_then_404(
    client: httpx.AsyncClient, neighbours: Neighbours, viewer: dict[str, str]
) -> None:
    stranger = {"Authorization": f"Bearer {neighbours.token(Role.OPERATOR)}"}
    for headers, camera in ((stranger, CAMERA), (viewer, uuid4())):
        answer = await client.get(f"/api/ai/v1/stream?camera={camera}", headers=headers)
        assert answer.status_code == 404


async def test_models_when_asked_then_each_with_its_sha256(
    client: httpx.AsyncClient, viewer: dict[str, str]
) -> None:
    items = (await client.get("/api/ai/v1/models", headers=viewer)).json()["items"]
    assert {item["role"] for item in items} == {
        "plate_locator",
        "plate_recogniser",
        "text_recogniser",
        "detector",
        "classifier",
    }
    assert all(len(item["sha256"]) == 64 for item in items if item["active"])


async def test_latest_when_nothing_was_sampled_then_404_and_only_for_the_backend(
    client: httpx.AsyncClient, secrets_dir: Path
) -> None:
    path = f"/internal/v1/cameras/{CAMERA}/latest.jpg"
    backend = ServiceTokenSigner("backend", secrets_dir).header()
    assert (await client.get(path, headers=backend)).status_code == 404
    streaming = ServiceTokenSigner("streaming", secrets_dir).header()
    assert (await client.get(path, headers=streaming)).status_code == 401


async def test_posters_when_nothing_was_sampled_then_none_and_only_for_the_backend(
    client: httpx.AsyncClient, secrets_dir: Path
) -> None:
    path, asked = "/internal/v1/posters", {"cameras": [str(CAMERA), str(uuid4())]}
    backend = ServiceTokenSigner("backend", secrets_dir).header()
    answer = await client.post(path, json=asked, headers=backend)
    assert (answer.status_code, answer.json()) == (200, {"items": []})
    many = {"cameras": [str(uuid4()) for _ in range(65)]}
    assert (await client.post(path, json=many, headers=backend)).status_code == 400
    streaming = ServiceTokenSigner("streaming", secrets_dir).header()
    assert (await client.post(path, json=asked, headers=streaming)).status_code == 401


async def test_watching_then_every_camera_and_what_waits_and_only_for_the_backend(
    client: httpx.AsyncClient, secrets_dir: Path
) -> None:
    path = "/internal/v1/watching"
    backend = ServiceTokenSigner("backend", secrets_dir).header()
    told = Watching.model_validate_json((await client.get(path, headers=backend)).content)
    assert told.outbox_depth == 0
    assert all(camera.last_frame_at is None for camera in told.cameras)
    streaming = ServiceTokenSigner("streaming", secrets_dir).header()
    assert (await client.get(path, headers=streaming)).status_code == 401


async def test_ready_when_rabbitmq_and_streaming_are_away_then_ready(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/ready")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert "mosaic_ai_coverage" in (await client.get("/metrics")).text


async def test_schema_when_served_then_as_committed(client: httpx.AsyncClient) -> None:
    committed = Path(__file__).parents[2] / "openapi.json"
    assert (await client.get("/api/ai/schema")).json() == json.loads(committed.read_text())
