"""Lists by opaque cursor: newest first by UUIDv7 id, which is unique, so that no row is lost or doubled."""

import base64
import binascii
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_contracts.errors import InvalidInputError

if TYPE_CHECKING:  # rest_framework.views imports this module
    from rest_framework.views import APIView

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


def cursor_of(identifier: UUID) -> str:
    """The cursor that goes on after this id."""
    return base64.urlsafe_b64encode(identifier.bytes).rstrip(b"=").decode()


def id_of(cursor: str) -> UUID:
    """The id inside a cursor. Raises InvalidInputError for anything that was not made by `cursor_of`."""
    try:
        identifier = UUID(bytes=base64.urlsafe_b64decode(cursor.encode("ascii") + b"=="))
    except (ValueError, binascii.Error) as error:
        raise InvalidInputError("the cursor is not one of ours", pointer="cursor") from error
    if cursor_of(identifier) != cursor:
        raise InvalidInputError("the cursor is not one of ours", pointer="cursor")
    return identifier


def limit_of(request: Request) -> int:
    """The wanted page size. Raises InvalidInputError outside 1..MAX_LIMIT."""
    text = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MAX_LIMIT):
        raise InvalidInputError(f"limit is a number from 1 to {MAX_LIMIT}", pointer="limit")
    return int(text)


class IdCursorPagination(BasePagination):
    """`{items, next_cursor}`; query parameters `cursor` and `limit`."""

    parameters = ("cursor", "limit")
    _next: str | None = None

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: "APIView | None" = None
    ) -> list[Any]:
        limit = limit_of(request)
        if cursor := request.query_params.get("cursor"):
            queryset = queryset.filter(pk__lt=id_of(cursor))
        rows: list[Model] = list(queryset.order_by("-pk")[: limit + 1])
        self._next = cursor_of(rows[limit - 1].pk) if len(rows) > limit else None
        return rows[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"items": data, "next_cursor": self._next})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["items", "next_cursor"],
            "properties": {
                "items": schema,
                "next_cursor": {"type": ["string", "null"]},
            },
        }

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "schema": {"type": "string"},
                "description": "`next_cursor` of the page before.",
            },
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MAX_LIMIT,
                    "default": DEFAULT_LIMIT,
                },
            },
        ]
