"""What can go wrong on the way from a camera to a reading."""

from mosaic_contracts.errors import (
    ConflictError,
    MosaicError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
)


class SourceError(MosaicError):
    """The camera's stream cannot be read now."""

    code = "source-unavailable"


class SessionExpiredError(SourceError):
    """The reader session is no longer accepted."""

    code = "session-expired"


class DecodingError(MosaicError):
    """The video cannot be decoded."""

    code = "undecodable"


class DecoderLostError(DecodingError):
    """The decoder died or hung over the video."""

    code = "decoder-lost"


class UnacceptableImageError(MosaicError):
    """The picture is not one that can be looked at."""

    code = "unprocessable"


class ImageTooLargeError(MosaicError):
    """The picture is too large."""

    code = "payload-too-large"


class ImageTypeError(MosaicError):
    """Only JPEG, PNG and WebP pictures are accepted."""

    code = "unsupported-media-type"


class UploadTooSlowError(MosaicError):
    """The picture did not arrive in time."""

    code = "upload-too-slow"


class ModelError(MosaicError):
    """A model file is missing or not what it should be."""

    code = "model-unusable"


class EngineLostError(UnavailableError):
    """The process that was looking at a picture died, hung or grew too large, and its successor did too."""

    code = "engine-lost"


class EngineAbsentError(ConflictError):
    """An engine that was asked for has no weights here."""

    code = "engine-absent"


class AddressNotAllowedError(PermissionDeniedError):
    """Only addresses of cameras that you may see are looked at; nothing is ever fetched from an address."""

    code = "url-not-allowed"


class NoPictureError(UnavailableError):
    """Nothing has been sampled of this camera yet, or it is not looked at."""

    code = "no-picture"


class StalePictureError(UnavailableError):
    """The newest picture of this camera is too old to be told as its present."""

    code = "stale-picture"


class ModelMissingError(ModelError):
    """The model's file is not there."""

    code = "model-missing"


class ModelChecksumError(ModelError):
    """The model's file has another sha256 than its registry entry."""

    code = "model-checksum"


class ModelUnreadableError(ModelError):
    """The file cannot be opened as a model."""

    code = "model-unreadable"


class ModelIncompatibleError(ModelError):
    """The model has other inputs, outputs or classes than its role wants, or gives no sensible answers."""

    code = "model-incompatible"


class UnknownModelError(NotFoundError):
    """No model of that role, name and version is known."""

    code = "model-unknown"


class NothingToRollBackError(ConflictError):
    """No other model was active in that role before."""

    code = "nothing-to-roll-back"


class NoClassifierError(NotFoundError):
    """No classifier is active."""

    code = "no-classifier"


class NoDetectorError(NotFoundError):
    """No detector is active."""

    code = "no-detector"
