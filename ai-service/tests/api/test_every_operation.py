"""Whatever the OpenAPI document allows, and what it does not: no 5xx, and answers as the document says.

The running service with its engines and a camera. The seed is printed and may be given: MOSAIC_FUZZ_SEED=123.
"""

import asyncio
import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import cv2
import pytest
import schemathesis
from ai_neighbours import Neighbours
from ai_process import Service
from ai_scenes import street, with_van
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
)

from mosaic_contracts.permissions import Role

DOCUMENT = Path(__file__).resolve().parents[2] / "openapi.json"
SEED = int(os.environ.get("MOSAIC_FUZZ_SEED", random.randrange(1 << 32)))
EXAMPLES = 20
CHECKS = [
    not_a_server_error,
    response_schema_conformance,
    content_type_conformance,
    negative_data_rejection,
]
SCHEMA = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text()))
OPERATIONS = {
    f"{each.method} {each.path}": each
    for each in (found.ok() for found in SCHEMA.get_all_operations())
}
REFUSED = {400, 403, 404, 409, 413, 415, 422}
ACTIVATE, ROLL_BACK = (
    f"post /api/ai/v1/models/{{role}}/{word}" for word in ("activate", "roll-back")
)
PICTURE_TAKERS = [f"post /api/ai/v1/{word}" for word in ("classify", "person")]
ASKED_FOR = [
    "post /api/ai/v1/predict",
    *PICTURE_TAKERS,
    "get /api/ai/v1/stream",
    ACTIVATE,
    ROLL_BACK,
]
ANSWERS = {
    "post /api/ai/v1/predict": REFUSED,
    **{name: {400, 413, 415, 422} for name in PICTURE_TAKERS},
    "get /api/ai/v1/stream": {400, 404},
    ACTIVATE: {404},
    ROLL_BACK: {409},
    **{name: {404} for name in OPERATIONS if "{camera_id}" in name},
}


@dataclass(frozen=True)
class Running:
    service: Service
    neighbours: Neighbours


@pytest.fixture(scope="module")
def running(
    amqp_url: str,
    secrets_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
    free_port: Callable[[], int],
) -> Iterator[Running]:
    neighbours = Neighbours(secrets_dir, free_port())
    neighbours.start()
    neighbours.hls_url = "http://127.0.0.1:1"
    neighbours.add_camera(uuid4())
    secrets = {"MOSAIC_AMQP_URL": amqp_url, "MOSAIC_SECRETS_DIR": str(secrets_dir)}
    service = Service.beside(neighbours, tmp_path_factory.mktemp("ai"), free_port(), **secrets)
    try:
        asyncio.run(service.start())
        yield Running(service, neighbours)
    finally:
        service.stop(signal.SIGKILL)
        neighbours.stop()


def call(case: Any, running: Running) -> Any:
    bearer = {"Authorization": f"Bearer {running.neighbours.token(Role.ADMIN)}"}
    answer = case.call(base_url=running.service.url, headers=bearer, timeout=30)
    case.validate_response(answer, checks=CHECKS)
    return answer


def run(name: str, mode: GenerationMode, running: Running) -> set[int]:
    """Sends the examples; the statuses that came."""
    statuses = set()

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(OPERATIONS[name].as_strategy(mode))
    def ask(case: Any) -> None:
        statuses.add(call(case, running).status_code)

    print(f"MOSAIC_FUZZ_SEED={SEED}")
    ask()
    return statuses


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_when_asked_whatever_the_document_allows_then_it_answers_as_documented(
    name: str, running: Running
) -> None:
    statuses = run(name, GenerationMode.POSITIVE, running)
    assert statuses <= ANSWERS.get(name, {200})


@pytest.mark.parametrize("name", ASKED_FOR)
def test_operation_when_asked_what_the_document_forbids_then_refused_as_documented(
    name: str, running: Running
) -> None:
    statuses = run(name, GenerationMode.NEGATIVE, running)
    assert statuses <= REFUSED | {401, 405}


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp", "multipart/form-data"])
def test_predict_when_a_picture_is_sent_then_its_answer_is_as_documented(
    kind: str, running: Running
) -> None:
    extension = "." + kind.partition("/")[2] if kind.startswith("image/") else ".jpg"
    scene, _ = with_van(street(), "KL57BXT", 400)
    content = bytes(cv2.imencode(extension, scene)[1])
    body: Any = {"image": content} if kind == "multipart/form-data" else content
    case = OPERATIONS["post /api/ai/v1/predict"].Case(body=body, media_type=kind)
    answer = call(case, running)
    assert answer.status_code == 200
    assert answer.json()["plates"][0]["text"] == "KL57BXT"
