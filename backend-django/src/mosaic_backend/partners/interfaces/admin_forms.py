"""Forms of the admin pages of partners."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
)

from mosaic_backend.cameras import facade as cameras
from mosaic_backend.partners.domain.replay import FASTEST, SLOWEST
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure.models import ApiClient
from mosaic_backend.partners.infrastructure.replay_store import replay_of

CLIENT_FIELDS = (
    "name",
    "contact",
    "plan",
    "is_active",
    "scopes",
    "all_cameras",
    "camera_group_ids",
    "sandbox",
)
REPLAY_FIELDS = ("replay_speed", "replay_start")


class ClientForm(forms.ModelForm):  # type: ignore[type-arg]
    """Camera groups are chosen by name and kept by id."""

    scopes = forms.MultipleChoiceField(
        required=False,
        choices=[(scope.value, scope.value) for scope in Scope],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    camera_group_ids = forms.TypedMultipleChoiceField(
        label="Camera groups",
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="What it may see, unless it sees all cameras",
    )

    replay_speed = forms.IntegerField(
        label="Speed of the recorded day",
        required=False,
        min_value=SLOWEST,
        max_value=FASTEST,
        help_text=f"So many times as fast as real time, {SLOWEST} to {FASTEST}",
        widget=UnfoldAdminIntegerFieldWidget,
    )
    replay_start = forms.TimeField(
        label="Begin the recorded day anew at",
        required=False,
        help_text="A time of day such as 08:00; empty: it goes on",
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = ApiClient
        fields = CLIENT_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Keys say of themselves which they are, and webhooks stand in one feed or the other.
        self.fields["sandbox"].disabled = not self.instance._state.adding
        if self.instance.sandbox:
            self.initial["replay_speed"] = replay_of(self.instance.id, timezone.now()).speed
        field = self.fields["camera_group_ids"]
        field.choices = [(str(key), name) for key, name in cameras.group_names().items()]  # type: ignore[attr-defined]
        self.initial["camera_group_ids"] = [str(key) for key in self.instance.camera_group_ids]


class IssueForm(forms.Form):
    days = forms.IntegerField(
        label="Valid for (days)",
        required=False,
        min_value=1,
        max_value=3650,
        help_text="Empty: until it is revoked",
        widget=UnfoldAdminIntegerFieldWidget,
    )

    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["days"]
        return datetime.now(UTC) + timedelta(days=days) if days else None


class RotateForm(forms.Form):
    hours = forms.IntegerField(
        label="The old key goes on for (hours)",
        min_value=0,
        max_value=24 * 90,
        initial=24,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    def overlap(self) -> timedelta:
        return timedelta(hours=self.cleaned_data["hours"])


class ReplayForm(forms.Form):
    after = forms.CharField(
        label="What follows this cursor",
        required=False,
        max_length=64,
        help_text="Of any event of the client's feed; empty: all that is kept; latest: only what comes",
        widget=UnfoldAdminTextInputWidget,
    )
