"""The partners' document likewise, with a key of production and one of a sandbox."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from partners.conftest import _meter, api_client, plan  # noqa: F401 - fixtures

from mosaic_backend.partners.infrastructure import keys
from mosaic_backend.partners.infrastructure.models import ApiClient
from schema.test_every_operation import CHECKS, EXAMPLES, SEED, _one_connection  # noqa: F401

DOCUMENT = Path(__file__).resolve().parents[2] / "openapi-partner.json"
SCHEMA = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text()))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


@pytest.mark.django_db
@pytest.mark.parametrize("sandbox", [False, True], ids=["production", "sandbox"])
@pytest.mark.parametrize(
    "operation", OPERATIONS, ids=[f"{each.method} {each.path}" for each in OPERATIONS]
)
def test_operation_when_asked_whatever_the_document_allows_then_it_answers_as_documented(
    operation: Any,
    sandbox: bool,
    api_client: Callable[..., ApiClient],  # noqa: F811
) -> None:
    print(f"MOSAIC_FUZZ_SEED={SEED}")
    application = get_wsgi_application()
    key = keys.issue(api_client(sandbox=sandbox), "root").text

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
        answer = case.call(app=application, headers={"X-API-Key": key})
        case.validate_response(answer, checks=CHECKS)

    run()
