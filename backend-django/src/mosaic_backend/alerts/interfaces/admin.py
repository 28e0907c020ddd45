"""Admin: watch lists and detection rules to edit, alerts to read and acknowledge."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.forms import PaginationInlineFormSet

from mosaic_backend.alerts.infrastructure.models import (
    Alert,
    DetectionRule,
    WatchList,
    WatchListEntry,
)
from mosaic_backend.alerts.infrastructure.watchlist_store import forms_of
from mosaic_backend.alerts.interfaces.admin_forms import DetectionRuleForm, WatchListForm
from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.detections.facade import fold
from mosaic_backend.shared.admin_pages import (
    AuditedAdmin,
    CappedPaginator,
    ReadOnlyAdmin,
    admin_principal,
)
from mosaic_backend.shared.plate_protection.state import Forms, forms_here


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """Makes the folded forms; the formset refuses a plate that the list has already."""

    class Meta:
        model = WatchListEntry
        fields = ("text", "note", "valid_from", "valid_until")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        forms_of_it = forms_of(text)
        if not forms_of_it["folded"]:
            raise forms.ValidationError("A plate has at least one letter or digit.")
        for name, value in forms_of_it.items():
            setattr(self.instance, name, value)
        return text


class EntryFormSet(PaginationInlineFormSet):  # type: ignore[misc]
    def clean(self) -> None:
        super().clean()
        kept = [
            form.instance.folded
            for form in self.forms
            if form.instance.folded and not form.cleaned_data.get("DELETE")
        ]
        if len(kept) != len(set(kept)):
            raise forms.ValidationError("A plate is there twice.")


class EntryInline(TabularInline):  # type: ignore[misc]
    model = WatchListEntry
    form = EntryForm
    formset = EntryFormSet
    extra = 1
    per_page = 200
    ordering = ("text",)


class TermsAdmin(AuditedAdmin):
    """What can be switched on and off, armed and disarmed."""

    actions = ("switch_on", "switch_off", "arm", "disarm")

    @admin.action(description="Switch on")
    def switch_on(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self.change_all(request, rows, enabled=True)

    @admin.action(description="Switch off")
    def switch_off(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self.change_all(request, rows, enabled=False)

    @admin.action(description="Arm")
    def arm(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self.change_all(request, rows, armed=True)

    @admin.action(description="Disarm: keep alerts, tell nobody")
    def disarm(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self.change_all(request, rows, armed=False)


@admin.register(WatchList)
class WatchListAdmin(TermsAdmin):
    audit_noun = "watchlist"
    form = WatchListForm
    list_display = ("name", "severity", "enabled", "armed", "plates", "snoozed_until", "updated_at")
    list_filter = ("enabled", "armed", "severity", ("updated_at", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("name", "reason", "entries__text")
    inlines = (EntryInline,)
    ordering = ("name",)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return self.search_fields if forms_here() is Forms.PLAIN else ("name", "reason")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[WatchList], search_term: str
    ) -> tuple[QuerySet[WatchList], bool]:
        """Of protected plates whole ones are found, in whatever spelling."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        plate = fold(search_term)
        if plate and forms_here() is not Forms.PLAIN:
            having = WatchListEntry.objects.filter(folded=plate).values("watchlist_id")
            found |= queryset.filter(pk__in=having)
        return found, duplicates

    def get_queryset(self, request: HttpRequest) -> QuerySet[WatchList]:
        rows: QuerySet[WatchList] = super().get_queryset(request)
        entries = WatchListEntry.objects.filter(watchlist=OuterRef("pk")).order_by()
        counted = entries.values("watchlist").annotate(number=Count("pk")).values("number")
        return rows.annotate(plate_count=Coalesce(Subquery(counted), 0))

    @admin.display(description="Plates", ordering="plate_count")
    def plates(self, row: Any) -> int:
        return int(row.plate_count)


@admin.register(DetectionRule)
class DetectionRuleAdmin(TermsAdmin):
    audit_noun = "detection-rule"
    form = DetectionRuleForm
    list_display = (
        "name",
        "camera",
        "kind",
        "severity",
        "enabled",
        "armed",
        "snoozed_until",
        "updated_at",
    )
    list_filter = ("kind", "enabled", "armed", "severity", ("updated_at", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("name", "reason", "zone")
    ordering = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("camera", "camera_id", "kind") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = DetectionRuleForm.Meta.fields
        return ["camera" if obj and name == "camera_id" else name for name in fields]

    def name_rows(self, rows: list[Any]) -> None:
        names = camera_names({row.camera_id for row in rows})
        for row in rows:
            row.camera_name = names.get(row.camera_id, "(gone)")

    @admin.display(description="Camera")
    def camera(self, row: Any) -> str:
        return str(row.camera_name)


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    paginator = CappedPaginator
    list_display = ("raised_at", "level", "title", "kind", "camera", "muted", "acknowledged_by")
    list_filter = (
        "severity",
        "kind",
        "muted",
        ("acknowledged_at", admin.EmptyFieldListFilter),
        ("raised_at", RangeDateTimeFilter),
    )
    list_filter_submit = True
    search_fields = ("title", "note", "acknowledged_by")
    search_help_text = (
        "Words of the title or note, where plates are not protected; who acknowledged"
    )
    ordering = ("-id",)
    exclude = ("key",)
    readonly_fields = ("camera",)
    actions = ("acknowledge",)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return self.search_fields if forms_here() is Forms.PLAIN else ("acknowledged_by",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Alert], search_term: str
    ) -> tuple[QuerySet[Alert], bool]:
        """Of protected alerts those of a whole plate are found, in whatever spelling."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        plate = fold(search_term)
        if plate and forms_here() is not Forms.PLAIN:
            found |= queryset.filter(plate=plate)
        return found, duplicates

    def name_rows(self, rows: list[Any]) -> None:
        names = camera_names({row.camera_id for row in rows if row.camera_id})
        for row in rows:
            row.camera_name = names.get(row.camera_id, "(gone)") if row.camera_id else "–"

    @admin.display(description="Camera")
    def camera(self, row: Any) -> str:
        return str(row.camera_name)

    @display(  # type: ignore[untyped-decorator]
        description="Severity",
        ordering="severity",
        label={"info": "info", "warning": "warning", "critical": "danger"},
    )
    def level(self, row: Alert) -> str:
        return row.severity

    @admin.action(description="Acknowledge", permissions=["view"])
    def acknowledge(self, request: HttpRequest, rows: QuerySet[Alert]) -> None:
        principal = admin_principal(request)
        with transaction.atomic():
            waiting = list(
                rows.filter(acknowledged_at=None).select_for_update().values_list("pk", flat=True)
            )
            Alert.objects.filter(pk__in=waiting).update(
                acknowledged_at=timezone.now(), acknowledged_by=principal.username
            )
            for pk in waiting:
                record(principal, "alert.acknowledged", f"alert:{pk}")
        messages.success(request, f"{len(waiting)} acknowledged.")
