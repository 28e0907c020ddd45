"""Admin: the audit log, to read, search and take along; what the site demands."""

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import action

from mosaic_backend.audit import bootstrap
from mosaic_backend.audit.facade import record
from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.audit.infrastructure.seals import opened, subject_of
from mosaic_backend.audit.interfaces.export import exported
from mosaic_backend.detections.facade import fold
from mosaic_backend.shared.admin_pages import (
    AuditedAdmin,
    CappedPaginator,
    ReadOnlyAdmin,
    admin_principal,
)
from mosaic_backend.shared.distinct_values import distinct_values
from mosaic_backend.shared.plate_protection.state import Forms, forms_here


class ActionFilter(admin.SimpleListFilter):
    title = "action"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in distinct_values("audit_auditentry", "action")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    paginator = CappedPaginator
    list_display = ("at", "actor", "actor_kind", "action", "named", "reason", "address", "place")
    list_filter = (("at", RangeDateTimeFilter), "actor_kind", ActionFilter)
    list_filter_submit = True
    search_fields = ("actor", "subject", "=action", "=address", "=request_id", "reason")
    search_help_text = "Who, what it was done to, why; or an exact action, address or request id"
    ordering = ("-id",)
    actions_list = ("check_chain",)
    list_before_template = "audit/export.html"
    fieldsets = (
        (None, {"fields": ("at", "actor", "actor_kind", "actor_id", "action", "subject")}),
        ("Why and from where", {"fields": ("reason", "address", "request_id")}),
        ("What", {"fields": ("was", "became", "said")}),
        ("Chain", {"fields": ("sequence", "hash")}),
    )
    readonly_fields = ("was", "became", "said")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Protected reasons cannot be looked through."""
        hidden = set() if forms_here() is Forms.PLAIN else {"reason"}
        return tuple(name for name in self.search_fields if name not in hidden)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        """Also what was done about a plate, which stands there by its hash."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        plate = fold(search_term, keep="?*")
        if plate:
            found |= queryset.filter(subject=subject_of(plate))
        return found, duplicates

    @admin.display(description="to what", ordering="subject")
    def named(self, row: AuditEntry) -> str:
        """By its name, where the entry tells one."""
        kind, _, identifier = row.subject.partition(":")
        details = row.details if isinstance(row.details, dict) else {}
        name = details.get("name") or details.get("client")
        return f"{kind} {name}" if name and identifier else row.subject

    @admin.display(description="#", ordering="sequence")
    def place(self, row: AuditEntry) -> str:
        return str(row.sequence or "…")

    @admin.display(description="before")
    def was(self, row: AuditEntry) -> SafeString | str:
        return _shown(row.before)

    @admin.display(description="after")
    def became(self, row: AuditEntry) -> SafeString | str:
        return _shown(row.after)

    @admin.display(description="details")
    def said(self, row: AuditEntry) -> SafeString | str:
        return _shown(opened(row.details))

    @action(description="Check the chain", url_path="check")  # type: ignore[untyped-decorator]
    def check_chain(self, request: HttpRequest, *args: Any) -> HttpResponse:
        verdict = bootstrap.verify()
        for finding in verdict.findings:
            messages.error(request, finding)
        if verdict.holds:
            messages.success(
                request,
                f"The chain holds: {verdict.entries} entries, {verdict.heads} signed heads.",
            )
        return redirect(reverse("admin:audit_auditentry_changelist"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self._export)
        route = path("export/<str:form>", view, name="audit_auditentry_export")
        return [route, *super().get_urls()]

    def _export(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """What the list shows: its filters and search come along in the address."""
        if form not in ("csv", "jsonl") or not self.has_view_permission(request):
            raise Http404
        rows = self.get_changelist_instance(request).get_queryset(request)
        asked = {name: str(value) for name, value in request.GET.items()}
        record(admin_principal(request), "audit.exported", "audit", {"format": form, **asked})
        return exported(rows, "csv" if form == "csv" else "jsonl")


@admin.register(AuditPolicy)
class AuditPolicyAdmin(AuditedAdmin):
    audit_noun = "audit_policy"
    list_display = ("__str__", "plate_search_reason")
    list_filter = ("plate_search_reason",)
    search_fields = ("id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not AuditPolicy.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one: straight to it."""
        policy = AuditPolicy.objects.first()
        if policy is None:
            return redirect(reverse("admin:audit_auditpolicy_add"))
        return redirect(reverse("admin:audit_auditpolicy_change", args=[policy.pk]))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _shown(value: Any) -> SafeString | str:
    if not value:
        return "–"
    text = json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True)
    return format_html('<pre class="whitespace-pre-wrap text-xs">{}</pre>', text)
