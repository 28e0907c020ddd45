"""REST: the whole configuration out, and in again by way of a plan."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from structlog.contextvars import get_contextvars

from mosaic_backend.cameras.domain.configuration import ConfigurationError, Fault
from mosaic_backend.cameras.infrastructure.config_reading import Reading, read_csv, read_yaml
from mosaic_backend.cameras.interfaces.configuration_runs import exported, run
from mosaic_backend.shared.http.exceptions import problem_response
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import flag_from, text_from
from mosaic_backend.shared.http.spooled_body import CsvParser, SpooledParser
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb
from mosaic_contracts.problems import FieldProblem, problem


class YamlParser(SpooledParser):
    media_type = "application/yaml"


class LineSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["site", "group", "schedule", "camera"])
    key = serializers.CharField()
    action = serializers.ChoiceField(choices=["create", "change", "delete"])
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class CountsSerializer(serializers.Serializer[Any]):
    create = serializers.IntegerField()  # type: ignore[assignment]
    change = serializers.IntegerField()
    delete = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class PlanSerializer(serializers.Serializer[Any]):
    applied = serializers.BooleanField()
    nothing_to_do = serializers.BooleanField()
    counts = CountsSerializer()
    lines = LineSerializer(many=True, help_text="The first thousand")
    digest = serializers.CharField(help_text="Of the whole plan; `expected` of an apply")


_PRUNE = OpenApiParameter("prune", bool, description="Remove what the file does not name")
_BODY = {"application/yaml": OpenApiTypes.STR, "text/csv": OpenApiTypes.STR}


class _ConfigView(APIView):
    # The whole of it, credentials included, is the administrators': this verb cannot be given to anyone else.
    required_verb = Verb.MANAGE_USERS


class ConfigView(_ConfigView):
    @extend_schema(
        operation_id="export_config",
        parameters=[
            OpenApiParameter("format", str, enum=["yaml", "csv"], default="yaml"),
            OpenApiParameter("with_credentials", bool, description="Passwords in plain text"),
        ],
        responses={
            (200, "application/yaml"): OpenApiResponse(OpenApiTypes.OBJECT),
            (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="Cameras only"),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """All sites, groups, schedules and cameras, as a file that can be applied again."""
        refuse_unknown_parameters(request, {"format", "with_credentials"}, paginated=False)
        kind = text_from(request, "format") or "yaml"
        if kind not in {"yaml", "csv"}:
            raise InvalidInputError("format is yaml or csv", pointer="format")
        secret = flag_from(request, "with_credentials") or False
        return exported(principal_of_request(request), kind, with_credentials=secret)


class PlanView(_ConfigView):
    parser_classes = (YamlParser, CsvParser)

    @extend_schema(
        operation_id="plan_config", request=_BODY, parameters=[_PRUNE], responses=PlanSerializer
    )
    def post(self, request: Request) -> Response | JsonResponse:
        """What applying the file would do; every fault in it is told."""
        refuse_unknown_parameters(request, {"prune"}, paginated=False)
        return _answered(request, apply=False)


class ApplyView(_ConfigView):
    parser_classes = (YamlParser, CsvParser)

    @extend_schema(
        operation_id="apply_config",
        request=_BODY,
        parameters=[_PRUNE, OpenApiParameter("expected", str, description="A plan's digest")],
        responses=PlanSerializer,
    )
    def post(self, request: Request) -> Response | JsonResponse:
        """Applies the file, all or nothing; with `expected`, only if it would do what that plan said."""
        refuse_unknown_parameters(request, {"prune", "expected"}, paginated=False)
        return _answered(request, apply=True)


def _answered(request: Request, *, apply: bool) -> Response | JsonResponse:
    prune, expected = flag_from(request, "prune") or False, text_from(request, "expected")
    try:
        plan = run(
            _reading(request),
            principal_of_request(request),
            prune=prune,
            apply=apply,
            expected=expected,
        )
    except ConfigurationError as error:
        return _refusal(error)
    told = asdict(plan) | {"applied": apply, "nothing_to_do": plan.nothing_to_do}
    return Response(PlanSerializer(told).data)


def _reading(request: Request) -> Reading:
    file: Any = request.data
    if not hasattr(file, "read"):  # no body at all
        raise ConfigurationError([Fault("", "The body is a configuration in YAML or CSV.")])
    is_csv = (request.content_type or "").partition(";")[0].strip().lower() == "text/csv"
    return read_csv(file) if is_csv else read_yaml(file)


def _refusal(error: ConfigurationError) -> JsonResponse:
    request_id = get_contextvars().get("request_id")
    return problem_response(
        problem(
            error.code,
            error.detail,
            request_id=str(request_id) if request_id else None,
            errors=[
                FieldProblem(pointer=fault.pointer, code="config", detail=fault.detail)
                for fault in error.faults
            ],
        )
    )
