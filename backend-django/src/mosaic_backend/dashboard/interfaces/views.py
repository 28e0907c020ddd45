"""/api/v1/dashboard."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.dashboard import bootstrap
from mosaic_backend.dashboard.application.overview import overview
from mosaic_backend.dashboard.interfaces.serializers import DashboardSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.permissions import Verb


class DashboardView(APIView):
    required_verb = Verb.LIVE

    @extend_schema(operation_id="get_dashboard", responses=DashboardSerializer)
    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, paginated=False)
        answer = overview(principal_of_request(request), timezone.now(), bootstrap.past_hours())
        return Response(DashboardSerializer(answer).data)
