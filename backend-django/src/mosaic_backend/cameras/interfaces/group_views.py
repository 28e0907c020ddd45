"""REST: camera groups, sites and schedules, thin."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.infrastructure.group_filter import in_groups
from mosaic_backend.cameras.infrastructure.models import CameraGroup, Schedule, Site
from mosaic_backend.cameras.interfaces.group_serializers import (
    GroupSerializer,
    ScheduleSerializer,
    SiteSerializer,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import ConflictError, PermissionDeniedError
from mosaic_contracts.permissions import TO_KNOW, Verb


def _check_everything(request: Request) -> None:
    """Raises PermissionDeniedError for who configures the cameras of some groups only."""
    if not principal_of_request(request).scope(Verb.CONFIGURE).everything:
        raise PermissionDeniedError("You may configure the cameras of some groups only.")


class _Audited(generics.GenericAPIView[Any]):
    """Writes what was done to the audit log, in the transaction that does it."""

    kind: str

    def _record(
        self,
        change: str,
        thing: Model,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        audit.record(
            principal_of_request(self.request),
            f"{self.kind}.{change}",
            f"{self.kind}:{thing.pk}",
            {"name": str(thing)},
            before=before,
            after=after,
        )

    def _told(self, thing: Model) -> dict[str, Any]:
        return dict(self.get_serializer(thing).data)


class _ListView(_Audited, generics.ListCreateAPIView[Any]):
    required_verb = {"GET": TO_KNOW, "POST": Verb.CONFIGURE}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown_parameters(request)
        return super().list(request, *args, **kwargs)

    @idempotent
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        _check_everything(self.request)
        with transaction.atomic():
            made = serializer.save()
            self._record("created", made, after=self._told(made))


class _OneView(_Audited, generics.RetrieveUpdateDestroyAPIView[Any]):
    required_verb = {
        "GET": TO_KNOW,
        "PUT": Verb.CONFIGURE,
        "PATCH": Verb.CONFIGURE,
        "DELETE": Verb.CONFIGURE,
    }

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        with transaction.atomic():
            before = self._told(self.get_object())
            changed = serializer.save()
            after = self._told(changed)
            if before != after:
                # The clock or the hours by which cameras record and look.
                camera_administration().look_again()
                self._record("changed", changed, before=before, after=after)

    def perform_destroy(self, instance: Model) -> None:
        try:
            with transaction.atomic():
                self._record("deleted", instance, before=self._told(instance))
                instance.delete()
        except ProtectedError as error:
            raise ConflictError("Something still belongs to it.") from error


class _OneOfAll(_OneView):
    """What belongs to no group is changed by those who configure everything."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS:
            _check_everything(request)


class _Groups(_Audited):
    kind = "camera_group"
    serializer_class: type[BaseSerializer[Any]] = GroupSerializer

    def get_queryset(self) -> QuerySet[CameraGroup]:
        groups = CameraGroup.objects.all()
        if getattr(self, "swagger_fake_view", False):
            return groups
        principal = principal_of_request(self.request)
        groups = groups.filter(in_groups(principal.scope(*TO_KNOW), "id"))
        if self.request.method in SAFE_METHODS:
            return groups
        return groups.filter(in_groups(principal.scope(Verb.CONFIGURE), "id"))


@extend_schema_view(
    get=extend_schema(operation_id="list_camera_groups"),
    post=extend_schema(operation_id="create_camera_group"),
)
class GroupsView(_Groups, _ListView):
    pass


@extend_schema_view(
    get=extend_schema(operation_id="get_camera_group"),
    put=extend_schema(operation_id="replace_camera_group"),
    patch=extend_schema(operation_id="change_camera_group"),
    delete=extend_schema(operation_id="delete_camera_group"),
)
class GroupView(_Groups, _OneView):
    pass


@extend_schema_view(
    get=extend_schema(operation_id="list_sites"), post=extend_schema(operation_id="create_site")
)
class SitesView(_ListView):
    kind = "site"
    serializer_class: type[BaseSerializer[Any]] = SiteSerializer
    queryset = Site.objects.all()


@extend_schema_view(
    get=extend_schema(operation_id="get_site"),
    put=extend_schema(operation_id="replace_site"),
    patch=extend_schema(operation_id="change_site"),
    delete=extend_schema(operation_id="delete_site"),
)
class SiteView(_OneOfAll):
    kind = "site"
    serializer_class: type[BaseSerializer[Any]] = SiteSerializer
    queryset = Site.objects.all()


@extend_schema_view(
    get=extend_schema(operation_id="list_schedules"),
    post=extend_schema(operation_id="create_schedule"),
)
class SchedulesView(_ListView):
    """Weekly hours that cameras record or look by."""

    kind = "schedule"
    serializer_class: type[BaseSerializer[Any]] = ScheduleSerializer
    queryset = Schedule.objects.all()


@extend_schema_view(
    get=extend_schema(operation_id="get_schedule"),
    put=extend_schema(operation_id="replace_schedule"),
    patch=extend_schema(operation_id="change_schedule"),
    delete=extend_schema(operation_id="delete_schedule"),
)
class ScheduleView(_OneOfAll):
    kind = "schedule"
    serializer_class: type[BaseSerializer[Any]] = ScheduleSerializer
    queryset = Schedule.objects.all()
