"""What can go wrong on the way from a camera to a reading."""

from mosaic_contracts.errors import ConflictError, MosaicError, NotFoundError


class SourceError(MosaicError):
    """The camera's stream cannot be read now."""

    code = "source-unavailable"


class SessionExpiredError(SourceError):
    """The reader session is no longer accepted."""

    code = "session-expired"


class DecodingError(MosaicError):
    """The video cannot be decoded."""

    code = "undecodable"


class UnacceptableImageError(MosaicError):
    """The picture is not one that can be looked at."""

    code = "unprocessable"


class ImageTooLargeError(MosaicError):
    """The picture is too large."""

    code = "payload-too-large"


class ImageTypeError(MosaicError):
    """Only JPEG, PNG and WebP pictures are accepted."""

    code = "unsupported-media-type"


class ModelError(MosaicError):
    """A model file is missing or not what it should be."""

    code = "model-unusable"


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
