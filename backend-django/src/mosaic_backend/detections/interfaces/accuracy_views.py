"""/api/v1/plates/accuracy: how often each camera's reads were right, week by week."""

from datetime import timedelta

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.detections import bootstrap
from mosaic_backend.detections.domain.accuracy import WeekAccuracy
from mosaic_backend.detections.interfaces.scope import cameras_to_search
from mosaic_backend.detections.interfaces.serializers import AccuracySerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import id_from, span_from
from mosaic_contracts.permissions import Verb

WEEKS = 12
"""Shown where no `from` is given."""


class PlateAccuracyView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="list_plate_accuracy",
        summary="Accuracy of plate reads, by camera and week",
        parameters=[
            OpenApiParameter("camera", OpenApiTypes.UUID),
            OpenApiParameter(
                "from", OpenApiTypes.DATETIME, description=f"Default: {WEEKS} weeks ago."
            ),
            OpenApiParameter("to", OpenApiTypes.DATETIME, description="Default: now."),
        ],
        responses=AccuracySerializer,
    )
    def get(self, request: Request) -> Response:
        """By what people said of reads (`PUT /plates/{id}/correction`); weeks without that are left out.

        People look at doubtful reads first, so that the accuracy of all reads is likely higher.
        """
        refuse_unknown_parameters(request, ("camera", "from", "to"), paginated=False)
        principal = principal_of_request(request)
        cameras = cameras_to_search(principal, id_from(request, "camera"))
        since, until = span_from(request)
        until = until or timezone.now()
        since = since or until - timedelta(weeks=WEEKS)
        found = bootstrap.weekly_accuracy(cameras, since, until)
        names = camera_names(found)
        return Response(
            {
                "items": [
                    {
                        "camera": camera,
                        "camera_name": names.get(camera),
                        "weeks": [_presented(week) for week in weeks],
                    }
                    for camera, weeks in found.items()
                ]
            }
        )


def _presented(week: WeekAccuracy) -> dict[str, object]:
    low, high = week.interval
    return {
        "week": week.week,
        "reviewed": week.reviewed,
        "right": week.right,
        "accuracy": week.accuracy,
        "low": low,
        "high": high,
    }
