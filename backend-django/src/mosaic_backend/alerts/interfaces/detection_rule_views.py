"""/api/v1/detection-rules: what is told of the objects that cameras see."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.alerts.domain.detection_rules import RuleKind
from mosaic_backend.alerts.infrastructure.detection_rule_index import present_cameras
from mosaic_backend.alerts.infrastructure.models import DetectionRule
from mosaic_backend.alerts.interfaces.detection_rule_serializers import (
    WATCHED,
    DetectionRuleSerializer,
)
from mosaic_backend.alerts.interfaces.list_audit import TERMS, note
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import choice_from, id_from
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb

MOST_OF_CAMERA = 32
"""Each frame of the camera is held against all of them."""
FILTERS = ("camera", "kind")


class DetectionRulesView(GenericAPIView[DetectionRule]):
    required_verb = Verb.ALERTS
    serializer_class = DetectionRuleSerializer

    @extend_schema(
        operation_id="list_detection_rules",
        parameters=[
            OpenApiParameter("camera", OpenApiTypes.UUID),
            OpenApiParameter("kind", str, enum=[kind.value for kind in RuleKind]),
        ],
        responses=DetectionRuleSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Those of cameras of which the user may see alerts."""
        refuse_unknown_parameters(request, FILTERS)
        rows = _visible(request)
        if camera := id_from(request, "camera"):
            rows = rows.filter(camera_id=camera)
        if kind := choice_from(request, "kind", RuleKind):
            rows = rows.filter(kind=kind)
        page: list[DetectionRule] = self.paginate_queryset(rows) or []
        return self.get_paginated_response(_shown(page))

    @extend_schema(operation_id="create_detection_rule", responses={201: DetectionRuleSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        serializer = DetectionRuleSerializer(data=request.data, context=_asker(request))
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        if DetectionRule.objects.filter(camera_id=given["camera_id"]).count() >= MOST_OF_CAMERA:
            raise InvalidInputError(
                f"the camera has {MOST_OF_CAMERA} rules already", pointer="camera"
            )
        with _name_told(), transaction.atomic():
            rule = DetectionRule.objects.create(**given)
            _note(request, "created", rule, after=_told(rule))
        headers = {"Location": f"/api/v1/detection-rules/{rule.id}"}
        return Response(_shown([rule])[0], status=201, headers=headers)


class DetectionRuleView(GenericAPIView[DetectionRule]):
    required_verb = Verb.ALERTS
    serializer_class = DetectionRuleSerializer

    @extend_schema(operation_id="get_detection_rule")
    def get(self, request: Request, rule_id: UUID) -> Response:
        refuse_unknown_parameters(request, paginated=False)
        return Response(_shown([get_object_or_404(_visible(request), pk=rule_id)])[0])

    @extend_schema(operation_id="change_detection_rule")
    def patch(self, request: Request, rule_id: UUID) -> Response:
        """Snoozes it with `snoozed_until`, arms and disarms it with `armed`; null ends a snooze."""
        with _name_told(), transaction.atomic():
            rule = get_object_or_404(_visible(request).select_for_update(), pk=rule_id)
            before = _told(rule)
            serializer = DetectionRuleSerializer(
                rule, data=request.data, partial=True, context=_asker(request)
            )
            serializer.is_valid(raise_exception=True)
            rule = serializer.save()
            _note(request, "changed", rule, before=before, after=_told(rule))
        return Response(_shown([rule])[0])

    @extend_schema(operation_id="delete_detection_rule", responses={204: None})
    def delete(self, request: Request, rule_id: UUID) -> Response:
        """Its alerts stay."""
        with transaction.atomic():
            rule = get_object_or_404(_visible(request).select_for_update(), pk=rule_id)
            _note(request, "deleted", rule, before=_told(rule))
            rule.delete()
        return Response(status=204)


def _visible(request: Request) -> QuerySet[DetectionRule]:
    scope = visible_cameras(principal_of_request(request), Verb.ALERTS)
    rows = DetectionRule.objects.all()
    return rows if scope.all else rows.filter(camera_id__in=scope.ids)


def _shown(rows: list[DetectionRule]) -> Any:
    ids = {row.camera_id for row in rows}
    context = {"camera_names": camera_names(ids), "cameras": present_cameras(ids)}
    return DetectionRuleSerializer(rows, many=True, context=context).data


def _asker(request: Request) -> dict[str, Any]:
    return {"principal": principal_of_request(request)}


def _note(request: Request, done: str, rule: DetectionRule, **states: dict[str, Any]) -> None:
    details = {"name": rule.name, "camera": str(rule.camera_id)}
    note(request, f"detection-rule.{done}", f"detection-rule:{rule.pk}", details, **states)


def _told(rule: DetectionRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("camera_id", "kind", *WATCHED, *TERMS)}


@contextmanager
def _name_told() -> Iterator[None]:
    """Raises InvalidInputError for a name that the camera's rules have already."""
    try:
        yield
    except IntegrityError as error:
        raise InvalidInputError(
            "another rule of the camera has this name", pointer="name"
        ) from error
