"""Names and passwords, by Django's backend."""

from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import update_last_login

from mosaic_backend.identity.infrastructure.models import User
from mosaic_contracts.permissions import Principal


class DjangoPasswords:
    """Adapter of `Passwords`; for an unknown name a password is hashed all the same."""

    def principal(self, username: str, password: str) -> Principal | None:
        user = ModelBackend().authenticate(None, username=username, password=password)
        if not isinstance(user, User):
            return None
        update_last_login(type(user), user)
        return user.principal


def has_password(user_id: UUID) -> bool:
    """False for those whom only a provider of identities lets in."""
    user = User.objects.filter(id=user_id).first()
    return user is not None and user.has_usable_password()
