"""The admin's way in: the same as everyone's, told as a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from mosaic_backend.audit import facade as audit
from mosaic_backend.identity.application.sign_in import Credentials
from mosaic_backend.identity.bootstrap import sign_in
from mosaic_backend.identity.domain.errors import CodeRequiredError, EnrolmentRequiredError
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.identity.infrastructure.proofs import MAX_LENGTH
from mosaic_backend.shared.http.client_address import client_address
from mosaic_contracts.errors import MosaicError, UnauthenticatedError

_OUTSIDE = {"form": "login-form"}  # both stand beside the theme's form


class AdminSignInForm(AuthenticationForm):  # type: ignore[misc]
    code = forms.CharField(
        label="Code of the second factor, if you have one",
        max_length=32,
        required=False,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "one-time-code", **_OUTSIDE}),
    )
    proof = forms.CharField(
        max_length=MAX_LENGTH, required=False, widget=forms.HiddenInput(_OUTSIDE)
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if not given.get("username") or not given.get("password"):
            return given
        try:
            principal = sign_in()(
                Credentials(
                    username=given["username"],
                    password=given["password"],
                    code=given.get("code", ""),
                    proof=given.get("proof", ""),
                    address=client_address(self.request),
                )
            )
        except EnrolmentRequiredError as error:
            raise ValidationError(
                "Administrators need a second factor here: set one up by signing in to the console."
            ) from error
        except CodeRequiredError as error:
            raise ValidationError(error.detail) from error
        except UnauthenticatedError as error:
            raise self.get_invalid_login_error() from error
        except MosaicError as error:
            raise ValidationError(error.detail) from error
        user = User.objects.get(pk=principal.user_id)
        self.confirm_login_allowed(user)
        audit.record(principal, "session.opened", f"user:{user.pk}", {"where": "admin"})
        self.user_cache = user
        return given
