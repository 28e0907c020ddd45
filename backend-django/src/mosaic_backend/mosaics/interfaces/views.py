"""REST: mosaics."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras import facade as cameras
from mosaic_backend.mosaics.application.visible_tiles import arranged, visible
from mosaic_backend.mosaics.domain.layout import checked_tiles, filled
from mosaic_backend.mosaics.infrastructure.models import MosaicRow
from mosaic_backend.mosaics.infrastructure.mosaic_store import (
    ensure_default,
    readable_rows,
    stored,
    tiles_of,
)
from mosaic_backend.mosaics.interfaces.serializers import MosaicInputSerializer, MosaicSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.preconditions import etag_of, expected_version
from mosaic_contracts.errors import MosaicError, NotFoundError, PermissionDeniedError
from mosaic_contracts.permissions import Principal, Role, Verb

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=False)
IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=False)


class StaleVersionError(MosaicError):
    """Somebody changed this mosaic in the meantime; look at it again."""

    code = "precondition-failed"


def _visible_ids(principal: Principal) -> list[UUID]:
    scope = cameras.visible_cameras(principal, Verb.LIVE)
    return cameras.camera_ids(scope)


def _told(row: MosaicRow, principal: Principal, allowed: Sequence[UUID]) -> dict[str, Any]:
    tiles = filled(row.layout, allowed) if row.untouched else visible(tiles_of(row), set(allowed))
    return {
        "id": row.id,
        "name": row.name,
        "layout": row.layout,
        "tiles": [{"position": tile.position, "camera_id": tile.camera_id} for tile in tiles],
        "shared": row.shared,
        "owner": row.owner_id,
        "mine": _may_change(row, principal),
        "version": row.version,
    }


def _configured(row: MosaicRow) -> dict[str, Any]:
    return {"name": row.name, "layout": row.layout, "shared": row.shared, "tiles": row.tiles}


def _may_change(row: MosaicRow, principal: Principal) -> bool:
    return principal.may(Verb.ARRANGE) and (
        str(row.owner_id) == principal.user_id or principal.role is Role.ADMIN
    )


def _answer(row: MosaicRow, principal: Principal, status: int = 200) -> Response:
    headers = {"ETag": etag_of(row.version)}
    if status == 201:
        headers["Location"] = f"/api/v1/mosaics/{row.id}"
    told = _told(row, principal, _visible_ids(principal))
    return Response(MosaicSerializer(told).data, status=status, headers=headers)


class MosaicsView(GenericAPIView[MosaicRow]):
    required_verb = {"GET": Verb.LIVE, "POST": Verb.ARRANGE}
    serializer_class: type[serializers.BaseSerializer[MosaicRow]] = MosaicSerializer
    queryset = MosaicRow.objects.none()

    @extend_schema(operation_id="list_mosaics", responses=MosaicSerializer(many=True))
    def get(self, request: Request) -> Response:
        """One's own and the shared mosaics; whoever has none gets one with the first four cameras."""
        refuse_unknown_parameters(request)
        principal = principal_of_request(request)
        ensure_default(UUID(principal.user_id))
        page = self.paginate_queryset(readable_rows(UUID(principal.user_id))) or []
        allowed = _visible_ids(principal)
        told = [_told(row, principal, allowed) for row in page]
        return self.get_paginated_response(MosaicSerializer(told, many=True).data)

    @extend_schema(
        operation_id="create_mosaic",
        parameters=[IDEMPOTENCY_KEY],
        request=MosaicInputSerializer,
        responses={201: MosaicSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Keeps a new mosaic."""
        given = MosaicInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        principal = principal_of_request(request)
        fields = given.validated_data
        with transaction.atomic():
            row = MosaicRow.objects.create(
                name=fields["name"],
                layout=fields["layout"],
                shared=fields["shared"],
                owner_id=UUID(principal.user_id),
                tiles=stored(
                    arranged(fields["layout"], given.tiles_given() or [], _visible_ids(principal))
                ),
            )
            record(principal, "mosaic.created", f"mosaic:{row.id}", after=_configured(row))
        return _answer(row, principal, 201)


class MosaicView(GenericAPIView[MosaicRow]):
    required_verb = {
        "GET": Verb.LIVE,
        "PUT": Verb.ARRANGE,
        "PATCH": Verb.ARRANGE,
        "DELETE": Verb.ARRANGE,
    }
    serializer_class: type[serializers.BaseSerializer[MosaicRow]] = MosaicSerializer
    pagination_class = None
    queryset = MosaicRow.objects.none()

    @extend_schema(operation_id="get_mosaic", responses=MosaicSerializer)
    def get(self, request: Request, mosaic_id: UUID) -> Response:
        """One mosaic, with the cameras of it that one may see."""
        principal = principal_of_request(request)
        row = readable_rows(UUID(principal.user_id)).filter(id=mosaic_id).first()
        if row is None:
            raise NotFoundError
        return _answer(row, principal)

    @extend_schema(
        operation_id="replace_mosaic",
        parameters=[IF_MATCH],
        request=MosaicInputSerializer,
        responses=MosaicSerializer,
    )
    def put(self, request: Request, mosaic_id: UUID) -> Response:
        """Replaces the mosaic; only its owner or an administrator may."""
        return self._change(request, mosaic_id, partial=False)

    @extend_schema(
        operation_id="change_mosaic",
        parameters=[IF_MATCH],
        request=MosaicInputSerializer,
        responses=MosaicSerializer,
    )
    def patch(self, request: Request, mosaic_id: UUID) -> Response:
        """Changes what the body names."""
        return self._change(request, mosaic_id, partial=True)

    @extend_schema(
        operation_id="delete_mosaic",
        parameters=[IF_MATCH],
        responses={204: OpenApiResponse(description="Removed")},
    )
    def delete(self, request: Request, mosaic_id: UUID) -> Response:
        """Removes the mosaic; only its owner or an administrator may."""
        with transaction.atomic():
            row = self._locked(request, mosaic_id)
            record(
                principal_of_request(request),
                "mosaic.deleted",
                f"mosaic:{row.id}",
                before=_configured(row),
            )
            row.delete()
        return Response(status=204)

    def _change(self, request: Request, mosaic_id: UUID, *, partial: bool) -> Response:
        given = MosaicInputSerializer(data=request.data, partial=partial)
        given.is_valid(raise_exception=True)
        principal = principal_of_request(request)
        with transaction.atomic():
            row = self._locked(request, mosaic_id)
            before = _configured(row)
            allowed = _visible_ids(principal)
            present = filled(row.layout, allowed) if row.untouched else tiles_of(row)
            for name in ("name", "layout", "shared"):
                setattr(row, name, given.validated_data.get(name, getattr(row, name)))
            tiles = given.tiles_given()
            row.tiles = stored(
                checked_tiles(row.layout, present)
                if tiles is None
                else arranged(row.layout, tiles, allowed)
            )
            row.untouched = False
            row.version += 1
            row.save()
            record(
                principal,
                "mosaic.changed",
                f"mosaic:{row.id}",
                before=before,
                after=_configured(row),
            )
        return _answer(row, principal)

    @staticmethod
    def _locked(request: Request, mosaic_id: UUID) -> MosaicRow:
        principal = principal_of_request(request)
        rows = MosaicRow.objects.select_for_update().filter(id=mosaic_id)
        row = rows.first()
        if row is None or not (row.shared or _may_change(row, principal)):
            raise NotFoundError
        if not _may_change(row, principal):
            raise PermissionDeniedError("Only its owner may change this mosaic.")
        expected = expected_version(request)
        if expected is not None and expected != row.version:
            raise StaleVersionError
        return row
