"""/api/v1/parking-areas: places with gates, who stays there and how full they are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import check_search_reason, record
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.journeys.application.watch_parking import (
    LONGEST_WINDOW,
    MOST_STEPS,
    watch_parking,
)
from mosaic_backend.journeys.domain.dwell import Gate, Stay
from mosaic_backend.journeys.infrastructure.models import ParkingArea
from mosaic_backend.journeys.interfaces.asking import REASON, SPAN, note, number_from, window_from
from mosaic_backend.journeys.interfaces.parking_serializers import (
    OccupancySerializer,
    ParkingAreaInputSerializer,
    ParkingAreaSerializer,
    ParkingAreasSerializer,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.reason import PARAMETER, reason_from
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.permissions import Verb

MOST_AREAS = 200
SHOWN_STAYS = 200


class ParkingAreasView(APIView):
    required_verb = {"GET": Verb.SEARCH, "POST": Verb.CONFIGURE}

    @extend_schema(operation_id="list_parking_areas", responses=ParkingAreasSerializer)
    def get(self, request: Request) -> Response:
        """Those of which the user may search every gate."""
        refuse_unknown_parameters(request, paginated=False)
        scope = visible_cameras(principal_of_request(request), Verb.SEARCH)
        rows = [
            row
            for row in ParkingArea.objects.order_by("name")[:MOST_AREAS]
            if all(camera in scope for camera in _cameras(row))
        ]
        return Response({"items": ParkingAreaSerializer(rows, many=True).data})

    @extend_schema(
        operation_id="create_parking_area",
        request=ParkingAreaInputSerializer,
        responses={201: ParkingAreaSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        refuse_unknown_parameters(request, paginated=False)
        given = ParkingAreaInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wish = given.validated_data
        _check_gates(request, wish["gates"])
        if ParkingArea.objects.count() >= MOST_AREAS:
            raise InvalidInputError(f"there are {MOST_AREAS} parking areas already")
        gates = [{**gate, "camera": str(gate["camera"])} for gate in wish["gates"]]
        principal = principal_of_request(request)
        try:
            with transaction.atomic():
                row = ParkingArea.objects.create(
                    name=wish["name"], capacity=wish["capacity"], gates=gates
                )
                record(
                    principal,
                    "parking-area.created",
                    f"parking-area:{row.pk}",
                    {},
                    after=_told(row),
                )
        except IntegrityError as error:
            raise InvalidInputError("another area has this name", pointer="name") from error
        return Response(ParkingAreaSerializer(row).data, status=201)


class ParkingAreaView(APIView):
    required_verb = Verb.CONFIGURE

    @extend_schema(operation_id="delete_parking_area", responses={204: None})
    def delete(self, request: Request, area_id: UUID) -> Response:
        refuse_unknown_parameters(request, paginated=False)
        row = _area(request, area_id, Verb.CONFIGURE)
        principal = principal_of_request(request)
        with transaction.atomic():
            record(
                principal, "parking-area.removed", f"parking-area:{row.pk}", {}, before=_told(row)
            )
            row.delete()
        return Response(status=204)


class OccupancyView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="get_parking_occupancy",
        parameters=[
            *SPAN,
            OpenApiParameter("steps", int, description=f"Default 24, at most {MOST_STEPS}."),
            *REASON,
        ],
        responses=OccupancySerializer,
    )
    def get(self, request: Request, area_id: UUID) -> Response:
        """How many are inside, now and over time, and how long they stay.

        At most 7 days; the last one where nothing is said. Who was not seen going counts for 7 days.
        """
        refuse_unknown_parameters(request, ("from", "to", "steps", PARAMETER), paginated=False)
        since, until = window_from(request, usual=timedelta(days=1), longest=LONGEST_WINDOW)
        steps = number_from(request, "steps", usual=24, most=MOST_STEPS)
        row, reason = _area(request, area_id, Verb.SEARCH), reason_from(request)
        check_search_reason(reason)
        note(request, "parking-area.stays-seen", f"parking-area:{row.pk}", reason)
        gates = [
            Gate(UUID(gate["camera"]), gate["direction"], gate.get("zone")) for gate in row.gates
        ]
        instants = [since + (until - since) * step / steps for step in range(steps + 1)]
        found = watch_parking(gates, since, until, instants)
        lasted = [stay.duration_s for stay in found.stays if stay.duration_s is not None]
        return Response(
            {
                "inside": found.counts[-1],
                "capacity": row.capacity,
                "over_time": _steps(instants, found.counts),
                "median_s": median(lasted) if lasted else None,
                "stays": [_stay(stay) for stay in found.stays[: -SHOWN_STAYS - 1 : -1]],
                "truncated": found.truncated,
            }
        )


def _check_gates(request: Request, gates: list[dict[str, Any]]) -> None:
    """Raises InvalidInputError; a camera of others is like one that is not there."""
    scope = visible_cameras(principal_of_request(request), Verb.CONFIGURE)
    known = camera_names({gate["camera"] for gate in gates})
    for number, gate in enumerate(gates):
        if gate["camera"] not in scope or gate["camera"] not in known:
            raise InvalidInputError("there is no such camera", pointer=f"gates/{number}/camera")
    for direction in ("in", "out"):
        if all(gate["direction"] != direction for gate in gates):
            raise InvalidInputError(f"no gate leads {direction}", pointer="gates")
    if len({(gate["camera"], gate["zone"]) for gate in gates}) < len(gates):
        raise InvalidInputError("a gate is named twice", pointer="gates")


def _area(request: Request, area_id: UUID, verb: Verb) -> ParkingArea:
    """Raises NotFoundError for one that has a gate at which the asker may not do this."""
    row = ParkingArea.objects.filter(pk=area_id).first()
    scope = visible_cameras(principal_of_request(request), verb)
    if row is None or not all(camera in scope for camera in _cameras(row)):
        raise NotFoundError
    return row


def _cameras(row: ParkingArea) -> Iterable[UUID]:
    return {UUID(gate["camera"]) for gate in row.gates}


def _told(row: ParkingArea) -> dict[str, Any]:
    return {"name": row.name, "capacity": row.capacity, "gates": row.gates}


def _steps(instants: list[datetime], counts: list[int]) -> list[dict[str, Any]]:
    return [{"at": at, "inside": count} for at, count in zip(instants, counts, strict=True)]


def _stay(stay: Stay) -> dict[str, Any]:
    return {
        "plate": stay.plate,
        "entered_at": stay.entered and stay.entered.at,
        "left_at": stay.left and stay.left.at,
        "duration_s": stay.duration_s,
        "entered_read": stay.entered and stay.entered.read_id,
        "left_read": stay.left and stay.left.read_id,
        "probable": stay.probable,
    }
