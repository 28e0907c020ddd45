"""REST: a camera like another, and many cameras changed alike."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft, tags_of
from mosaic_backend.cameras.infrastructure.camera_store import camera_of
from mosaic_backend.cameras.interfaces.audited import record_change
from mosaic_backend.cameras.interfaces.presentation import told
from mosaic_backend.cameras.interfaces.selection import check_group, visible_row, visible_rows
from mosaic_backend.cameras.interfaces.serializers import CameraSerializer, CloneSerializer, edited
from mosaic_backend.cameras.interfaces.settings_serializers import (
    AiSerializer,
    LiveSerializer,
    RecordingSerializer,
    TagsField,
)
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.preconditions import etag_of
from mosaic_contracts.errors import InvalidInputError, MosaicError
from mosaic_contracts.permissions import TO_KNOW, Principal, Verb

MOST_AT_ONCE = 1000


class CloneView(APIView):
    required_verb = {"POST": Verb.CONFIGURE}

    @extend_schema(
        operation_id="clone_camera", request=CloneSerializer, responses={201: CameraSerializer}
    )
    @idempotent
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Adds a camera with the settings of this one, address and credentials included, but for what is sent."""
        principal = principal_of_request(request)
        given = CloneSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        model = camera_of(visible_row(principal, camera_id, Verb.CONFIGURE)).draft
        # Whoever agreed that pictures of one camera are kept said nothing of another.
        ai = model.ai.model_copy(update={"capture": False})
        copied = replace(model, key="", name=f"{model.name[:93]} (copy)", ai=ai)
        draft = given.draft(copied)
        check_group(principal, draft.group_id)
        with transaction.atomic():
            camera = camera_administration().add(draft)
            record_change(principal, None, camera)
        row = visible_row(principal, camera.id, *TO_KNOW)
        headers = {"ETag": etag_of(row.revision), "Location": f"/api/v1/cameras/{row.id}"}
        return Response(told(row), status=201, headers=headers)


class ChangesSerializer(serializers.Serializer[Any]):
    """What many cameras can be given alike; what is left out stays."""

    enabled = serializers.BooleanField(required=False)
    group = serializers.UUIDField(allow_null=True, required=False)
    site = serializers.UUIDField(allow_null=True, required=False)
    tags = TagsField(required=False, help_text="Instead of those that are there")
    add_tags = TagsField(required=False)
    remove_tags = TagsField(required=False)
    recording = RecordingSerializer(required=False)
    ai = AiSerializer(required=False)
    live = LiveSerializer(required=False)
    offline_alarm = serializers.BooleanField(required=False)


class BulkSerializer(serializers.Serializer[Any]):
    ids = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST_AT_ONCE
    )
    changes = ChangesSerializer()


class BulkAnswerSerializer(serializers.Serializer[Any]):
    changed = serializers.ListField(child=serializers.UUIDField())
    unchanged = serializers.ListField(child=serializers.UUIDField())


def change_alike(request: Request) -> Response:
    """All of them or none; the errors tell which of the ids were wrong."""
    given = BulkSerializer(data=request.data, partial=True)
    given.is_valid(raise_exception=True)
    if missing := {"ids", "changes"} - set(given.validated_data):
        raise serializers.ValidationError(dict.fromkeys(missing, "This field is required."))
    ids: list[UUID] = given.validated_data["ids"]
    changes: dict[str, Any] = given.validated_data["changes"]
    if not changes:
        raise InvalidInputError("Nothing is to be changed.", pointer="/changes")
    if len(set(ids)) != len(ids):
        raise InvalidInputError("An id is there twice.", pointer="/ids")
    principal = principal_of_request(request)
    _check_ids(principal, ids)
    if "group" in changes:
        check_group(principal, changes["group"])
    with transaction.atomic():
        try:
            changed, errors = camera_administration().change_many(ids, _edit(changes))
        except InvalidInputError as error:
            error.pointer = f"/changes{error.pointer}"
            raise
        _refuse(ids, errors)
        for before, after in changed:
            record_change(principal, before, after)
    done = {after.id for _, after in changed}
    return Response(
        {
            "changed": [str(one) for one in ids if one in done],
            "unchanged": [str(one) for one in ids if one not in done],
        }
    )


def _check_ids(principal: Principal, ids: list[UUID]) -> None:
    known = dict(visible_rows(principal, *TO_KNOW).filter(id__in=ids).values_list("id", "group_id"))
    scope = principal.scope(Verb.CONFIGURE)
    errors: dict[UUID, MosaicError] = {}
    for one in ids:
        if one not in known:
            errors[one] = MosaicError("There is no such camera.", code="not-found")
        elif known[one] not in scope:
            errors[one] = MosaicError("You may not configure it.", code="permission-denied")
    _refuse(ids, errors)


def _refuse(ids: list[UUID], errors: Mapping[UUID, MosaicError]) -> None:
    if errors:
        raise serializers.ValidationError(
            {
                "ids": {
                    str(number): [ErrorDetail(errors[one].detail, code=errors[one].code)]
                    for number, one in enumerate(ids)
                    if one in errors
                }
            }
        )


def _edit(changes: Mapping[str, Any]) -> Callable[[CameraDraft], CameraDraft]:
    added, removed = changes.get("add_tags", ()), changes.get("remove_tags", ())

    def edit(draft: CameraDraft) -> CameraDraft:
        after = edited(draft, changes)
        return replace(after, tags=tags_of((set(after.tags) | set(added)) - set(removed)))

    return edit
