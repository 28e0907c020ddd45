"""What all looks at a plate have in common: who may, which cameras count, and what the audit log says."""

from collections.abc import Set
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from mosaic_backend.audit.facade import check_search_reason, record, record_search
from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.journeys.application.find_sightings import plate_of
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import span_from
from mosaic_backend.shared.http.reason import HEADER, PARAMETER, reason_from
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb

TEXT = OpenApiParameter(
    "text", str, required=True, description="The plate; folded, and looked for as it is."
)
SPAN = [
    OpenApiParameter("from", OpenApiTypes.DATETIME, description="Seen at or after."),
    OpenApiParameter("to", OpenApiTypes.DATETIME, description="Seen before; default: now."),
]
REASON = [
    OpenApiParameter(
        PARAMETER, str, description="Why; some sites demand it (code reason-required)."
    ),
    OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description="The same as a header."),
]


EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)


class Asked(NamedTuple):
    """plate: folded; cameras: those the asker may search, None: all."""

    plate: str
    cameras: Set[UUID] | None


def asked_plate(
    request: Request, action: str, known: tuple[str, ...], *, paginated: bool = False
) -> Asked:
    """Checks the parameters and writes the audit entry. Raises InvalidInputError, ReasonRequiredError."""
    refuse_unknown_parameters(request, ("text", *known, PARAMETER), paginated=paginated)
    text = request.query_params.get("text")
    if text is None:
        raise InvalidInputError("which plate is meant", pointer="text")
    plate, reason = plate_of(text), reason_from(request)
    check_search_reason(reason)
    cameras = searchable(request)
    principal = principal_of_request(request)
    record_search(principal, action, text, plate, _asked(request), reason=reason)
    return Asked(plate, cameras)


def searchable(request: Request) -> Set[UUID] | None:
    scope = visible_cameras(principal_of_request(request), Verb.SEARCH)
    return None if scope.all else scope.ids


def note(request: Request, action: str, subject: str, reason: str) -> None:
    record(principal_of_request(request), action, subject, _asked(request), reason=reason)


def _asked(request: Request) -> dict[str, object]:
    return {
        name: value
        for name, value in request.query_params.items()
        if name not in {"cursor", "limit", PARAMETER}
    }


def span_of(request: Request) -> tuple[datetime | None, datetime | None]:
    """`from` and `to`, brought inside what there can be reads of. Raises InvalidInputError."""
    since, until = span_from(request)
    return since and _inside(since), until and _inside(until)


def window_from(
    request: Request, *, usual: timedelta, longest: timedelta
) -> tuple[datetime, datetime]:
    """`from` and `to`; the last `usual` until now where nothing is said. Raises InvalidInputError.

    Where only the beginning is told, the end is now, or as far as a window reaches.
    """
    since, until = span_of(request)
    if until is None:
        until = timezone.now()
        if since is not None:
            until = min(since + longest, max(until, since))
    since = since or until - usual
    if until - since > longest:
        days = longest / timedelta(days=1)
        raise InvalidInputError(f"from and to are at most {days:g} days apart", pointer="from")
    return since, until


def _inside(instant: datetime) -> datetime:
    return min(max(instant, EARLIEST), LATEST)


def number_from(request: Request, name: str, *, usual: int, most: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        raise InvalidInputError(f"{name} is a number from 1 to {most}", pointer=name)
    return int(text)
