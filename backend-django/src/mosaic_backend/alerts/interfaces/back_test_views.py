"""/api/v1/watchlists/{id}/back-test and back-tests: what a list would have told.

A back-test is a search of plate reads: it takes the right to search beside that to alerts, and shows hits of the
cameras that one may search now. It is for who asked for it, and for administrators.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.alerts.application.back_test import Doubt
from mosaic_backend.alerts.infrastructure.back_test_store import request_back_test
from mosaic_backend.alerts.infrastructure.models import (
    BackTest,
    BackTestHit,
    BackTestState,
    WatchList,
)
from mosaic_backend.alerts.interfaces.back_test_serializers import (
    BackTestHitSerializer,
    BackTestSerializer,
    BackTestWishSerializer,
)
from mosaic_backend.alerts.interfaces.list_audit import note_change
from mosaic_backend.audit.facade import check_search_reason
from mosaic_backend.cameras.facade import CameraScope, camera_names, visible_cameras
from mosaic_backend.detections.facade import Hit, fold, plates, shown_hit
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import choice_from
from mosaic_backend.shared.http.reason import HEADER, PARAMETER, reason_from
from mosaic_contracts.errors import NotFoundError, PermissionDeniedError
from mosaic_contracts.permissions import Principal, Verb

IMAGES = "/api/v1/plates"


def _searcher(request: Request) -> Principal:
    """Who asks. Raises PermissionDeniedError for who may not search."""
    principal = principal_of_request(request)
    if not principal.may(Verb.SEARCH):
        raise PermissionDeniedError
    return principal


def _theirs(principal: Principal, watchlist_id: UUID) -> QuerySet[BackTest]:
    rows = BackTest.objects.filter(watchlist_id=watchlist_id)
    if principal.may(Verb.MANAGE_USERS):
        return rows
    return rows.filter(requester_id=principal.user_id)


def _found(principal: Principal, watchlist_id: UUID, test_id: UUID) -> BackTest:
    test = _theirs(principal, watchlist_id).filter(pk=test_id).first()
    if test is None:
        raise NotFoundError
    return test


def _hits(test: BackTest, scope: CameraScope) -> QuerySet[BackTestHit]:
    rows = BackTestHit.objects.filter(back_test=test)
    return rows if scope.all else rows.filter(camera_id__in=scope.ids)


def _shown(test: BackTest, principal: Principal) -> dict[str, Any]:
    shown = {
        name: getattr(test, name)
        for name in BackTestSerializer.Meta.fields
        if name not in {"watchlist", "plates", "summary"}
    }
    summary = None
    if test.state == BackTestState.DONE:
        summary = _summary(test, visible_cameras(principal, Verb.SEARCH))
    given = None if test.plates is None else len(test.plates)
    return {**shown, "watchlist": test.watchlist_id, "plates": given, "summary": summary}


def _summary(test: BackTest, scope: CameraScope) -> dict[str, Any]:
    rows = _hits(test, scope)
    counted = rows.aggregate(
        hits=Count("pk"),
        near=Count("pk", filter=Q(exact=False)),
        likely_false=Count("pk", filter=~Q(doubt="")),
        alerts=Count("pk", filter=Q(muted="")),
    )
    covered = test.until - (test.covered_from or test.since)
    in_days = max(covered / timedelta(days=1), 1e-6)
    days = (
        rows.order_by()
        .values(day=TruncDate("seen_at"))
        .annotate(hits=Count("pk"), alerts=Count("pk", filter=Q(muted="")))
        .order_by("day")
    )
    return {
        **counted,
        "exact": counted["hits"] - counted["near"],
        "alerts_per_day": round(counted["alerts"] / in_days, 3),
        "days": list(days),
    }


class RunBackTestView(GenericAPIView[BackTest]):
    required_verb = Verb.ALERTS
    serializer_class = BackTestWishSerializer

    @extend_schema(
        operation_id="back_test_watchlist",
        request=BackTestWishSerializer,
        parameters=[
            OpenApiParameter(
                PARAMETER, str, description="Why; some sites demand it (code reason-required)."
            ),
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, description="The same as a header."
            ),
        ],
        responses={202: BackTestSerializer},
    )
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """Runs the list over the reads of the last days, as if it were armed and valid.

        It takes its time: ask the `Location` for it.
        """
        principal, reason = _searcher(request), reason_from(request)
        check_search_reason(reason)
        given = BackTestWishSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wish, now = given.validated_data, timezone.now()
        watchlist = get_object_or_404(WatchList, pk=pk)
        scope = visible_cameras(principal, Verb.SEARCH)
        tried = {fold(entry["text"]): entry["text"] for entry in wish.get("entries", ())}
        pairs = [{"text": text, "folded": folded} for folded, text in tried.items()]
        with transaction.atomic():
            test = request_back_test(
                watchlist,
                requester_id=principal.user_id,
                requested_by=principal.username,
                reason=reason,
                since=now - timedelta(days=wish["days"]),
                until=now,
                plates=pairs or None,
                min_likelihood=wish.get("min_likelihood", watchlist.min_likelihood),
                likely_false_below=wish["likely_false_below"],
                scope=None if scope.all else sorted(scope.ids),
            )
            said = {"back_test": str(test.id), "days": wish["days"], "plates": [*tried][:100]}
            note_change(request, "watchlist.back_tested", pk, said)
        return Response(
            _shown(test, principal),
            status=202,
            headers={"Location": f"/api/v1/watchlists/{pk}/back-tests/{test.id}"},
        )


class BackTestsView(GenericAPIView[BackTest]):
    required_verb = Verb.ALERTS
    serializer_class = BackTestSerializer
    queryset = BackTest.objects.none()

    @extend_schema(operation_id="list_back_tests", responses=BackTestSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """One's own of this list, newest first."""
        refuse_unknown_parameters(request)
        principal = _searcher(request)
        get_object_or_404(WatchList, pk=pk)
        page = self.paginate_queryset(_theirs(principal, pk)) or []
        return self.get_paginated_response([_shown(test, principal) for test in page])


