"""Users and their refresh tokens."""

from collections.abc import Iterable
from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from mosaic_backend.identity.infrastructure.provider_models import (
    LinkedIdentity,
    ProviderRule,
    SignInProvider,
)
from mosaic_backend.shared.encryption import EncryptedTextField
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import GRANTABLE, Principal, Role, Verb, verbs_of

__all__ = [
    "AccessRevocation",
    "GroupRight",
    "LinkedIdentity",
    "ProviderRule",
    "RecoveryCode",
    "RefreshToken",
    "SecondFactor",
    "SignInFailure",
    "SignInProvider",
    "SpentProof",
    "User",
]


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


def _revoke(user_id: str) -> str:
    """SQL that voids the access tokens which were issued until now, by whatever way the row is changed."""
    return (
        "INSERT INTO identity_accessrevocation (user_id, valid_from) "  # noqa: S608 - fixed names
        f"VALUES ({user_id}, clock_timestamp()) "
        "ON CONFLICT (user_id) DO UPDATE SET valid_from = EXCLUDED.valid_from; RETURN NULL;"
    )


VERB_CHOICES = [(verb.value, verb.value.capitalize()) for verb in Verb if verb in GRANTABLE]


def _verb_list(help_text: str) -> "ArrayField[list[str], list[str]]":
    return ArrayField(
        models.CharField(max_length=16, choices=VERB_CHOICES),
        default=list,
        blank=True,
        help_text=help_text,
    )


class User(AbstractBaseUser):
    """Someone who signs in. Role, given and taken verbs say what; camera groups say of which cameras."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(
        max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    email = models.EmailField(
        "e-mail address",
        blank=True,
        default="",
        help_text="By it a provider of identities may link somebody with this user, if that is allowed there",
    )
    role = models.CharField(
        max_length=16,
        choices=[(role.value, role.value.capitalize()) for role in Role],
        default=Role.VIEWER.value,
    )
    all_cameras = models.BooleanField(default=False, help_text="Sees cameras of every group")
    camera_group_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    given_verbs = _verb_list("Allowed beyond the role")
    taken_verbs = _verb_list("Not allowed although the role allows it; wins over what is given")
    is_active = models.BooleanField(default=True)
    sessions_epoch = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="user_role_known"
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_once",
                violation_error_message="Another user has this e-mail address.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="revoke_when_changed",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.AnyChange(
                    "username",
                    "role",
                    "is_active",
                    "all_cameras",
                    "camera_group_ids",
                    "given_verbs",
                    "taken_verbs",
                    "sessions_epoch",
                ),
                func=_revoke("OLD.id"),
            ),
            pgtrigger.Trigger(
                name="revoke_when_deleted",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                func=_revoke("OLD.id"),
            ),
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
            verbs=verbs_of(
                Role(self.role),
                [Verb(name) for name in self.given_verbs],
                [Verb(name) for name in self.taken_verbs],
            ),
            group_verbs={
                right.camera_group_id: frozenset(Verb(name) for name in right.verbs)
                for right in self.group_rights.all()
            },
        )

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Changes with the password and with every "sign out everywhere": older admin sessions end."""
        return salted_hmac(
            "mosaic.admin-session",
            f"{self.password}:{self.sessions_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

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


class GroupRight(models.Model):
    """What exactly a user may on the cameras of one group, whatever else is said.

    No verb: the user does not even know of them.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="group_rights")
    camera_group_id = models.UUIDField()
    verbs = _verb_list("All that this user may on the cameras of this group")

    class Meta:
        verbose_name = "rights in a camera group"
        verbose_name_plural = "rights in camera groups"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "camera_group_id"], name="group_right_once_a_group"
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="revoke_access",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                func=_revoke("COALESCE(NEW.user_id, OLD.user_id)"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.camera_group_id}"


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


class AccessRevocation(models.Model):
    """Access tokens of this user that were issued until then are void; written by triggers, outlives the user."""

    user_id = models.UUIDField(primary_key=True)
    valid_from = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)


class SignInFailure(models.Model):
    """A try to sign in that failed, or is being made.

    account: digest of the name, which may be a mistyped password.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="sign_in_failure_account"),
            models.Index(fields=["address", "at"], name="sign_in_failure_address"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.at:%Y-%m-%d %H:%M:%S}"


class SpentProof(models.Model):
    """A challenge that was used, kept until it expires."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest


class SecondFactor(models.Model):
    """A user's authenticator app; asked for once confirmed. last_step: the newest time step that was used."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = EncryptedTextField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    wrong_codes = models.PositiveIntegerField(default=0)
    wrong_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """One recovery code by its digest; it works once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user_id)
