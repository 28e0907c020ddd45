"""The admin's forms of providers, their rules, and of who is linked with whom."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminPasswordWidget,
)

from mosaic_backend.cameras import facade as cameras
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.domain.provider_address import ProviderAddressError, check_issuer
from mosaic_backend.identity.infrastructure.models import (
    LinkedIdentity,
    ProviderRule,
    SignInProvider,
)

REMOVE = "-"


def group_choices() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in cameras.group_names().items()]


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]
    """The secret can be written and is never shown: left empty, it stays."""

    client_secret = forms.CharField(
        required=False,
        strip=False,
        max_length=1000,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="Never shown again. Empty keeps it; a single - takes it away, for a public client.",
    )

    class Meta:
        model = SignInProvider
        exclude = ("updated_at",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = self.instance.client_secret
        self._issuer_before = "" if self.instance._state.adding else self.instance.issuer
        self.initial.pop("client_secret", None)

    def clean_issuer(self) -> str:
        issuer: str = self.cleaned_data["issuer"].strip()
        try:
            check_issuer(issuer, loopback=environment().allow_loopback_providers)
        except ProviderAddressError as error:
            raise ValidationError(str(error)) from error
        return issuer

    def clean_client_secret(self) -> str:
        given: str = self.cleaned_data["client_secret"]
        return "" if given == REMOVE else given or self._kept

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        moved = self._issuer_before and self.cleaned_data.get("issuer") != self._issuer_before
        if moved and self._kept and not self.data.get(self.add_prefix("client_secret")):
            self.add_error(
                "client_secret", "Another issuer gets no secret that was given for the last one."
            )
        return given


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    camera_group_ids = forms.TypedMultipleChoiceField(
        label="Camera groups",
        required=False,
        choices=group_choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = ProviderRule
        fields = ("value", "role", "all_cameras", "camera_group_ids")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["camera_group_ids"] = [str(key) for key in self.instance.camera_group_ids]


class LinkForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = LinkedIdentity
        fields = ("provider", "subject", "follows_claims")

    def clean(self) -> dict[str, Any] | None:
        """The issuer is the provider's at this moment; issuer and subject belong to one user."""
        given = super().clean()
        provider, subject = self.cleaned_data.get("provider"), self.cleaned_data.get("subject")
        if provider and subject:
            if self.instance._state.adding or "provider" in self.changed_data:
                self.instance.issuer = provider.issuer
            others = LinkedIdentity.objects.exclude(pk=self.instance.pk)
            if others.filter(issuer=self.instance.issuer, subject=subject).exists():
                raise ValidationError("Somebody is linked with this identity already.")
        return given
