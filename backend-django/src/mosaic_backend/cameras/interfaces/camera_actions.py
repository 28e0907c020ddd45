"""Admin: what is done to many cameras at once, through the same use case as in REST."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.interfaces.audited import record_change
from mosaic_backend.shared.admin_pages import admin_principal

Edit = Callable[[CameraDraft], CameraDraft]


class CameraActions:
    """Each is all or nothing, and every camera that changed is in the audit log."""

    actions = (
        "switch_on",
        "switch_off",
        "record",
        "record_on_events",
        "stop_recording",
        "look",
        "stop_looking",
        "raise_alarms",
        "stop_alarms",
    )

    @admin.action(description="Switch on", permissions=["change"])
    def switch_on(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, lambda draft: replace(draft, enabled=True))

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, lambda draft: replace(draft, enabled=False))

    @admin.action(description="Record continuously", permissions=["change"])
    def record(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, _recording(mode="continuous"))

    @admin.action(description="Record on events", permissions=["change"])
    def record_on_events(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, _recording(mode="event"))

    @admin.action(description="Stop recording", permissions=["change"])
    def stop_recording(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, _recording(mode="off", otherwise="off"))

    @admin.action(description="Let the AI look", permissions=["change"])
    def look(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, _ai(enabled=True))

    @admin.action(description="Stop the AI looking", permissions=["change"])
    def stop_looking(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, _ai(enabled=False))

    @admin.action(description="Raise an alert when offline", permissions=["change"])
    def raise_alarms(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, lambda draft: replace(draft, offline_alarm=True))

    @admin.action(description="No alert when offline", permissions=["change"])
    def stop_alarms(self, request: HttpRequest, rows: QuerySet[CameraRow]) -> None:
        _change(request, rows, lambda draft: replace(draft, offline_alarm=False))


def _recording(**given: Any) -> Edit:
    return lambda draft: replace(draft, recording=draft.recording.model_copy(update=given))


def _ai(**given: Any) -> Edit:
    return lambda draft: replace(draft, ai=draft.ai.model_copy(update=given))


def _change(request: HttpRequest, rows: QuerySet[CameraRow], edit: Edit) -> None:
    principal = admin_principal(request)
    with transaction.atomic():
        ids = list(rows.values_list("id", flat=True))
        changed, errors = camera_administration().change_many(ids, edit)
        for before, after in changed:
            record_change(principal, before, after)
    if errors:
        why = " ".join(sorted({error.detail for error in errors.values()}))
        messages.error(request, f"Nothing was changed, for the sake of {len(errors)}: {why}")
    else:
        messages.success(
            request, f"{len(changed)} changed, {len(ids) - len(changed)} were so already."
        )
