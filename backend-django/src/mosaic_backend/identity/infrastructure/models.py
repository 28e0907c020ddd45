"""Users and their refresh tokens."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models

from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Principal, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str, **fields: Any) -> "User":
        """What `createsuperuser` calls: an administrator."""
        return self.create_user(username, password, role=Role.ADMIN.value, **fields)


class User(AbstractBaseUser):
    """Someone who signs in. The role says what, the camera groups say of which cameras."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(
        max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    role = models.CharField(
        max_length=16,
        choices=[(role.value, role.value.capitalize()) for role in Role],
        default=Role.VIEWER.value,
    )
    all_cameras = models.BooleanField(default=False, help_text="Sees cameras of every group")
    camera_group_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="user_role_known"
            )
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def principal(self) -> Principal:
        return Principal(
            user_id=str(self.id),
            username=self.username,
            role=Role(self.role),
            all_cameras=self.all_cameras,
            group_ids=frozenset(self.camera_group_ids),
        )

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets this user in."""
        return self.is_active and self.role == Role.ADMIN.value

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class RefreshToken(models.Model):
    """One refresh token; all that came from one login are a family. Only the SHA-256 is stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family_id = models.UUIDField(db_index=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="refresh_tokens")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
