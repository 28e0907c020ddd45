"""/api/v1/recordings/retention and /forecast: what bounds the recordings, for who may configure every camera."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.clips.domain.retention import Limits, forecast, going
from mosaic_backend.clips.infrastructure.recording import stock
from mosaic_backend.clips.infrastructure.recording.disk_space import LOW, disk_space
from mosaic_backend.clips.infrastructure.recording.retention_models import RecordingLimit
from mosaic_backend.clips.interfaces.retention_serializers import (
    GB,
    ForecastSerializer,
    RetentionSerializer,
    SimulationRequestSerializer,
    SimulationSerializer,
)
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import InvalidInputError, PermissionDeniedError
from mosaic_contracts.permissions import Principal, Verb

LATELY = timedelta(days=3)


def _administrator(request: Request) -> Principal:
    principal = principal_of_request(request)
    if not principal.scope(Verb.CONFIGURE).everything:
        raise PermissionDeniedError("this concerns all cameras")
    return principal


def _given(request: Request, serializer: type[RetentionSerializer]) -> dict[str, Any]:
    """Raises InvalidInputError for a camera that is not there."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    wish: dict[str, Any] = given.validated_data
    known = camera_names(one["camera"] for one in wish["cameras"])
    for index, one in enumerate(wish["cameras"]):
        if one["camera"] not in known:
            raise InvalidInputError("there is no such camera", pointer=f"/cameras/{index}/camera")
    return wish


def _bytes(wish: dict[str, Any]) -> tuple[int | None, dict[UUID, int]]:
    most = wish["max_gigabytes"]
    cameras = {one["camera"]: round(one["max_gigabytes"] * GB) for one in wish["cameras"]}
    return (round(most * GB) if most is not None else None), cameras


def _shown(limits: Limits) -> dict[str, Any]:
    return {
        "max_gigabytes": limits.all_bytes / GB if limits.all_bytes is not None else None,
        "cameras": [
            {"camera": str(camera), "max_gigabytes": most / GB}
            for camera, most in sorted(limits.camera_bytes.items())
        ],
    }


class RetentionView(APIView):
    required_verb = Verb.CONFIGURE

    @extend_schema(operation_id="get_recordings_retention", responses=RetentionSerializer)
    def get(self, request: Request) -> Response:
        """The limits in gigabytes; the days are each camera's `recording.retention_days`."""
        _administrator(request)
        return Response(_shown(stock.limits()))

    @extend_schema(
        operation_id="put_recordings_retention",
        request=RetentionSerializer,
        responses=RetentionSerializer,
    )
    def put(self, request: Request) -> Response:
        """Sets all limits; what is too much then goes within a minute. Ask the simulation first."""
        principal = _administrator(request)
        of_all, of_cameras = _bytes(_given(request, RetentionSerializer))
        rows: dict[UUID | None, int] = dict(of_cameras.items())
        if of_all is not None:
            rows[None] = of_all
        with transaction.atomic():
            before = _shown(stock.limits())
            RecordingLimit.objects.all().delete()
            RecordingLimit.objects.bulk_create(
                RecordingLimit(camera_id=camera, max_bytes=most) for camera, most in rows.items()
            )
            after = _shown(stock.limits())
            record(principal, "retention.changed", "recordings", before=before, after=after)
        return Response(after)


class SimulationView(APIView):
    required_verb = Verb.CONFIGURE

    @extend_schema(
        operation_id="simulate_recordings_retention",
        request=SimulationRequestSerializer,
        responses=SimulationSerializer,
    )
    def post(self, request: Request) -> Response:
        """What would go now under these limits; nothing is changed.

        With more than 50,000 files it is told to the hour.
        """
        _administrator(request)
        wish = _given(request, SimulationRequestSerializer)
        of_all, of_cameras = _bytes(wish)
        limits = stock.limits()
        days = {one["camera"]: one["retention_days"] for one in wish["retention_days"]}
        limits = replace(
            limits, days={**limits.days, **days}, camera_bytes=of_cameras, all_bytes=of_all
        )
        with transaction.atomic():
            stored = stock.bytes_by_camera()
            gone: dict[UUID, dict[str, Any]] = {}
            left = dict(stored)
            may_go = stock.oldest_for_simulation()
            for file in going(lambda: may_go, limits, stored, timezone.now()):
                one = gone.setdefault(
                    file.camera_id, {"files": 0, "bytes": 0, "oldest": file.starts_at}
                )
                one["files"] += file.files
                one["bytes"] += file.bytes
                one["newest"] = max(file.ends_at, one.get("newest", file.ends_at))
                left[file.camera_id] -= file.bytes
        over = sum(max(left.get(one, 0) - most, 0) for one, most in of_cameras.items())
        if of_all is not None:
            over = max(over, sum(left.values()) - of_all)
        names = camera_names(gone)
        told = [
            {"camera": camera, "camera_name": names.get(camera), **one}
            for camera, one in gone.items()
        ]
        answer = {
            "files": sum(one["files"] for one in gone.values()),
            "bytes": sum(one["bytes"] for one in gone.values()),
            "over_by_bytes": max(over, 0),
            "cameras": sorted(told, key=lambda one: -one["bytes"]),
        }
        return Response(SimulationSerializer(answer).data)


class ForecastView(APIView):
    required_verb = Verb.CONFIGURE

    @extend_schema(operation_id="get_recordings_forecast", responses=ForecastSerializer)
    def get(self, request: Request) -> Response:
        """When the room is used up, by what was recorded in the last three days and what its age takes away."""
        _administrator(request)
        now = timezone.now()
        limits, stored = stock.limits(), stock.bytes_by_camera()
        lately = {
            camera: round(n / LATELY.days) for camera, n in stock.bytes_since(now - LATELY).items()
        }
        cutoffs = {camera: cutoff + LATELY for camera, cutoff in limits.cutoffs(now).items()}
        leaving: dict[UUID, int] = {}
        for file in stock.expired(cutoffs, 20_000):
            leaving[file.camera_id] = leaving.get(file.camera_id, 0) + file.bytes
        space = disk_space(environment().recordings_dir)
        rooms = [limits.all_bytes - sum(stored.values())] if limits.all_bytes is not None else []
        rooms += [space.free - int(space.total * LOW)] if space is not None else []
        told = forecast(
            bytes_per_day=sum(lately.values()),
            leaving_per_day=round(sum(leaving.values()) / LATELY.days),
            room=min(rooms, default=0),
        )
        names = camera_names(stored)
        answer = {
            "disk_bytes": space.total if space else None,
            "disk_free_bytes": space.free if space else None,
            "stored_bytes": sum(stored.values()),
            "bytes_per_day": told.bytes_per_day,
            "full_in_days": told.full_in_days if rooms else None,
            "cameras": [
                {
                    "camera": camera,
                    "camera_name": names.get(camera),
                    "bytes": size,
                    "bytes_per_day": lately.get(camera, 0),
                }
                for camera, size in sorted(stored.items(), key=lambda item: -item[1])
            ],
        }
        return Response(ForecastSerializer(answer).data)