class BackTestView(GenericAPIView[BackTest]):
    required_verb = Verb.ALERTS
    serializer_class = BackTestSerializer

    @extend_schema(operation_id="get_back_test", responses=BackTestSerializer)
    def get(self, request: Request, pk: UUID, test_id: UUID) -> Response:
        refuse_unknown_parameters(request, paginated=False)
        principal = _searcher(request)
        return Response(_shown(_found(principal, pk, test_id), principal))

    @extend_schema(operation_id="delete_back_test", responses={204: None})
    def delete(self, request: Request, pk: UUID, test_id: UUID) -> Response:
        """Takes it away; one that runs ends."""
        principal = _searcher(request)
        with transaction.atomic():
            test = _found(principal, pk, test_id)
            note_change(request, "watchlist.back_test_deleted", pk, {"back_test": str(test_id)})
            test.delete()
        return Response(status=204)


class BackTestHitsView(GenericAPIView[BackTestHit]):
    required_verb = Verb.ALERTS
    serializer_class = BackTestHitSerializer
    queryset = BackTestHit.objects.none()

    @extend_schema(
        operation_id="list_back_test_hits",
        parameters=[
            OpenApiParameter("doubt", str, enum=[*Doubt, "none"], description="Only those."),
        ],
        responses=BackTestHitSerializer(many=True),
    )
    def get(self, request: Request, pk: UUID, test_id: UUID) -> Response:
        """What it found, newest first, with pictures as plate reads have them."""
        refuse_unknown_parameters(request, ("doubt",))
        principal = _searcher(request)
        test = _found(principal, pk, test_id)
        rows = _hits(test, visible_cameras(principal, Verb.SEARCH))
        if doubt := choice_from(request, "doubt", [*Doubt, "none"]):
            rows = rows.filter(doubt="" if doubt == "none" else doubt)
        page: list[BackTestHit] = self.paginate_queryset(rows) or []
        names = camera_names({hit.camera_id for hit in page})
        reads = plates({hit.read_id for hit in page})
        shown = []
        for hit in page:
            read = reads.get(hit.read_id)
            images = shown_hit(Hit(read, None, None), names, IMAGES)["images"] if read else None
            shown.append(
                {
                    "id": hit.id,
                    "read": hit.read_id,
                    "camera": hit.camera_id,
                    "camera_name": names.get(hit.camera_id),
                    "seen_at": hit.seen_at,
                    "text": hit.text,
                    "plate": hit.plate,
                    "likelihood": hit.likelihood,
                    "exact": hit.exact,
                    "doubt": hit.doubt,
                    "muted": hit.muted,
                    "images": images,
                }
            )
        return self.get_paginated_response(shown)
