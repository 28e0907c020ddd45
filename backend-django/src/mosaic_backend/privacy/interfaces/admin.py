"""Admin: for how long plate reads are kept that nothing needs."""

from typing import Any

from django import forms
from django.contrib import admin
from unfold.widgets import UnfoldAdminSelectWidget

from mosaic_backend.cameras.facade import site_names
from mosaic_backend.privacy.infrastructure.models import PlateRetention
from mosaic_backend.shared.admin_pages import AuditedAdmin

ALL = "All cameras that no other rule is for"


class RetentionForm(forms.ModelForm):  # type: ignore[type-arg]
    of_site = forms.ChoiceField(label="Site", required=False, widget=UnfoldAdminSelectWidget)

    class Meta:
        model = PlateRetention
        fields = ("days",)
        help_texts = {
            "days": "Older reads go for good, unless a watch list, an alert or review that is open, an evidence"
            " package or a legal hold needs them. Empty: they stay."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", ALL), *((str(site), name) for site, name in site_names().items())]
        self.fields["of_site"].choices = choices  # type: ignore[attr-defined]
        self.initial["of_site"] = str(self.instance.site_id or "")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        site = given.get("of_site") or None
        others = PlateRetention.objects.exclude(pk=self.instance.pk).filter(site_id=site)
        if others.exists():
            raise forms.ValidationError("There is a rule for that site already.")
        self.instance.site_id = site
        return given


@admin.register(PlateRetention)
class PlateRetentionAdmin(AuditedAdmin):
    audit_noun = "plate-retention"
    form = RetentionForm
    fields = ("of_site", "days")
    list_display = ("site", "kept")
    ordering = ("days", "pk")

    def name_rows(self, rows: list[Any]) -> None:
        names = site_names()
        for row in rows:
            row.site_name = names.get(row.site_id, "(gone)") if row.site_id else ALL

    @admin.display(description="Site")
    def site(self, row: Any) -> str:
        return str(row.site_name)

    @admin.display(description="Plate reads are kept", ordering="days")
    def kept(self, row: PlateRetention) -> str:
        return f"{row.days} days" if row.days else "without end"
