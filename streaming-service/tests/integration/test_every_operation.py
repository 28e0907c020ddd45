"""Whatever the OpenAPI document allows, and what it does not: no 5xx, and answers as the document says.

The running service with MediaMTX, a camera and a broker behind it. The seed is printed and may be given:
MOSAIC_FUZZ_SEED=123.
"""

import json
import os
import random
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, example, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
)

from mosaic_streaming.interfaces.internal_api import SCHEMES
from mosaic_streaming.openapi import PATH

from .support import Stack, eventually

SEED = int(os.environ.get("MOSAIC_FUZZ_SEED", random.randrange(1 << 32)))
EXAMPLES = 20
CHECKS = [
    not_a_server_error,
    response_schema_conformance,
    content_type_conformance,
    negative_data_rejection,
]
SCHEMA = schemathesis.openapi.from_dict(json.loads(PATH.read_text()))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


def run(operation: Any, mode: GenerationMode, stack: Stack, camera: str) -> set[int]:
    """Sends the examples; half of those about a camera are about one that is there. The statuses that came."""
    internal = operation.path.startswith("/internal")
    statuses = set()

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(mode), st.booleans())
    def ask(case: Any, present: bool) -> None:
        if present and "camera_id" in case.path_parameters and mode is GenerationMode.POSITIVE:
            case.path_parameters["camera_id"] = camera
        bearer = {"Authorization": f"Bearer {stack.backend.token()}"}
        caller = "streaming" if operation.path.endswith("/node") else "ai"
        headers = stack.service_header(caller) if internal else bearer
        # Sometimes the token is all that is wrong: then ours must not mend it.
        if mode is GenerationMode.NEGATIVE and "Authorization" in (case.headers or {}):
            headers = {}
        answer = case.call(base_url=stack.url("streaming"), headers=headers, timeout=30)
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    print(f"MOSAIC_FUZZ_SEED={SEED}")
    ask()
    return statuses


@pytest.fixture(scope="module")
def camera(stack: Stack, open_source: str) -> str:
    made = stack.backend.add(open_source, sub_url=open_source)
    stack.look_again()
    eventually(lambda: {made, f"{made}/sub"} <= stack.paths())
    stack.await_state(made, "idle")
    return made


@pytest.mark.parametrize(
    "operation", OPERATIONS, ids=[f"{each.method} {each.path}" for each in OPERATIONS]
)
def test_operation_when_asked_whatever_the_document_allows_then_it_answers_as_documented(
    operation: Any, stack: Stack, camera: str
) -> None:
    statuses = run(operation, GenerationMode.POSITIVE, stack, camera)
    assert operation.path.endswith("/probe") or statuses & {200, 201, 204}


ASKED_FOR = [each for each in OPERATIONS if "{" in each.path or each.body]


@pytest.mark.parametrize(
    "operation", ASKED_FOR, ids=[f"{each.method} {each.path}" for each in ASKED_FOR]
)
def test_operation_when_asked_what_the_document_forbids_then_refused_as_documented(
    operation: Any, stack: Stack, camera: str
) -> None:
    statuses = run(operation, GenerationMode.NEGATIVE, stack, camera)
    assert statuses <= {400, 401, 404, 405, 409}


PROBE = next(each for each in OPERATIONS if each.path.endswith("/probe"))
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def test_probe_when_the_address_is_odd_then_a_documented_answer(
    stack: Stack, free_port: Callable[[], int]
) -> None:
    place = f"127.0.0.1:{free_port()}"

    @seed(SEED)
    @settings(max_examples=40, deadline=None, database=None)
    @given(
        scheme=st.sampled_from(SCHEMES),
        user=words,
        place=st.sampled_from([place, f"{place}x", "127.0.0.1:", "[::1", "", "a" * 300, "x..y"]),
        rest=words,
    )
    @example(scheme="rtsp://", user="", place=place, rest="\0")
    @example(scheme="rtsp://", user="169.254.169.254\0", place=place, rest="")
    @example(scheme="rtsp://", user="", place="-i", rest="")
    def ask(scheme: str, user: str, place: str, rest: str) -> None:
        url = f"{scheme}{user}@{place}/{rest}"
        case = PROBE.Case(body={"source_url": url}, media_type="application/json")
        answer = case.call(
            base_url=stack.url("streaming"), headers=stack.service_header("backend"), timeout=30
        )
        case.validate_response(answer, checks=CHECKS[:3])
        assert answer.status_code == 200
        assert answer.json()["ok"] is False
        if (
            "\0" in url
        ):  # what is opened ends there: it may be another host than the one that was judged
            assert answer.json()["reason"] == "failed"

    print(f"MOSAIC_FUZZ_SEED={SEED}")
    ask()
