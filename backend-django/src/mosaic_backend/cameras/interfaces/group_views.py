"""REST: camera groups and sites, thin."""

from typing import Any

from django.db.models import Model, ProtectedError, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.infrastructure.models import CameraGroup, Site
from mosaic_backend.cameras.interfaces.serializers import GroupSerializer, SiteSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import ConflictError
from mosaic_contracts.permissions import Verb


class _Audited(generics.GenericAPIView[Any]):
    """Writes what was done to the audit log."""

    kind: str

    def _record(self, change: str, thing: Model) -> None:
        audit.record(
            principal_of_request(self.request),
            f"{self.kind}.{change}",
            f"{self.kind}:{thing.pk}",
            {"name": str(thing)},
        )


class _ListView(_Audited, generics.ListCreateAPIView[Any]):
    required_verb = {"GET": Verb.LIVE, "POST": Verb.CONFIGURE}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown_parameters(request)
        return super().list(request, *args, **kwargs)

    @idempotent
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        self._record("created", serializer.save())


class _OneView(_Audited, generics.RetrieveUpdateDestroyAPIView[Any]):
    required_verb = {
        "GET": Verb.LIVE,
        "PUT": Verb.CONFIGURE,
        "PATCH": Verb.CONFIGURE,
        "DELETE": Verb.CONFIGURE,
    }

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        self._record("changed", serializer.save())

    def perform_destroy(self, instance: Model) -> None:
        self._record("deleted", instance)
        try:
            instance.delete()
        except ProtectedError as error:
            raise ConflictError("Something still belongs to it.") from error


class _Groups(_Audited):
    kind = "camera_group"
    serializer_class: type[BaseSerializer[Any]] = GroupSerializer

    def get_queryset(self) -> QuerySet[CameraGroup]:
        groups = CameraGroup.objects.all()
        if getattr(self, "swagger_fake_view", False):
            return groups
        principal = principal_of_request(self.request)
        return groups if principal.sees_all else groups.filter(id__in=principal.group_ids)


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
class SiteView(_OneView):
    kind = "site"
    serializer_class: type[BaseSerializer[Any]] = SiteSerializer
    queryset = Site.objects.all()
