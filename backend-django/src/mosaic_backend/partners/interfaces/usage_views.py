"""/partner/v1/usage: what a client has used, for itself."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.partners.domain.usage import month_of
from mosaic_backend.partners.infrastructure.models import ApiKey, Usage
from mosaic_backend.partners.interfaces import parameters
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_backend.partners.interfaces.base import PartnerView
from mosaic_backend.partners.interfaces.permissions import ANY_KEY
from mosaic_backend.partners.interfaces.serializers import PartnerUsagePage
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.query_values import span_from
from mosaic_contracts.errors import InvalidInputError

LONGEST = timedelta(days=7)
USUAL = timedelta(days=1)


class UsageView(PartnerView):
    required_scope = ANY_KEY

    @extend_schema(
        operation_id="get_usage",
        parameters=[parameters.FROM, parameters.TO],
        responses=PartnerUsagePage,
    )
    def get(self, request: Request) -> Response:
        """Requests by key, endpoint and hour, oldest first: of the last day, or of a span of at most 7 days."""
        refuse_unknown_parameters(request, ("from", "to"), paginated=False)
        client, now = client_of_request(request), timezone.now()
        since, until = _span(request, now)
        rows = Usage.objects.filter(client_id=client.id, hour__gte=since, hour__lt=until)
        prefixes = dict(ApiKey.objects.filter(client_id=client.id).values_list("id", "prefix"))
        items = [
            {
                "hour": row.hour,
                "key": prefixes.get(row.key_id),
                "endpoint": row.endpoint,
                "served": row.served,
                "failed": row.failed,
                "refused": row.refused,
            }
            for row in rows.order_by("hour", "endpoint", "key_id")
        ]
        shown = {
            "plan": asdict(client.limits),
            "month": month_of(now),
            "used": client.used,
            "items": items,
        }
        return Response(PartnerUsagePage(shown).data)


def _span(request: Request, now: datetime) -> tuple[datetime, datetime]:
    since, until = span_from(request)
    try:
        until = until or (min(since + USUAL, now) if since else now)
        since = since or until - USUAL
    except OverflowError as error:
        raise InvalidInputError("there is no such time", pointer="from") from error
    if until - since > LONGEST:
        raise InvalidInputError("from and to are at most 7 days apart", pointer="from")
    return since, until
