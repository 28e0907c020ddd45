"""/api/v1/watchlists and their entries."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.alerts.infrastructure.models import WatchList, WatchListEntry
from mosaic_backend.alerts.infrastructure.watchlist_store import (
    add_entries,
    counted_lists,
    forms_of,
    in_one_form,
)
from mosaic_backend.alerts.interfaces.list_audit import note_change, told, told_entry
from mosaic_backend.alerts.interfaces.serializers import (
    WatchListEntrySerializer,
    WatchListSerializer,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb


class _ListMixin(generics.GenericAPIView[WatchList]):
    required_verb = Verb.ALERTS
    serializer_class = WatchListSerializer

    def get_queryset(self) -> QuerySet[WatchList]:
        return counted_lists()

    def get_serializer_context(self) -> dict[str, Any]:
        principal = getattr(self.request.user, "principal", None) if self.request else None
        return {**super().get_serializer_context(), "principal": principal}


@extend_schema_view(get=extend_schema(operation_id="list_watchlists"))
class WatchListsView(_ListMixin, generics.ListAPIView[WatchList]):
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
            note_change(
                request,
                "watchlist.created",
                watchlist.id,
                {"name": watchlist.name},
                after=told(watchlist, with_plates=True),
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
class WatchListView(_ListMixin, generics.RetrieveUpdateDestroyAPIView[WatchList]):
    http_method_names = ["get", "patch", "delete", "head", "options"]

    def perform_update(self, serializer: Any) -> None:
        entries = serializer.validated_data.pop("entries", None)
        with transaction.atomic():
            present = WatchList.objects.select_for_update().get(pk=serializer.instance.pk)
            before = told(present, with_plates=entries is not None)
            changed = serializer.save()
            if entries is not None:
                changed.entries.all().delete()
                add_entries(changed.id, entries)
                changed.entry_count = changed.entries.count()
            note_change(
                self.request,
                "watchlist.changed",
                changed.id,
                {"name": changed.name},
                before=before,
                after=told(changed, with_plates=entries is not None),
            )

    def perform_destroy(self, instance: WatchList) -> None:
        with transaction.atomic():
            note_change(
                self.request,
                "watchlist.deleted",
                instance.id,
                {"name": instance.name},
                before=told(instance, with_plates=True),
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
            note_change(
                request,
                "watchlist.plate_added",
                pk,
                {"plate": entry.folded},
                after=told_entry(entry),
            )
        return Response(self.get_serializer(entry).data, status=201)

    def _watchlist(self) -> WatchList:
        return get_object_or_404(WatchList, pk=self.kwargs["pk"])


@extend_schema_view(
    get=extend_schema(operation_id="get_watchlist_entry"),
    patch=extend_schema(operation_id="change_watchlist_entry"),
    delete=extend_schema(operation_id="delete_watchlist_entry"),
)
class EntryView(generics.RetrieveUpdateDestroyAPIView[WatchListEntry]):
    required_verb = Verb.ALERTS
    http_method_names = ["get", "patch", "delete", "head", "options"]
    serializer_class = WatchListEntrySerializer
    queryset = WatchListEntry.objects.all()
    lookup_url_kwarg = "entry_id"

    def get_queryset(self) -> QuerySet[WatchListEntry]:
        return WatchListEntry.objects.filter(watchlist_id=self.kwargs["pk"])

    def perform_update(self, serializer: Any) -> None:
        before = told_entry(self.get_object())
        forms = forms_of(serializer.validated_data.get("text", serializer.instance.text))
        with transaction.atomic():
            in_one_form(serializer.instance.watchlist_id)
            try:
                with transaction.atomic():
                    entry = serializer.save(**forms)
            except IntegrityError as error:
                raise InvalidInputError(
                    "the plate is on the list already", pointer="text"
                ) from error
            note_change(
                self.request,
                "watchlist.plate_changed",
                entry.watchlist_id,
                {"plate": entry.folded},
                before=before,
                after=told_entry(entry),
            )

    def perform_destroy(self, instance: WatchListEntry) -> None:
        with transaction.atomic():
            note_change(
                self.request,
                "watchlist.plate_removed",
                instance.watchlist_id,
                {"plate": instance.folded},
                before=told_entry(instance),
            )
            instance.delete()
