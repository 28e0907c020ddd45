"""API clients with keys."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

if TYPE_CHECKING:  # models want Django set up, which it is not yet
    from mosaic_backend.partners.infrastructure.models import ApiClient, Plan

Partner = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def _meter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A meter and limits of each test's own; the meter stores only when a test flushes it."""
    from mosaic_backend.partners import bootstrap
    from mosaic_backend.partners.infrastructure import meter

    monkeypatch.setattr(meter, "FLUSH_EVERY_S", 3600)
    wired = (bootstrap.meter, bootstrap.rate_limits, bootstrap.lately_seen)
    for made in wired:
        made.cache_clear()
    yield
    for made in wired:
        made.cache_clear()


@pytest.fixture
def plan(db: None) -> "Plan":
    from mosaic_backend.partners.infrastructure.models import Plan

    return Plan.objects.create(name="Test", per_second=1000, per_minute=10_000)


@pytest.fixture
def api_client(plan: "Plan") -> Callable[..., "ApiClient"]:
    """A third party with all scopes and, unless groups are given, all cameras."""
    from mosaic_backend.partners.domain.scopes import Scope
    from mosaic_backend.partners.infrastructure.models import ApiClient

    def make(*, groups: list[UUID] | None = None, **changes: Any) -> "ApiClient":
        fields: dict[str, Any] = {
            "name": f"Partner {ApiClient.objects.count()}",
            "plan": plan,
            "scopes": [scope.value for scope in Scope],
            "all_cameras": groups is None,
            "camera_group_ids": groups or [],
        }
        return ApiClient.objects.create(**(fields | changes))

    return make


@pytest.fixture
def partner(api_client: Callable[..., "ApiClient"]) -> Partner:
    """A REST client that bears a key: `partner(groups=[…], scopes=["plates"])`; `row=` names its client."""
    from mosaic_backend.partners.infrastructure import keys

    def make(row: "ApiClient | None" = None, **fields: Any) -> APIClient:
        minted = keys.issue(row or api_client(**fields), "root")
        client = APIClient(raise_request_exception=False, headers={"X-API-Key": minted.text})
        client.default_format = "json"
        return client

    return make
