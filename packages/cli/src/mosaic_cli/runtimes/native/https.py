"""`MOSAIC_HTTPS`: whether the front door speaks TLS, and what plain HTTP does then."""

import os
from enum import StrEnum


class HttpsSettingError(Exception):
    """The variable has another value than it may have."""


class Https(StrEnum):
    """redirect: plain HTTP from other machines leads to TLS. both: plain HTTP goes on beside it."""

    BOTH = "both"
    REDIRECT = "redirect"
    OFF = "off"

    @classmethod
    def asked(cls) -> "Https":
        """Raises HttpsSettingError."""
        text = os.environ.get("MOSAIC_HTTPS") or cls.BOTH
        try:
            return cls(text)
        except ValueError:
            raise HttpsSettingError(f"MOSAIC_HTTPS={text}: may be {', '.join(cls)}") from None
