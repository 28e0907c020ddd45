"""Why somebody is not let in."""

from enum import StrEnum

from mosaic_contracts.errors import MosaicError, PermissionDeniedError, UnauthenticatedError


class LockedOutError(MosaicError):
    """Too many wrong attempts; try again later."""

    code = "rate-limited"

    def __init__(self, wait_s: float) -> None:
        super().__init__()
        self.wait = max(1, int(wait_s))


class ProofRequiredError(MosaicError):
    """After some wrong attempts each further one needs the solution of a challenge."""

    code = "proof-required"


class CodeRequiredError(UnauthenticatedError):
    """The code of the second factor is needed as well."""

    code = "code-required"


class EnrolmentRequiredError(PermissionDeniedError):
    """Your role needs a second factor: set one up first."""

    code = "second-factor-required"


class Refusal(StrEnum):
    """What somebody is told who comes back from a provider and is not let in; no more than these words."""

    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNAVAILABLE = "unavailable"
    REJECTED = "rejected"
    NOT_ALLOWED = "not-allowed"
    TOO_MANY = "too-many"
    SECOND_FACTOR = "second-factor"
    NOT_ADMIN = "not-admin"


class ProviderSignInError(UnauthenticatedError):
    """Signing in by a provider came to nothing.

    why: for the audit log and administrators, not for whoever asks.
    """

    code = "provider-sign-in"

    def __init__(self, refusal: Refusal, why: str) -> None:
        super().__init__(why)
        self.refusal = refusal
        self.why = why
