"""Admin: plans, API clients and their keys."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.decorators import action, display

from mosaic_backend.audit import facade as audit
from mosaic_backend.partners.domain.usage import month_of
from mosaic_backend.partners.infrastructure import keys, replay_store
from mosaic_backend.partners.infrastructure.models import ApiClient, ApiKey, MonthUsage, Plan
from mosaic_backend.partners.interfaces import webhook_admin  # noqa: F401 - registers its pages
from mosaic_backend.partners.interfaces.admin_forms import (
    CLIENT_FIELDS,
    REPLAY_FIELDS,
    ClientForm,
    IssueForm,
    RotateForm,
)
from mosaic_backend.partners.interfaces.admin_question import asked
from mosaic_backend.partners.interfaces.usage_charts import usage_charts
from mosaic_backend.shared.admin_pages import AuditedAdmin, ReadOnlyAdmin
from mosaic_contracts.errors import ConflictError

_LABELS = {"valid": "success", "expires": "warning", "expired": "danger", "revoked": "danger"}


def _key_state(row: ApiKey) -> str:
    if row.revoked_at:
        return "revoked"
    if row.expires_at is None:
        return "valid"
    return "expires" if row.expires_at > timezone.now() else "expired"


def _record(
    request: HttpRequest, done: str, client: ApiClient, details: dict[str, Any] | None = None
) -> None:
    audit.record(
        request.user.get_username(),
        f"partner.{done}",
        f"api-client:{client.id}",
        {"client": client.name, **(details or {})},
    )


@admin.register(Plan)
class PlanAdmin(AuditedAdmin):
    audit_noun = "plan"
    list_display = ("name", "per_second", "per_minute", "per_month")
    search_fields = ("name",)
    ordering = ("name",)

    def audit_action(self, done: str) -> str:
        return f"partner.plan_{done}"


class KeysInline(TabularInline):  # type: ignore[misc]
    model = ApiKey
    fields = readonly_fields = ("prefix", "state", "created_at", "expires_at", "last_used_at")
    ordering = ("-created_at",)
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="State", label=_LABELS)  # type: ignore[untyped-decorator]
    def state(self, row: ApiKey) -> str:
        return _key_state(row)


@admin.register(ApiClient)
class ApiClientAdmin(AuditedAdmin):
    audit_noun = "api-client"
    form = ClientForm
    list_display = (
        "name",
        "plan",
        "shown_scopes",
        "valid_keys",
        "used_this_month",
        "last_used",
        "is_active",
    )
    list_filter = ("is_active", "plan")
    list_select_related = ("plan",)
    search_fields = ("name", "contact", "keys__prefix")
    ordering = ("name",)
    inlines = (KeysInline,)
    actions_detail = ("issue",)
    change_form_outer_before_template = "partners/usage_chart.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiClient]:
        alive = Q(keys__revoked_at=None) & (
            Q(keys__expires_at=None) | Q(keys__expires_at__gt=timezone.now())
        )
        rows: QuerySet[ApiClient] = super().get_queryset(request)
        month = MonthUsage.objects.filter(client_id=OuterRef("id"), month=month_of(timezone.now()))
        return rows.annotate(
            alive=Count("keys", filter=alive, distinct=True),
            used=Max("keys__last_used_at"),
            this_month=Coalesce(Subquery(month.values("requests")), 0),
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        charts = usage_charts(UUID(object_id), timezone.now()) if object_id else {}
        context = {**(extra_context or {}), **charts}
        return super().changeform_view(request, object_id, form_url, context)

    @admin.display(description="Scopes")
    def shown_scopes(self, row: ApiClient) -> str:
        return ", ".join(row.scopes) or "–"

    @admin.display(description="Valid keys", ordering="alive")
    def valid_keys(self, row: Any) -> int:
        return int(row.alive)

    @admin.display(description="Requests this month", ordering="this_month")
    def used_this_month(self, row: Any) -> str:
        quota = row.plan.per_month
        return f"{row.this_month} of {quota}" if quota else str(row.this_month)

    @admin.display(description="Last used", ordering="used")
    def last_used(self, row: Any) -> Any:
        return row.used

    def audit_action(self, done: str) -> str:
        return f"partner.client_{done}"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Keys and webhooks go with their client, though nobody may remove one by itself."""
        shown, counts, _, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(), protected

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*CLIENT_FIELDS, *(REPLAY_FIELDS if obj and obj.sandbox else ()))

    def save_model(self, request: HttpRequest, obj: ApiClient, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.sandbox:
            given = form.cleaned_data
            replay_store.change(
                obj.id,
                timezone.now(),
                speed=given["replay_speed"],
                start=given["replay_start"],
            )

    @action(description="Issue a key", url_path="issue")  # type: ignore[untyped-decorator]
    def issue(self, request: HttpRequest, object_id: str) -> HttpResponse:
        client = self.get_object(request, object_id)
        if client is None:
            raise Http404
        back = reverse("admin:partners_apiclient_change", args=[client.id])
        form = IssueForm(request.POST if request.method == "POST" else None)
        key = ""
        if request.method == "POST" and form.is_valid():
            minted = keys.issue(client, request.user.get_username(), form.expires_at())
            _record(request, "key_issued", client, {"prefix": minted.prefix})
            key = minted.text
        what = f"Makes a new key for {client}."
        return asked(request, "Issue a key", form, what=what, back=back, key=key)


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ("prefix", "client", "state", "created_at", "expires_at", "last_used_at")
    list_filter = ("client",)
    list_select_related = ("client",)
    search_fields = ("prefix", "client__name")
    ordering = ("-created_at",)
    exclude = ("digest",)
    actions_detail = ("rotate", "revoke")

    @display(description="State", label=_LABELS)  # type: ignore[untyped-decorator]
    def state(self, row: ApiKey) -> str:
        return _key_state(row)

    @action(description="Change for a new one", url_path="rotate")  # type: ignore[untyped-decorator]
    def rotate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self._row(request, object_id)
        back = reverse("admin:partners_apiclient_change", args=[row.client_id])
        form = RotateForm(request.POST if request.method == "POST" else None)
        key = ""
        if request.method == "POST" and form.is_valid():
            try:
                minted = keys.rotate(row.id, request.user.get_username(), form.overlap())
            except ConflictError as error:
                messages.error(request, str(error))
                return redirect(back)
            _record(
                request, "key_rotated", row.client, {"prefix": row.prefix, "new": minted.prefix}
            )
            key = minted.text
        what = f"Makes a new key for {row.client}; {row.prefix} ends after the overlap."
        return asked(request, "Change the key", form, what=what, back=back, key=key)

    @action(description="Revoke", url_path="revoke")  # type: ignore[untyped-decorator]
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self._row(request, object_id)
        back = reverse("admin:partners_apiclient_change", args=[row.client_id])
        if request.method == "POST":
            if keys.revoke(row.id):
                _record(request, "key_revoked", row.client, {"prefix": row.prefix})
            messages.success(request, f"{row.prefix} opens nothing any more.")
            return redirect(back)
        what = f"{row.prefix} of {row.client} ends at once, and for good."
        return asked(request, "Revoke the key", what=what, back=back)

    def _row(self, request: HttpRequest, object_id: str) -> ApiKey:
        row = ApiKey.objects.select_related("client").filter(id=UUID(object_id)).first()
        if row is None:
            raise Http404
        return row
