"""Admin: a configuration file is uploaded, its plan shown, and then applied; the present one is taken along."""

import csv
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from mosaic_backend.cameras.domain.configuration import LINES_TOLD, ConfigurationError
from mosaic_backend.cameras.infrastructure.config_uploads import (
    KINDS,
    content_of,
    reading_of,
    take_faults,
    take_plan,
)
from mosaic_backend.cameras.infrastructure.models import ConfigurationUpload
from mosaic_backend.cameras.interfaces.configuration_runs import MAX_BYTES, exported, run
from mosaic_backend.cameras.interfaces.plan_words import field_changes
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin, admin_principal
from mosaic_contracts.errors import ConflictError
from mosaic_contracts.permissions import Verb

FAULTS_SHOWN = 500
_LIST = "admin:cameras_configurationupload_changelist"
_CHANGE = "admin:cameras_configurationupload_change"


class UploadForm(forms.Form):
    """A file whose name says what it is."""

    file = forms.FileField(
        max_length=200, widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.csv"})
    )
    prune = forms.BooleanField(required=False)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if self._ending(file) not in KINDS:
            raise ValidationError("The file's name ends in .yaml, .yml or .csv.")
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"A configuration has at most {MAX_BYTES >> 20} MiB.")
        return file

    @property
    def is_csv(self) -> bool:
        return KINDS[self._ending(self.cleaned_data["file"])]

    @staticmethod
    def _ending(file: UploadedFile) -> str:
        return (file.name or "").rpartition(".")[2].lower()


class ExportForm(forms.Form):
    format = forms.ChoiceField(choices=[("yaml", "YAML"), ("csv", "CSV")])
    with_credentials = forms.BooleanField(required=False)


