"""Makes an API client that may everything, and prints its key."""

import django

django.setup()

from mosaic_backend.partners.domain.scopes import Scope  # noqa: E402
from mosaic_backend.partners.infrastructure import keys  # noqa: E402
from mosaic_backend.partners.infrastructure.models import ApiClient, Plan  # noqa: E402

plan, _ = Plan.objects.get_or_create(
    name="Benchmark", defaults={"per_second": 100_000, "per_minute": 1_000_000}
)
client = ApiClient.objects.create(
    name=f"Benchmark {ApiClient.objects.count()}",
    plan=plan,
    scopes=[scope.value for scope in Scope],
    all_cameras=True,
)
print(keys.issue(client, "benchmark").text)
