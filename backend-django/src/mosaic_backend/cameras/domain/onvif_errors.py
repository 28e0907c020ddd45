"""What can be wrong with a camera that is asked by ONVIF; the codes are stable."""

from mosaic_contracts.errors import ConflictError, MosaicError, UnavailableError


class OnvifMissingError(ConflictError):
    """No ONVIF address is set for this camera."""

    code = "onvif-missing"


class PtzMissingError(ConflictError):
    """The camera cannot be moved: none of its profiles has PTZ."""

    code = "ptz-missing"


class OnvifUnauthorisedError(ConflictError):
    """The camera refuses this user and password."""

    code = "onvif-unauthorised"


class OnvifRefusedError(ConflictError):
    """The camera refused what it was asked."""

    code = "onvif-refused"


class OnvifUnreachableError(UnavailableError):
    """The camera's ONVIF service does not answer."""

    code = "onvif-unreachable"


class OnvifBrokenAnswerError(UnavailableError):
    """What the camera answers cannot be understood."""

    code = "onvif-broken-answer"


class OnvifBusyError(UnavailableError):
    """Too many requests wait for cameras; try again in a moment."""

    code = "onvif-busy"


BY_CODE: dict[str, type[MosaicError]] = {
    kind.code: kind
    for kind in (
        PtzMissingError,
        OnvifUnauthorisedError,
        OnvifRefusedError,
        OnvifUnreachableError,
        OnvifBrokenAnswerError,
        OnvifBusyError,
    )
}
"""Those that come out of the process that talks with cameras."""
