"""Admin: watch lists to edit, alerts to read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import PaginationInlineFormSet

from mosaic_backend.alerts.infrastructure.models import Alert, WatchList, WatchListEntry
from mosaic_backend.audit.facade import record
from mosaic_backend.detections.facade import fold, skeleton
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """Makes the folded forms; the formset refuses a plate that the list has already."""

    class Meta:
        model = WatchListEntry
        fields = ("text", "note")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        folded = fold(text)
        if not folded:
            raise forms.ValidationError("A plate has at least one letter or digit.")
        self.instance.folded, self.instance.skeleton = folded, skeleton(folded)
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


@admin.register(WatchList)
class WatchListAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("name", "severity", "enabled", "updated_at")
    list_filter = ("enabled", "severity")
    search_fields = ("name", "entries__text")
    inlines = (EntryInline,)

    def save_model(self, request: HttpRequest, obj: WatchList, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        verb = "changed" if change else "created"
        record(
            request.user.get_username(),
            f"watchlist.{verb}",
            f"watchlist:{obj.pk}",
            {"name": obj.name},
        )

    def delete_model(self, request: HttpRequest, obj: WatchList) -> None:
        record(
            request.user.get_username(),
            "watchlist.deleted",
            f"watchlist:{obj.pk}",
            {"name": obj.name},
        )
        super().delete_model(request, obj)


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = ("raised_at", "severity", "title", "kind", "acknowledged_by")
    list_filter = ("severity", "kind", ("acknowledged_at", admin.EmptyFieldListFilter))
    search_fields = ("title",)
    ordering = ("-id",)
    exclude = ("key",)
