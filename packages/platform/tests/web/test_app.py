"""create_app: what every service's edge does."""

import json

import pytest
from fastapi import FastAPI, Request
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel

from mosaic_contracts.errors import ConflictError, InvalidInputError, NotFoundError
from mosaic_platform.web import BearerToken, create_app


class Thing(BaseModel):
    name: str
    sizes: list[int]


async def _fine() -> str:
    return "ok"


async def _down() -> str:
    return "refused"


async def _crashing() -> str:
    raise RuntimeError("secret inner words")


def _app(**checks) -> FastAPI:
    app = create_app("Mosaic things", checks=checks or {"fine": _fine}, max_body_bytes=1000)

    @app.post("/api/things/v1/things/{thing_id}")
    async def post_thing(thing_id: int, thing: Thing) -> Thing:
        return thing

    @app.get("/api/things/v1/fail/{how}")
    async def fail(how: str) -> None:
        errors = {
            "missing": NotFoundError("no such thing"),
            "conflict": ConflictError("it is taken", code="thing-taken"),
            "field": InvalidInputError("not a colour", pointer="/colour"),
        }
        raise errors.get(how, RuntimeError("inner secret words"))

    @app.get("/api/things/v1/mine")
    async def mine(token: BearerToken) -> str:
        return token

    @app.post("/api/things/v1/raw")
    async def raw(request: Request) -> int:
        return len(await request.body())

    return app


@pytest.fixture
async def client():
    transport = ASGITransport(_app(), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as made:
        yield made


async def test_health_and_ready_answer_when_all_is_fine(client: AsyncClient) -> None:
    assert (await client.get("/health")).status_code == 200
    ready = await client.get("/ready")
    assert ready.status_code == 200
    assert ready.json() == {"ready": True, "checks": {"fine": "ok"}}


async def test_ready_is_503_and_tells_which_check_when_one_fails() -> None:
    transport = ASGITransport(_app(fine=_fine, down=_down, crash=_crashing))
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        ready = await client.get("/ready")
    assert ready.status_code == 503
    assert ready.json() == {
        "ready": False,
        "checks": {"fine": "ok", "down": "refused", "crash": "failed"},
    }


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ("missing", 404, "not-found"),
        ("conflict", 409, "thing-taken"),
        ("field", 400, "invalid-input"),
    ],
)
async def test_mosaic_errors_become_problems(
    client: AsyncClient, how: str, status: int, code: str
) -> None:
    answer = await client.get(f"/api/things/v1/fail/{how}", headers={"X-Request-ID": "abc-1"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == "abc-1"
    assert answer.json()["code"] == code
    assert answer.json()["request_id"] == "abc-1"


async def test_field_error_has_its_pointer(client: AsyncClient) -> None:
    answer = await client.get("/api/things/v1/fail/field")
    assert answer.json()["errors"] == [
        {"pointer": "/colour", "code": "invalid-input", "detail": "not a colour"}
    ]


async def test_unforeseen_error_is_500_without_inner_words(client: AsyncClient) -> None:
    answer = await client.get("/api/things/v1/fail/other")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal-error"
    assert "secret" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_validation_errors_are_400_with_pointers(client: AsyncClient) -> None:
    answer = await client.post("/api/things/v1/things/x", json={"sizes": [1, "b"]})
    assert answer.status_code == 400
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"thing_id", "/name", "/sizes/1"}


async def test_unknown_route_and_method_are_problems(client: AsyncClient) -> None:
    missing = await client.get("/nowhere")
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")
    wrong = await client.delete("/health")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method-not-allowed")
    assert wrong.headers["allow"] == "GET"


async def test_missing_token_is_401_with_challenge(client: AsyncClient) -> None:
    answer = await client.get("/api/things/v1/mine")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    given = await client.get("/api/things/v1/mine", headers={"Authorization": "Bearer abc"})
    assert given.json() == "abc"


async def test_body_over_the_limit_is_413_announced_or_not(client: AsyncClient) -> None:
    announced = await client.post("/api/things/v1/raw", content=b"x" * 1001)
    assert (announced.status_code, announced.json()["code"]) == (413, "payload-too-large")

    async def chunks():
        for _ in range(20):
            yield b"x" * 100

    streamed = await client.post("/api/things/v1/raw", content=chunks())
    assert (streamed.status_code, streamed.json()["code"]) == (413, "payload-too-large")
    assert (await client.post("/api/things/v1/raw", content=b"x" * 1000)).json() == 1000


async def test_strange_request_id_is_replaced(client: AsyncClient) -> None:
    answer = await client.get("/health", headers={"X-Request-ID": "a b\t<script>"})
    assert answer.headers["x-request-id"] != "a b\t<script>"
    assert len(answer.headers["x-request-id"]) == 36


async def test_metrics_count_by_route_template(client: AsyncClient) -> None:
    await client.post("/api/things/v1/things/12345", json={"name": "n", "sizes": []})
    await client.get("/somewhere/12345")
    text = (await client.get("/metrics")).text
    assert 'route="/api/things/v1/things/{thing_id}"' in text
    assert "12345" not in text


async def test_schema_is_openapi_31_and_describes_problems(client: AsyncClient) -> None:
    schema = (await client.get("/api/things/schema")).json()
    assert schema["openapi"].startswith("3.1")
    assert "HTTPValidationError" not in json.dumps(schema)
    operation = schema["paths"]["/api/things/v1/things/{thing_id}"]["post"]
    assert "application/problem+json" in operation["responses"]["default"]["content"]
    assert "422" not in operation["responses"]
