"""Watch lists as rules."""

from mosaic_backend.alerts.domain.rules import ListRules
from mosaic_backend.alerts.infrastructure.models import WatchList
from mosaic_backend.alerts.infrastructure.terms import terms_of


def rules_of(row: WatchList) -> ListRules:
    return ListRules(
        **terms_of(row),
        min_likelihood=row.min_likelihood,
        cameras=None if row.all_cameras else frozenset(row.cameras),
    )
