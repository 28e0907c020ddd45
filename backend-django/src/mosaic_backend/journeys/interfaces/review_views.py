"""/api/v1/reviews/plates: uncertain reads, worth most first, and what reviewers say of them."""

import base64
import binascii
import struct
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record, record_look
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.detections.facade import (
    Change,
    Hit,
    PlateRecord,
    corrected,
    passages,
    shown_hit,
)
from mosaic_backend.journeys.application.review_plates import (
    ReviewPlates,
    Verdict,
    checked,
)
from mosaic_backend.journeys.infrastructure import review_store
from mosaic_backend.journeys.infrastructure.models import ReviewItem
from mosaic_backend.journeys.infrastructure.review_store import Place
from mosaic_backend.journeys.interfaces.asking import searchable
from mosaic_backend.journeys.interfaces.review_serializers import (
    ReviewInputSerializer,
    ReviewOutcomesSerializer,
    ReviewPageSerializer,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.pagination import limit_of
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import choice_from, id_from
from mosaic_backend.shared.http.reason import HEADER, PARAMETER, reason_from
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Principal, Verb

STATES = {"unreviewed": False, "reviewed": True, "all": None}
IMAGES = "/api/v1/plates"
_DONE = {"accepted", "corrected"}
_SETTLED = {*_DONE, "unchanged", "conflict"}


class PlateReviewsView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="list_plate_reviews",
        parameters=[
            OpenApiParameter(
                "state",
                str,
                enum=list(STATES),
                description="Of the asking user; default: unreviewed.",
            ),
            OpenApiParameter("camera", OpenApiTypes.UUID),
            OpenApiParameter("cursor", str, description="`next_cursor` of the page before."),
            OpenApiParameter("limit", int),
            OpenApiParameter(
                PARAMETER, str, description="Why; else the reason counts that was given last."
            ),
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, description="The same as a header."
            ),
        ],
        responses=ReviewPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Uncertain reads that nobody has corrected, those that are worth most to correct first."""
        refuse_unknown_parameters(request, ("state", "camera", PARAMETER))
        state = choice_from(request, "state", STATES) or "unreviewed"
        limit, cursor = limit_of(request), request.query_params.get("cursor")
        camera, visible = id_from(request, "camera"), searchable(request)
        after = _place(cursor) if cursor else None
        principal, reason = principal_of_request(request), reason_from(request)
        user_id = _user_id(principal)
        record_look(principal, "plates.listed", "reviews", reason=reason)
        cameras = visible
        if camera is not None:
            seen = visible is None or camera in visible
            cameras = frozenset({camera}) if seen else frozenset()
        rows = review_store.waiting(cameras, user_id, STATES[state])
        found = review_store.page(rows, after, limit + 1)
        shown = found[:limit]
        return Response(
            {
                "items": _items(shown, user_id),
                "next_cursor": _cursor(shown[-1]) if len(found) > limit else None,
                "unreviewed": review_store.waiting(visible, user_id, reviewed=False).count(),
            }
        )

    @extend_schema(
        operation_id="review_plates",
        request=ReviewInputSerializer,
        responses=ReviewOutcomesSerializer,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Accepts, corrects or skips up to 500 reads; tells what became of each. The same again does nothing."""
        refuse_unknown_parameters(request, paginated=False)
        given = ReviewInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wish = given.validated_data
        verdicts = [Verdict(each["read"], each["decision"], each["text"]) for each in wish["items"]]
        _check(verdicts)
        principal = principal_of_request(request)
        scope = visible_cameras(principal, Verb.SEARCH)
        review = ReviewPlates(partial(_audit, principal))
        with transaction.atomic():
            outcomes = review(
                verdicts, wish["reason"], principal.username, lambda camera: camera in scope
            )
            done = {
                read: outcome
                for read, outcome in outcomes.items()
                if outcome in {*_SETTLED, "skipped"}
            }
            review_store.mark_reviewed(_user_id(principal), done, timezone.now())
            review_store.remove([read for read, outcome in done.items() if outcome in _SETTLED])
        return Response(
            {
                "items": [
                    {"read": each.read_id, "outcome": outcomes[each.read_id]} for each in verdicts
                ]
            }
        )


def _check(verdicts: list[Verdict]) -> None:
    checked(verdicts)
    for number, each in enumerate(verdicts):
        if each.decision != "skip" and not each.text.strip():
            raise InvalidInputError(
                f"to {each.decision} says which text", pointer=f"items/{number}/text"
            )


def _items(rows: list[ReviewItem], user_id: UUID) -> list[dict[str, Any]]:
    """Without those that are gone, or corrected since the worker weighed them."""
    ids = [row.read_id for row in rows]
    reads = {read.id: read for read in passages().reads(ids)}
    said = corrected(ids)
    reviewed = review_store.reviewed_by(user_id, ids)
    names = camera_names({row.camera_id for row in rows})
    return [
        {
            "read": shown_hit(Hit(reads[row.read_id], None, None), names, IMAGES),
            "worth": row.worth,
            "bits": row.bits,
            "times_read": row.times_read,
            "on_watch_list": row.on_watch_list,
            "near_neighbour": row.near_neighbour,
            "outcome": reviewed[row.read_id].outcome if row.read_id in reviewed else None,
        }
        for row in rows
        if row.read_id in reads and row.read_id not in said
    ]


def _audit(principal: Principal, read: PlateRecord, change: Change, reason: str) -> None:
    """As a correction of one read is told (detections)."""
    record(
        principal,
        "plate.corrected",
        f"plate:{read.id}",
        {"read": read.text, "camera": read.camera_id},
        reason=reason.strip(),
        before={"text": change.before.text} if change.before else {},
        after={"text": change.after.text} if change.after else {},
    )


def _user_id(principal: Principal) -> UUID:
    return UUID(principal.user_id)


def _cursor(row: ReviewItem) -> str:
    content = struct.pack(">d", row.worth) + row.read_id.bytes
    return base64.urlsafe_b64encode(content).decode()


def _place(cursor: str) -> Place:
    """Raises InvalidInputError for what `_cursor` did not make."""
    try:
        content = base64.urlsafe_b64decode(cursor.encode("ascii"))
        worth, read_id = struct.unpack(">d16s", content)
    except (ValueError, struct.error, binascii.Error) as error:
        raise InvalidInputError("the cursor is not one of ours", pointer="cursor") from error
    if not worth >= 0:
        raise InvalidInputError("the cursor is not one of ours", pointer="cursor")
    return Place(worth, UUID(bytes=read_id))
