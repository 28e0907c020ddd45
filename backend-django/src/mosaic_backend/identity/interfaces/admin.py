"""Admin: users and their sessions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras import facade as cameras
from mosaic_backend.identity.infrastructure.models import RefreshToken, User

admin.site.unregister(Group)


class AccountChangeForm(UserChangeForm):  # type: ignore[misc]
    """Camera groups are chosen by name and kept by id."""

    camera_group_ids = forms.TypedMultipleChoiceField(
        label="Camera groups",
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="What this user sees, unless it sees all cameras",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("camera_group_ids"):
            field.choices = [(str(key), name) for key, name in cameras.group_names().items()]
            field.initial = [str(key) for key in self.instance.camera_group_ids]
            self.initial["camera_group_ids"] = field.initial


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
    search_fields = ("username",)
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "created_at")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("May do", {"fields": ("role", "is_active")}),
        ("May see", {"fields": ("all_cameras", "camera_group_ids")}),
        ("Known", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "role", "all_cameras", "usable_password")}),
        ("Password", {"fields": ("password1", "password2")}),
    )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record(
            request.user.get_username(),
            "user.changed" if change else "user.created",
            f"user:{obj.pk}",
            {"fields": sorted(set(form.changed_data) - {"password1", "password2"})},
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
