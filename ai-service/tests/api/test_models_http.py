"""Models over HTTP: listed, activated, rolled back, and what the classifier and the detector then say."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import uuid4

import cv2
import httpx
import numpy as np
import pytest
from ai_models import ModelsFolder
from ai_neighbours import Neighbours
from ai_onnx import write_classifier, write_detector

from mosaic_ai.bootstrap import create_application
from mosaic_ai.settings import Settings
from mosaic_contracts.events import AuditRecorded
from mosaic_contracts.permissions import Role
from mosaic_platform.messaging import SqliteOutbox

COLOURS = ["red", "green", "blue"]


@pytest.fixture
def folder(tmp_path: Path) -> ModelsFolder:
    made = ModelsFolder(tmp_path / "models")
    person = [("person", 0.8, (32.0, 32.0, 16.0, 16.0))]
    detector = write_detector(made.path / "detector.onnx", boxes=person)
    made.add("detector", detector, name="finder", version="3", measured={"mAP": 0.5}, date="2026")
    made.add("classifier", write_classifier(made.path / "c.onnx", COLOURS), name="colours")
    made.add("classifier", detector, name="not-one")
    made.add("detector", detector, name="altered", sha256="0" * 64)
    return made


@pytest.fixture
def settings(
    neighbours: Neighbours,
    secrets_dir: Path,
    tmp_path: Path,
    free_port: Callable[[], int],
    folder: ModelsFolder,
) -> Settings:
    return Settings(
        amqp_url=f"amqp://u:p@127.0.0.1:{free_port()}/x",
        secrets_dir=secrets_dir,
        data_dir=tmp_path / "data",
        evidence_url="memory:///",
        backend_url=neighbours.url,
        streaming_url=neighbours.url,
        models_dir=folder.path,
    )


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_application(settings)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://ai/api/ai/v1") as made,
    ):
        yield made


def bearer(neighbours: Neighbours, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {neighbours.token(role, groups=frozenset({uuid4()}))}"}


@pytest.fixture
def admin(neighbours: Neighbours) -> dict[str, str]:
    return bearer(neighbours, Role.ADMIN)


def picture(blue_green_red: tuple[int, int, int] = (0, 0, 255)) -> bytes:
    return bytes(cv2.imencode(".png", np.full((120, 160, 3), blue_green_red, np.uint8))[1])


def model(name: str, version: str = "1") -> dict[str, str]:
    return {"name": name, "version": version}


async def test_models_when_one_is_activated_and_rolled_back_then_listed_so(
    client: httpx.AsyncClient, admin: dict[str, str], settings: Settings
) -> None:
    async def detectors() -> list[tuple[str, bool, bool]]:
        items = (await client.get("/models", headers=admin)).json()["items"]
        return [
            (item["name"], item["active"], item["previous"])
            for item in items
            if item["role"] == "detector"
        ]

    assert await detectors() == [
        ("", False, False),
        ("finder", False, False),
        ("altered", False, False),
    ]
    answer = await client.post(
        "/models/detector/activate", headers=admin, json=model("finder", "3")
    )
    assert answer.status_code == 200
    assert answer.json()["name"] == "finder"
    assert await detectors() == [("finder", True, False), ("altered", False, False)]
    status = (await client.get("/status", headers=admin)).json()
    assert status["engines"]["detector"] == "finder@3"
    assert status["limits"] == []
    answer = await client.post("/models/detector/roll-back", headers=admin)
    assert answer.json() == {"role": "detector", "name": None, "version": None, "sha256": None}
    assert (await client.get("/status", headers=admin)).json()["engines"]["detector"] is None
    answer = await client.post("/models/detector/roll-back", headers=admin)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-roll-back")
    events = SqliteOutbox(settings.data_dir / "outbox.sqlite").pending(10)
    told = [event.payload() for _, event in events]
    assert [entry.action for entry in told if isinstance(entry, AuditRecorded)] == [
        "model.activated",
        "model.rolled_back",
    ]


@pytest.mark.parametrize(
    ("role", "body", "status", "code"),
    [
        ("detector", model("altered"), 422, "model-checksum"),
        ("classifier", model("not-one"), 422, "model-incompatible"),
        ("detector", model("nobody"), 404, "model-unknown"),
        ("detector", model("colours"), 404, "model-unknown"),
        ("cook", model("finder", "3"), 400, "invalid-input"),
        ("detector", {"name": "finder"}, 400, "invalid-input"),
        ("detector", {"name": "", "version": "3"}, 400, "invalid-input"),
        ("detector", [], 400, "invalid-input"),
    ],
)
async def test_activate_when_refused_then_a_problem_and_all_goes_on(
    client: httpx.AsyncClient,
    admin: dict[str, str],
    role: str,
    body: object,
    status: int,
    code: str,
) -> None:
    before = (await client.get("/models", headers=admin)).json()
    answer = await client.post(f"/models/{role}/activate", headers=admin, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await client.get("/models", headers=admin)).json() == before


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.REVIEWER, Role.VIEWER])
async def test_changes_when_not_an_administrator_then_403(
    client: httpx.AsyncClient, neighbours: Neighbours, role: Role
) -> None:
    headers = bearer(neighbours, role)
    assert (await client.get("/models", headers=headers)).status_code == 200
    for path, body in (("activate", model("finder", "3")), ("roll-back", None)):
        answer = await client.post(f"/models/detector/{path}", headers=headers, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "permission-denied")


@pytest.mark.parametrize(
    ("path", "code"), [("classify", "no-classifier"), ("person", "no-detector")]
)
async def test_question_when_there_is_no_model_for_it_then_404_with_a_code(
    client: httpx.AsyncClient, neighbours: Neighbours, path: str, code: str
) -> None:
    headers = bearer(neighbours, Role.VIEWER) | {"Content-Type": "image/png"}
    answer = await client.post(f"/{path}", headers=headers, content=picture())
    assert (answer.status_code, answer.json()["code"]) == (404, code)


async def test_classify_when_a_classifier_is_active_then_the_likeliest_first(
    client: httpx.AsyncClient, admin: dict[str, str]
) -> None:
    answer = await client.post("/models/classifier/activate", headers=admin, json=model("colours"))
    assert answer.status_code == 200
    headers = admin | {"Content-Type": "image/png"}
    body = (await client.post("/classify", headers=headers, content=picture())).json()
    assert body["classes"][0]["label"] == "red"
    assert sum(each["confidence"] for each in body["classes"]) == pytest.approx(1, abs=1e-3)
    assert (body["width"], body["height"], body["engine"]) == (160, 120, "colours@1")
    form = {"image": ("x.png", picture((255, 0, 0)), "image/png")}
    body = (await client.post("/classify?top=1", headers=admin, files=form)).json()
    assert [each["label"] for each in body["classes"]] == ["blue"]
    assert (await client.post("/classify?top=0", headers=admin, files=form)).status_code == 400


async def test_person_when_a_detector_is_active_then_where(
    client: httpx.AsyncClient, admin: dict[str, str], folder: ModelsFolder
) -> None:
    nobody = write_detector(folder.path / "nobody.onnx")
    folder.add("detector", nobody, name="blind")
    headers = admin | {"Content-Type": "image/png"}
    for name, version, found in (("finder", "3", True), ("blind", "1", False)):
        body = model(name, version)
        answer = await client.post("/models/detector/activate", headers=admin, json=body)
        assert answer.status_code == 200
        told = (await client.post("/person", headers=headers, content=picture())).json()
        assert (told["person"], told["engine"]) == (found, f"{name}@{version}")
        assert told["confidence"] == (pytest.approx(0.8) if found else 0)
        assert [box["box"] for box in told["boxes"]] == (
            [[60.0, 60.0, 40.0, 40.0]] if found else []
        )


@pytest.mark.parametrize("path", ["classify", "person"])
@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "image/jpeg", 415),
        (b"{}", "text/plain", 415),
        (picture()[:40], "image/png", 422),
        (b"\xff\xd8\xff" + b"\x00" * (22 << 20), "image/jpeg", 413),
    ],
    ids=["empty", "text", "cut off", "22 MB"],
)
async def test_question_when_the_picture_is_unacceptable_then_as_predict_says(
    client: httpx.AsyncClient,
    admin: dict[str, str],
    path: str,
    content: bytes,
    kind: str,
    status: int,
) -> None:
    headers = admin | {"Content-Type": kind}
    answer = await client.post(f"/{path}", headers=headers, content=content)
    told = await client.post("/predict", headers=headers, content=content)
    assert answer.status_code == told.status_code == status
    assert answer.json()["code"] == told.json()["code"]


async def test_start_when_the_active_model_is_gone_then_told_among_the_limits(
    settings: Settings, folder: ModelsFolder, admin: dict[str, str]
) -> None:
    settings.data_dir.mkdir()
    gone = {"name": "gone", "version": "1", "sha256": "0" * 64}
    document = {"roles": {"plate_locator": {"active": gone}}}
    (settings.data_dir / "active-models.json").write_text(json.dumps(document))
    app = create_application(settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://ai/api/ai/v1") as client,
    ):
        status = (await client.get("/status", headers=admin)).json()
        assert any("gone 1 was activated" in limit for limit in status["limits"])
        assert status["engines"]["plates"].startswith("mosaic-plate-locator@")
