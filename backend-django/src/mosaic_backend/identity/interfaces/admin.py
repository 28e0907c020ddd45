"""Admin: users and their sessions."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from mosaic_backend.audit import facade as audit
from mosaic_backend.identity.bootstrap import sessions
from mosaic_backend.identity.infrastructure.models import (
    VERB_CHOICES,
    GroupRight,
    LinkedIdentity,
    RefreshToken,
    User,
)
from mosaic_backend.identity.infrastructure.second_factors import DatabaseSecondFactors
from mosaic_backend.identity.interfaces.provider_admin import LinkInline
from mosaic_backend.identity.interfaces.provider_admin_forms import group_choices

admin.site.unregister(Group)
admin.site.login_template = "identity/admin_login.html"


def _verbs_field(label: str, help_text: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=VERB_CHOICES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=help_text,
    )


class AccountChangeForm(UserChangeForm):  # type: ignore[misc]
    """Camera groups are chosen by name and kept by id."""

    given_verbs = _verbs_field("Also", "Allowed beyond the role")
    taken_verbs = _verbs_field("Except", "Not allowed although the role allows it; this wins")

    camera_group_ids = forms.TypedMultipleChoiceField(
        label="Camera groups",
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="What this user sees, unless it sees all cameras",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("camera_group_ids"):
            field.choices = group_choices()
            field.initial = [str(key) for key in self.instance.camera_group_ids]
            self.initial["camera_group_ids"] = field.initial


class GroupRightForm(forms.ModelForm):  # type: ignore[type-arg]
    camera_group_id = forms.TypedChoiceField(
        label="Camera group", coerce=UUID, choices=group_choices, widget=UnfoldAdminSelectWidget
    )
    verbs = _verbs_field("May there", "Nothing chosen: does not even know of these cameras")


class GroupRightInline(TabularInline):  # type: ignore[misc]
    model = GroupRight
    form = GroupRightForm
    fields = ("camera_group_id", "verbs")
    extra = 0


class AccountCreationForm(UserCreationForm):  # type: ignore[misc]
    class Meta:
        model = User
        fields = ("username", "role", "all_cameras")


@admin.register(User)
class AccountAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[misc, type-arg]
    form = AccountChangeForm
    add_form = AccountCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "role", "all_cameras", "is_active", "last_login")
    list_filter = ("role", "is_active", "all_cameras")
    search_fields = ("username", "email", "linked_identities__subject")
    ordering = ("username",)
    inlines = (GroupRightInline, LinkInline)
    actions = ("sign_out_everywhere", "remove_second_factor")
    filter_horizontal = ()
    readonly_fields = ("last_login", "created_at")
    fieldsets = (
        (None, {"fields": ("username", "password", "email")}),
        ("May do", {"fields": ("role", "given_verbs", "taken_verbs", "is_active")}),
        ("May see", {"fields": ("all_cameras", "camera_group_ids")}),
        ("Known", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "role", "all_cameras", "usable_password")}),
        ("Password", {"fields": ("password1", "password2")}),
    )

    @admin.action(description="Sign out everywhere")
    def sign_out_everywhere(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            sessions().close_all(user.principal)
        self.message_user(request, f"{len(users)} signed out on every device.")

    @admin.action(description="Remove the second factor")
    def remove_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            DatabaseSecondFactors().remove(user.id)
            audit.record(request.user.get_username(), "second_factor.removed", f"user:{user.pk}")
        self.message_user(request, f"{len(users)} sign in by password until they set one up anew.")

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else ()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record(
            request.user.get_username(),
            "user.changed" if change else "user.created",
            f"user:{obj.pk}",
            {"fields": sorted(set(form.changed_data) - {"password1", "password2"})},
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changed = {formset.model for formset in formsets if formset.has_changed()}
        if LinkedIdentity in changed:
            links = form.instance.linked_identities.select_related("provider")
            audit.record(
                request.user.get_username(),
                "user.identities_changed",
                f"user:{form.instance.pk}",
                {"linked": [f"{link.subject}@{link.provider.slug}" for link in links]},
            )
        if GroupRight in changed:
            rights = form.instance.principal.group_verbs
            audit.record(
                request.user.get_username(),
                "user.group_rights_changed",
                f"user:{form.instance.pk}",
                {str(group): sorted(verbs) for group, verbs in rights.items()},
            )

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        audit.record(
            request.user.get_username(), "user.deleted", f"user:{obj.pk}", {"name": obj.username}
        )
        super().delete_model(request, obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Also called after a change of password, which ends the user's sessions."""
        if "password" in str(message).lower():
            RefreshToken.objects.filter(user_id=obj.pk).delete()
        return super().log_change(request, obj, message)
