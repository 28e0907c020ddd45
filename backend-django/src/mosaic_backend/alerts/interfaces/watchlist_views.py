"""/api/v1/watchlists and their entries."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.alerts.infrastructure.models import WatchList, WatchListEntry
from mosaic_backend.alerts.infrastructure.watchlist_store import add_entries, counted_lists
from mosaic_backend.alerts.interfaces.serializers import (
    WatchListEntrySerializer,
    WatchListSerializer,
)
from mosaic_backend.audit.facade import record
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.permissions import Verb


def _note(
    request: Request,
    action: str,
    watchlist_id: UUID,
    details: dict[str, Any],
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    principal, subject = principal_of_request(request), f"watchlist:{watchlist_id}"
    record(principal, action, subject, details, before=before, after=after)


def _told(watchlist: WatchList, *, with_plates: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": watchlist.name,
        "reason": watchlist.reason,
        "severity": watchlist.severity,
        "enabled": watchlist.enabled,
    }
    if with_plates:
        rows = WatchListEntry.objects.filter(watchlist=watchlist).order_by("folded")
        told["plates"] = [_entry(row) for row in rows]
    return told


def _entry(entry: WatchListEntry) -> dict[str, str]:
    return {"text": entry.text, "note": entry.note}


@extend_schema_view(get=extend_schema(operation_id="list_watchlists"))
class WatchListsView(generics.ListAPIView[WatchList]):
    required_verb = Verb.ALERTS
    serializer_class = WatchListSerializer

    def get_queryset(self) -> QuerySet[WatchList]:
        return counted_lists()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown_parameters(request)
        return super().list(request, *args, **kwargs)

    @extend_schema(operation_id="create_watchlist", responses={201: WatchListSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        entries = serializer.validated_data.pop("entries", [])
        with transaction.atomic():
            watchlist = WatchList.objects.create(**serializer.validated_data)
            add_entries(watchlist.id, entries)
            _note(
                request,
                "watchlist.created",
                watchlist.id,
                {"name": watchlist.name},
                after=_told(watchlist, with_plates=True),
            )
        made = counted_lists().get(pk=watchlist.pk)
        return Response(
            self.get_serializer(made).data,
            status=201,
            headers={"Location": f"/api/v1/watchlists/{made.id}"},
        )


@extend_schema_view(
    get=extend_schema(operation_id="get_watchlist"),
    patch=extend_schema(operation_id="change_watchlist"),
    delete=extend_schema(operation_id="delete_watchlist"),
)
class WatchListView(generics.RetrieveUpdateDestroyAPIView[WatchList]):
    required_verb = Verb.ALERTS
    serializer_class = WatchListSerializer
    http_method_names = ["get", "patch", "delete", "head", "options"]

    def get_queryset(self) -> QuerySet[WatchList]:
        return counted_lists()

    def perform_update(self, serializer: Any) -> None:
        entries = serializer.validated_data.pop("entries", None)
        with transaction.atomic():
            present = WatchList.objects.select_for_update().get(pk=serializer.instance.pk)
            before = _told(present, with_plates=entries is not None)
            changed = serializer.save()
            if entries is not None:
                changed.entries.all().delete()
                add_entries(changed.id, entries)
                changed.entry_count = changed.entries.count()
            _note(
                self.request,
                "watchlist.changed",
                changed.id,
                {"name": changed.name},
                before=before,
                after=_told(changed, with_plates=entries is not None),
            )

    def perform_destroy(self, instance: WatchList) -> None:
        with transaction.atomic():
            _note(
                self.request,
                "watchlist.deleted",
                instance.id,
                {"name": instance.name},
                before=_told(instance, with_plates=True),
            )
            instance.delete()


@extend_schema_view(get=extend_schema(operation_id="list_watchlist_entries"))
class EntriesView(generics.ListAPIView[WatchListEntry]):
    required_verb = Verb.ALERTS
    serializer_class = WatchListEntrySerializer
    queryset = WatchListEntry.objects.none()

    def get_queryset(self) -> QuerySet[WatchListEntry]:
        return WatchListEntry.objects.filter(watchlist=self._watchlist())

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown_parameters(request)
        return super().list(request, *args, **kwargs)

    @extend_schema(operation_id="add_watchlist_entry", responses={201: WatchListEntrySerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """Adds a plate; one that is there already, in whatever spelling, stays as it is."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with transaction.atomic():
            [entry] = add_entries(self._watchlist().id, [serializer.validated_data])
            _note(
                request,
                "watchlist.plate_added",
                pk,
                {"plate": entry.folded},
                after=_entry(entry),
            )
        return Response(self.get_serializer(entry).data, status=201)

    def _watchlist(self) -> WatchList:
        return get_object_or_404(WatchList, pk=self.kwargs["pk"])


@extend_schema_view(delete=extend_schema(operation_id="delete_watchlist_entry"))
class EntryView(generics.DestroyAPIView[WatchListEntry]):
    required_verb = Verb.ALERTS
    serializer_class = WatchListEntrySerializer
    queryset = WatchListEntry.objects.all()
    lookup_url_kwarg = "entry_id"

    def get_queryset(self) -> QuerySet[WatchListEntry]:
        return WatchListEntry.objects.filter(watchlist_id=self.kwargs["pk"])

    def perform_destroy(self, instance: WatchListEntry) -> None:
        with transaction.atomic():
            _note(
                self.request,
                "watchlist.plate_removed",
                instance.watchlist_id,
                {"plate": instance.folded},
                before=_entry(instance),
            )
            instance.delete()
