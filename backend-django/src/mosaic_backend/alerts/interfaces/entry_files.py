"""/api/v1/watchlists/{id}/import and entries.csv: the plates of a list as a file."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.alerts.application.entry_lines import Faults, FileError, csv_of, lines_of
from mosaic_backend.alerts.infrastructure.entry_import import Imported, put_lines, take_lines
from mosaic_backend.alerts.infrastructure.models import WatchList, WatchListEntry
from mosaic_backend.alerts.interfaces.list_audit import note_change
from mosaic_backend.detections.facade import fold
from mosaic_backend.shared.database_connections import in_database_thread
from mosaic_backend.shared.http.exceptions import problem_response
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.query_values import flag_from, text_from
from mosaic_backend.shared.http.reason import HEADER, PARAMETER
from mosaic_backend.shared.http.spooled_body import CsvParser
from mosaic_backend.shared.plate_protection.state import Forms, forms_here
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb
from mosaic_contracts.problems import FieldProblem, problem

BATCH = 1000
MODES = ("all", "good")


class LineFaultSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ImportedEntriesSerializer(serializers.Serializer[Any]):
    lines = serializers.IntegerField(help_text="Good ones")
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    removed = serializers.IntegerField()
    bad = serializers.IntegerField(help_text="Lines that were left out")
    faults = LineFaultSerializer(many=True, help_text="The first hundred of them")


class ImportView(APIView):
    required_verb = Verb.ALERTS
    parser_classes = (CsvParser,)

    @extend_schema(
        operation_id="import_watchlist_entries",
        request={"text/csv": OpenApiTypes.STR},
        parameters=[
            OpenApiParameter(
                "mode",
                str,
                enum=MODES,
                default="all",
                description="Where a line is bad: nothing is kept (all), or the good lines are (good).",
            ),
            OpenApiParameter("replace", bool, description="Remove plates that the file lacks."),
            OpenApiParameter(PARAMETER, str, description="Why, for the audit log."),
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, description="The same as a header."
            ),
        ],
        responses=ImportedEntriesSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Any:
        """Adds the plates of a CSV file, and changes those that are there to what the file says of them.

        Its first line names the columns: text, and note, valid_from, valid_until as wanted.
        """
        refuse_unknown_parameters(request, ("mode", "replace", PARAMETER), paginated=False)
        mode, replace = _mode(request), flag_from(request, "replace") or False
        given: Any = request.data
        if not hasattr(given, "readline"):
            raise InvalidInputError("the body is a CSV file")
        file: IO[bytes] = given
        faults = Faults()
        with transaction.atomic():
            watchlist = get_object_or_404(WatchList.objects.select_for_update(), pk=pk)
            try:
                take_lines(lines_of(file, lambda text: bool(fold(text)), faults), faults)
            except FileError as error:
                raise InvalidInputError(str(error)) from error
            if faults.number and mode == "all":
                transaction.set_rollback(True)
                return _refused(faults)
            done = put_lines(watchlist.id, replace=replace)
            watchlist.save(update_fields=["updated_at"])
            note_change(request, "watchlist.imported", pk, _said(done, faults, file))
        shown = [asdict(fault) for fault in _in_order(faults)]
        return Response({**asdict(done), "bad": faults.number, "faults": shown})


def _mode(request: Request) -> str:
    given = text_from(request, "mode") or MODES[0]
    if given not in MODES:
        raise InvalidInputError(f"mode is {' or '.join(MODES)}", pointer="mode")
    return given


def _in_order(faults: Faults) -> list[Any]:
    return sorted(faults.first, key=lambda fault: fault.line)


def _refused(faults: Faults) -> Any:
    told = problem(
        "invalid-input",
        f"{faults.number} lines are bad; nothing was changed. With mode=good the others are kept.",
        errors=[
            FieldProblem(pointer=f"/lines/{fault.line}", code=fault.code, detail=fault.detail)
            for fault in _in_order(faults)
        ],
    )
    return problem_response(told)


def _said(done: Imported, faults: Faults, file: IO[bytes]) -> dict[str, Any]:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return {**asdict(done), "bad": faults.number, "sha256": digest}


class ExportView(APIView):
    required_verb = Verb.ALERTS

    @extend_schema(
        operation_id="export_watchlist_entries",
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR)},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The plates as a CSV file, which can be imported again. Cells that look like formulas begin with `'`."""
        refuse_unknown_parameters(request, (PARAMETER,), paginated=False)
        watchlist = get_object_or_404(WatchList, pk=pk)
        note_change(request, "watchlist.exported", pk, {"name": watchlist.name})
        return exported(watchlist.id)


def exported(watchlist_id: UUID) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        _exported(watchlist_id),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="watchlist-{watchlist_id}.csv"',
            "Cache-Control": "no-store",
        },
    )


async def _exported(watchlist_id: UUID) -> AsyncIterator[str]:
    after: str | UUID | None = None
    yield csv_of((), header=True)
    while rows := await in_database_thread(_batch, watchlist_id, after):
        after = rows[-1][0]
        yield csv_of([row[1:] for row in rows], header=False)


def _batch(watchlist_id: UUID, after: str | UUID | None) -> list[tuple[Any, ...]]:
    """By their plates; while those stand there in two forms, by their ids."""
    order = "folded" if forms_here() is Forms.PLAIN else "id"
    rows = WatchListEntry.objects.filter(watchlist_id=watchlist_id)
    if after is not None:
        rows = rows.filter(**{f"{order}__gt": after})
    columns = (order, "text", "note", "valid_from", "valid_until")
    return list(rows.order_by(order).values_list(*columns)[:BATCH])
