"""REST: cameras that are there and not known yet."""

import asyncio
from threading import Lock
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.infrastructure import ws_discovery
from mosaic_contracts.errors import ConflictError, UnavailableError
from mosaic_contracts.permissions import Verb

_asking = Lock()


class DiscoverySerializer(serializers.Serializer[Any]):
    timeout_s = serializers.FloatField(min_value=0.1, max_value=10.0, default=3.0)


class FoundDeviceSerializer(serializers.Serializer[Any]):
    endpoint = serializers.CharField(help_text="The device's own name for itself")
    address = serializers.CharField()
    service_urls = serializers.ListField(
        child=serializers.CharField(), help_text="ONVIF services at addresses that cameras may have"
    )
    name = serializers.CharField(allow_null=True)
    hardware = serializers.CharField(allow_null=True)
    location = serializers.CharField(allow_null=True)


class FoundDevicesSerializer(serializers.Serializer[Any]):
    items = FoundDeviceSerializer(many=True)


class DiscoverView(APIView):
    required_verb = {"POST": Verb.CONFIGURE}

    @extend_schema(
        operation_id="discover_cameras",
        request=DiscoverySerializer,
        responses=FoundDevicesSerializer,
    )
    def post(self, request: Request) -> Response:
        """Asks the backend's network for ONVIF cameras, once; what answers is listed and not opened."""
        given = DiscoverySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        if not _asking.acquire(blocking=False):
            raise ConflictError("A search is under way.")
        try:
            found = asyncio.run(
                ws_discovery.discover(
                    camera_administration().allows_address,
                    timeout_s=given.validated_data["timeout_s"],
                )
            )
        except OSError as error:
            raise UnavailableError("there is no network to ask") from error
        finally:
            _asking.release()
        return Response(FoundDevicesSerializer({"items": found}).data)
