"""Why a camera cannot be examined now."""

from mosaic_contracts.errors import ConflictError, MosaicError


class ExaminationRunningError(ConflictError):
    """An examination of this camera is running."""

    code = "examination-running"


class TooManyExaminationsError(MosaicError):
    """Other cameras are being examined; try again in a minute."""

    code = "rate-limited"


class UnusableViewError(ConflictError):
    """The present picture shows too little to be what others are compared with."""

    code = "view-unusable"


class CameraSilentError(ConflictError):
    """The camera sends no pictures that could be examined."""

    code = "camera-silent"