@admin.register(ConfigurationUpload)
class ConfigurationAdmin(ReadOnlyAdmin):
    """For those who may do it by REST, as there: credentials are in these files."""

    list_display = ("file_name", "shown_state", "told", "the_rest", "uploaded_by", "uploaded_at")
    list_filter = ("state", ("uploaded_at", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("file_name", "uploaded_by", "applied_by")
    search_help_text = "A file's name, or who uploaded or applied it"
    ordering = ("-id",)
    list_before_template = "cameras/config_upload.html"
    change_form_outer_before_template = "cameras/config_plan.html"
    fields = ("file_name", "the_rest", "uploaded_by", "uploaded_at", "applied_by", "applied_at")

    readonly_fields = ("the_rest",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and admin_principal(request).may(
            Verb.MANAGE_USERS
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConfigurationUpload]:
        rows: QuerySet[ConfigurationUpload] = super().get_queryset(request)
        return rows.defer("content", "lines", "faults")

    def get_urls(self) -> list[URLPattern]:
        routes = {
            "upload/": ("upload", self._upload),
            "export/": ("export", self._export),
            "<uuid:upload_id>/apply/": ("apply", self._apply),
            "<uuid:upload_id>/faults.csv": ("faults", self._faults),
        }
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"cameras_configuration_{name}")
                for route, (name, view) in routes.items()
            ),
            *super().get_urls(),
        ]

    @display(  # type: ignore[untyped-decorator]
        description="State",
        ordering="state",
        label={"planned": "warning", "nothing": "info", "refused": "danger", "applied": "success"},
    )
    def shown_state(self, row: ConfigurationUpload) -> tuple[str, str]:
        return row.state, row.get_state_display()

    @admin.display(description="What")
    def told(self, row: ConfigurationUpload) -> str:
        counted = (f"{count} {name}" for name, count in row.counts.items() if count)
        return ", ".join(counted) or "–"

    @admin.display(description="What it does not name")
    def the_rest(self, row: ConfigurationUpload) -> str:
        return "is removed" if row.prune else "stays"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        upload = self.get_object(request, object_id or "")
        context = _plan_context(upload) if upload else {}
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), **context}
        )

    def _upload(self, request: HttpRequest) -> HttpResponse:
        self._check(request, post=True)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
            return redirect(reverse(_LIST))
        raw = form.cleaned_data["file"].read()
        upload = ConfigurationUpload(
            file_name=form.cleaned_data["file"].name,
            is_csv=form.is_csv,
            prune=form.cleaned_data["prune"],
            content=content_of(raw),
            uploaded_by=admin_principal(request).username,
            uploaded_at=timezone.now(),
        )
        _plan_again(request, upload, raw)
        return redirect(reverse(_CHANGE, args=[upload.id]))

    def _apply(self, request: HttpRequest, upload_id: UUID) -> HttpResponse:
        """Does what the page showed, or, where that would be something else by now, shows what it would be."""
        self._check(request, post=True)
        principal = admin_principal(request)
        try:
            with transaction.atomic():
                upload = get_object_or_404(
                    ConfigurationUpload.objects.select_for_update(), id=upload_id
                )
                if upload.state != "planned":
                    messages.warning(request, f"Not again: {upload.get_state_display()}.")
                    return redirect(reverse(_CHANGE, args=[upload.id]))
                raw = upload.content.encode()
                plan = run(
                    reading_of(raw, is_csv=upload.is_csv),
                    principal,
                    prune=upload.prune,
                    apply=True,
                    expected=request.POST.get("expected") or "–",
                )
                upload.state, upload.content = "applied", ""
                upload.applied_by, upload.applied_at = principal.username, timezone.now()
                upload.save()
        except (ConflictError, ConfigurationError):
            _plan_again(request, upload, raw)
            messages.error(
                request,
                "Nothing was applied: what this file would do has changed since it was shown. "
                "Look again; the page shows what it would do now.",
            )
            return redirect(reverse(_CHANGE, args=[upload.id]))
        changed = sum(count for name, count in plan.counts.items() if name != "unchanged")
        messages.success(request, f"Applied: {changed} changes.")
        return redirect(reverse(_CHANGE, args=[upload.id]))

    def _faults(self, request: HttpRequest, upload_id: UUID) -> HttpResponse:
        """Every fault, however many."""
        self._check(request)
        upload = get_object_or_404(ConfigurationUpload.objects.defer("content"), id=upload_id)
        answer = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="faults.csv"'},
        )
        writer = csv.writer(answer)
        writer.writerow(("place", "fault"))
        writer.writerows(upload.faults)
        return answer

    def _export(self, request: HttpRequest) -> HttpResponse:
        self._check(request, post=True)
        form = ExportForm(request.POST)
        if not form.is_valid():
            raise Http404
        return exported(
            admin_principal(request),
            form.cleaned_data["format"],
            with_credentials=form.cleaned_data["with_credentials"],
        )

    def _check(self, request: HttpRequest, *, post: bool = False) -> None:
        if not self.has_view_permission(request) or (post and request.method != "POST"):
            raise Http404


def _plan_again(request: HttpRequest, upload: ConfigurationUpload, raw: bytes) -> None:
    """Plans what the file would do now, and keeps that."""
    try:
        plan = run(
            reading_of(raw, is_csv=upload.is_csv),
            admin_principal(request),
            prune=upload.prune,
            apply=False,
        )
    except ConfigurationError as error:
        take_faults(upload, error)
    else:
        take_plan(upload, plan)
    upload.save()


def _plan_context(upload: ConfigurationUpload) -> dict[str, Any]:
    return {
        "upload": upload,
        "heading": "What was applied" if upload.state == "applied" else "What applying it would do",
        "lines": [
            {**line, "fields": field_changes(line), "what": _WORDS[line["action"]]}
            for line in upload.lines
        ],
        "lines_left_out": max(0, _changes(upload) - LINES_TOLD),
        "faults": upload.faults[:FAULTS_SHOWN],
        "faults_left_out": max(0, len(upload.faults) - FAULTS_SHOWN),
        "changes": _changes(upload),
    }


_WORDS = {"create": "added", "change": "changed", "delete": "removed"}


def _changes(upload: ConfigurationUpload) -> int:
    return sum(upload.counts.get(name, 0) for name in _WORDS)
