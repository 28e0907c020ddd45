"""Admin: the audit log, to read."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.decorators import action

from mosaic_backend.audit.infrastructure.journal import first_broken_entry
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    list_display = ("sequence", "at", "actor", "action", "subject")
    list_filter = ("action",)
    search_fields = ("actor", "action", "subject")
    date_hierarchy = "at"
    ordering = ("-sequence",)
    show_full_result_count = False
    actions_list = ("check_chain",)

    @action(description="Check the chain")  # type: ignore[untyped-decorator]
    def check_chain(self, request: HttpRequest, *args: Any) -> HttpResponse:
        broken = first_broken_entry()
        if broken is None:
            messages.success(request, "The chain holds: no entry was changed or taken out.")
        else:
            messages.error(request, f"The chain breaks at entry {broken}.")
        return redirect(reverse("admin:audit_auditentry_changelist"))
