"""Whatever the OpenAPI document allows, and what it does not: no 5xx, and answers as the document says.

The seed is printed and may be given: MOSAIC_FUZZ_SEED=123 pytest tests/schema.
"""

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from rest_framework.test import APIClient
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

DOCUMENT = Path(__file__).resolve().parents[2] / "openapi.json"
SEED = int(os.environ.get("MOSAIC_FUZZ_SEED", random.randrange(1 << 32)))
EXAMPLES = 8
CHECKS = (not_a_server_error, response_schema_conformance, content_type_conformance)
SCHEMA = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text()))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


# These ask parts that are not there in these tests, and say so with 503.
ASKING_PARTS = ("/probe", "/snapshot.jpg", "/posters", "/recordings", "/images/")


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests do not close the connection that holds the test's transaction, as in Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "operation", OPERATIONS, ids=[f"{each.method} {each.path}" for each in OPERATIONS]
)
def test_operation_when_asked_whatever_the_document_allows_then_it_answers_as_documented(
    operation: Any, client_of: Callable[..., APIClient]
) -> None:
    print(f"MOSAIC_FUZZ_SEED={SEED}")
    application = get_wsgi_application()
    authorization = client_of("admin")._credentials["HTTP_AUTHORIZATION"]

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def run(case: Any) -> None:
        answer = case.call(app=application, headers={"Authorization": authorization})
        if answer.status_code == 503 and any(part in operation.path for part in ASKING_PARTS):
            return
        case.validate_response(answer, checks=CHECKS)

    run()
