"""Text that is encrypted at rest with the keys of `field-keys` (Fernet, newest first, so keys can be changed)."""

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db import models

from mosaic_backend.config.environment import environment
from mosaic_contracts.errors import MosaicError


class UndecryptableError(MosaicError):
    """A stored secret cannot be decrypted: none of the field keys fits."""

    code = "internal-error"


@lru_cache
def _keys() -> MultiFernet:
    lines = environment().secret("field-keys").split()
    return MultiFernet([Fernet(line) for line in lines])


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text column whose content only this process can read. It cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else _keys().encrypt(str(value).encode()).decode()

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        if value is None:
            return None
        try:
            return _keys().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise UndecryptableError from error


def reencrypted(value: str) -> str:
    """The stored form under the newest key, for the change of keys."""
    return _keys().rotate(value.encode()).decode()
