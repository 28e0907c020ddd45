"""What the contexts' admin pages have in common."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from mosaic_backend.audit.facade import record
from mosaic_contracts.permissions import Principal

MOST_COUNTED = 5000
SECRET = frozenset({"password", "password1", "password2", "usable_password", "client_secret"})


def admin_principal(request: HttpRequest) -> Principal:
    """Who uses the admin; every page of it has somebody."""
    principal: Principal = request.user.principal  # type: ignore[union-attr]
    return principal


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than MOST_COUNTED: an exact count would read the whole table."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows[:MOST_COUNTED].count()


class NamedChangeList(ChangeList):  # type: ignore[misc]
    """Gives the page's rows their names in one query, by the admin's `name_rows`."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        self.model_admin.name_rows(rows)
        self.result_list = rows


class MosaicAdminPage(ModelAdmin):  # type: ignore[misc]
    """The base of all our pages: names of other contexts' things come once a page, long tables are not counted."""

    list_per_page = 50
    show_full_result_count = False
    list_filter_submit = False
    list_fullwidth = True

    def name_rows(self, rows: list[Any]) -> None:
        """Sets on the rows what other contexts know of them."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedChangeList

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            self.name_rows([row])
        return row


class ReadOnlyAdmin(MosaicAdminPage):
    """A page that shows and changes nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AuditedAdmin(MosaicAdminPage):
    """A page whose every change stands in the audit log, with before and after.

    audit_noun: what the thing is called there, as in `watchlist`.
    """

    audit_noun = ""

    def audit_action(self, done: str) -> str:
        return f"{self.audit_noun}.{done}"

    def audit_subject(self, row: Any) -> str:
        return f"{self.audit_noun}:{row.pk}"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changed = [name for name in form.changed_data if name not in SECRET]
        before = {name: _plain(form.initial.get(name)) for name in changed} if change else None
        record(
            admin_principal(request),
            self.audit_action("changed" if change else "created"),
            self.audit_subject(form.instance),
            {"name": str(form.instance), **_inline_changes(formsets)},
            before=before,
            after={name: _plain(form.cleaned_data.get(name)) for name in changed},
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._record_removal(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            self._record_removal(request, row)
        super().delete_queryset(request, queryset)

    def change_all(self, request: HttpRequest, rows: QuerySet[Any], **changes: Any) -> None:
        """What bulk actions do: sets the fields on each row that differs, and tells how many did."""
        done = 0
        with transaction.atomic():
            for row in rows.select_for_update():
                before = {name: _plain(getattr(row, name)) for name in changes}
                if before == changes:
                    continue
                self.change_row(row, **changes)
                record(
                    admin_principal(request),
                    self.audit_action("changed"),
                    self.audit_subject(row),
                    {"name": str(row)},
                    before=before,
                    after=changes,
                )
                done += 1
        messages.success(request, f"{done} changed.")

    def change_row(self, row: Any, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()

    def _record_removal(self, request: HttpRequest, row: Any) -> None:
        record(
            admin_principal(request),
            self.audit_action("deleted"),
            self.audit_subject(row),
            {"name": str(row)},
        )


def _inline_changes(formsets: Iterable[Any]) -> dict[str, Any]:
    said: dict[str, list[str]] = {}
    for formset in formsets:
        noun = formset.model._meta.model_name
        said |= {
            f"{noun}_added": [_named(row) for row in formset.new_objects],
            f"{noun}_changed": [_named(row) for row, _ in formset.changed_objects],
            f"{noun}_removed": [_named(row) for row in formset.deleted_objects],
        }
    return {name: rows for name, rows in said.items() if rows}


def _named(row: Any) -> str:
    """Its `audit_name`, where what it is called elsewhere says less."""
    return str(getattr(row, "audit_name", row))


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, QuerySet):
        return [str(row.pk) for row in value]
    if isinstance(value, list | tuple | set):
        return [_plain(part) for part in value]
    return (
        value if isinstance(value, str | int | float | bool | dict) or value is None else str(value)
    )
