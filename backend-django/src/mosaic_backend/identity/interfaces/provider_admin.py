"""Admin: providers of identities."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import action

from mosaic_backend.audit import facade as audit
from mosaic_backend.identity.bootstrap import callback_of, oidc_client
from mosaic_backend.identity.domain.errors import ProviderSignInError
from mosaic_backend.identity.infrastructure.models import (
    LinkedIdentity,
    ProviderRule,
    SignInProvider,
)
from mosaic_backend.identity.interfaces.provider_admin_forms import (
    LinkForm,
    ProviderForm,
    RuleForm,
)
from mosaic_backend.shared.admin_pages import AuditedAdmin, admin_principal


class RuleInline(StackedInline):  # type: ignore[misc]
    model = ProviderRule
    form = RuleForm
    extra = 0
    verbose_name = "rule"
    verbose_name_plural = "rules: which value of the claim gives which role and cameras"


class LinkInline(TabularInline):  # type: ignore[misc]
    """On a user's page."""

    model = LinkedIdentity
    form = LinkForm
    fields = ("provider", "subject", "follows_claims", "last_sign_in_at")
    readonly_fields = ("last_sign_in_at",)
    extra = 0


@admin.register(SignInProvider)
class ProviderAdmin(AuditedAdmin):
    audit_noun = "sign_in_provider"
    form = ProviderForm
    list_display = ("name", "issuer", "enabled", "create_users", "link_by_email", "linked")
    list_filter = ("enabled", "create_users", "link_by_email")
    search_fields = ("name", "slug", "issuer", "client_id")
    ordering = ("name",)
    inlines = (RuleInline,)
    readonly_fields = ("redirect_address",)
    prepopulated_fields = {"slug": ("name",)}
    actions = ("switch_on", "switch_off")
    actions_detail = ("check_provider",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "enabled")}),
        (
            "At the provider",
            {"fields": ("issuer", "client_id", "client_secret", "scopes", "redirect_address")},
        ),
        (
            "Who is let in",
            {"fields": ("create_users", "username_claim", "link_by_email", "second_factor")},
        ),
        (
            "What they may",
            {"fields": ("rights_claim", "default_role", "default_all_cameras")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignInProvider]:
        rows: QuerySet[SignInProvider] = super().get_queryset(request)
        links = LinkedIdentity.objects.filter(provider=OuterRef("pk")).order_by()
        counted = links.values("provider").annotate(number=Count("pk")).values("number")
        return rows.annotate(link_count=Coalesce(Subquery(counted), 0))

    @admin.display(description="Linked users", ordering="link_count")
    def linked(self, row: Any) -> int:
        return int(row.link_count)

    @admin.display(description="Redirect address to register")
    def redirect_address(self, row: SignInProvider) -> str:
        return callback_of(row.slug) if row.slug else "Told after saving"

    @admin.action(description="Switch on")
    def switch_on(self, request: HttpRequest, rows: QuerySet[SignInProvider]) -> None:
        self.change_all(request, rows, enabled=True)

    @admin.action(description="Switch off")
    def switch_off(self, request: HttpRequest, rows: QuerySet[SignInProvider]) -> None:
        self.change_all(request, rows, enabled=False)

    @action(description="Test", url_path="test")  # type: ignore[untyped-decorator]
    def check_provider(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Reads what the issuer says of itself, and its keys."""
        row = self.get_object(request, object_id)
        if row is not None:
            self._check(request, row)
        return redirect(reverse("admin:identity_signinprovider_change", args=[UUID(object_id)]))

    @staticmethod
    def _check(request: HttpRequest, row: SignInProvider) -> None:
        details: dict[str, Any] = {"issuer": row.issuer}
        try:
            metadata = oidc_client().check(row.issuer)
        except ProviderSignInError as error:
            details["problem"] = error.why
            messages.error(request, error.why)
        else:
            host = metadata.authorization_endpoint
            messages.success(request, f"It answers, and has keys. People sign in at {host}")
        audit.record(
            admin_principal(request),
            "sign_in_provider.tested",
            f"sign_in_provider:{row.pk}",
            details,
        )
