"""Why somebody is not let in."""

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
