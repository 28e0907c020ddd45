"""/api/v1/alerts: what a person should see, and that somebody has."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.alerts.infrastructure.alert_store import visible_alerts
from mosaic_backend.alerts.infrastructure.models import Alert, Severity
from mosaic_backend.alerts.interfaces.serializers import (
    AcknowledgementSerializer,
    AlertSerializer,
)
from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.shared.http.filters import of_span, refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import choice_from, flag_from, id_from, text_from
from mosaic_contracts.errors import NotFoundError
from mosaic_contracts.permissions import Principal, Verb

FILTERS = ("acknowledged", "camera", "severity", "kind", "rule", "muted", "from", "to")


def _visible(principal: Principal, *, muted: bool = False) -> QuerySet[Alert]:
    scope = visible_cameras(principal, Verb.ALERTS)
    administrator = principal.may(Verb.MANAGE_USERS)
    cameras = None if scope.all else scope.ids
    return visible_alerts(cameras, administrator=administrator, muted=muted)


def _shown(rows: list[Alert]) -> Any:
    names = camera_names({row.camera_id for row in rows if row.camera_id})
    return AlertSerializer(rows, many=True, context={"camera_names": names}).data


class AlertsView(GenericAPIView[Alert]):
    required_verb = Verb.ALERTS
    serializer_class = AlertSerializer

    @extend_schema(
        operation_id="list_alerts",
        parameters=[
            OpenApiParameter("acknowledged", bool),
            OpenApiParameter("camera", OpenApiTypes.UUID),
            OpenApiParameter("severity", str, enum=Severity.values),
            OpenApiParameter("kind", str),
            OpenApiParameter("rule", OpenApiTypes.UUID, description="A detection rule."),
            OpenApiParameter(
                "muted",
                bool,
                description="Those of which nobody was told, instead of the others: of unarmed or snoozed lists,"
                " in quiet hours, in a cooldown.",
            ),
            OpenApiParameter("from", OpenApiTypes.DATETIME),
            OpenApiParameter("to", OpenApiTypes.DATETIME),
        ],
        responses=AlertSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, FILTERS)
        muted = flag_from(request, "muted") or False
        rows = _filtered(_visible(principal_of_request(request), muted=muted), request)
        page: list[Alert] = self.paginate_queryset(rows) or []
        return self.get_paginated_response(_shown(page))


class AcknowledgeView(GenericAPIView[Alert]):
    required_verb = Verb.ALERTS
    serializer_class = AlertSerializer

    @extend_schema(
        operation_id="acknowledge_alert",
        request=AcknowledgementSerializer,
        responses=AlertSerializer,
    )
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Says that somebody has seen it. The first one stands; again changes nothing."""
        given = AcknowledgementSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        principal = principal_of_request(request)
        rows = _visible(principal).filter(pk=alert_id)
        first = rows.filter(acknowledged_at__isnull=True).update(
            acknowledged_at=timezone.now(),
            acknowledged_by=principal.username,
            note=given.validated_data["note"],
        )
        alert = rows.first()
        if alert is None:
            raise NotFoundError
        if first:
            record(principal, "alert.acknowledged", f"alert:{alert_id}", {"title": alert.title})
        return Response(_shown([alert])[0])


def _filtered(rows: QuerySet[Alert], request: Request) -> QuerySet[Alert]:
    acknowledged = flag_from(request, "acknowledged")
    if acknowledged is not None:
        rows = rows.filter(acknowledged_at__isnull=not acknowledged)
    if camera := id_from(request, "camera"):
        rows = rows.filter(camera_id=camera)
    if severity := choice_from(request, "severity", Severity.values):
        rows = rows.filter(severity=severity)
    if kind := text_from(request, "kind"):
        rows = rows.filter(kind=kind)
    if rule := id_from(request, "rule"):
        rows = rows.filter(rule_id=rule)
    return of_span(rows, request, "raised_at")
