"""Why a recording cannot be read although it is there."""

from mosaic_contracts.errors import MosaicError


class UnreadableRecordingError(OSError):
    """To whoever reads files it is one that the disk does not give; str() names the file and what is wrong."""


class DamagedRecordingError(UnreadableRecordingError):
    """Something of it was changed, moved, exchanged or cut off."""


class RecordingKeyMissingError(UnreadableRecordingError):
    """None of the site's keys opens it."""


class RecordingUnreadableError(MosaicError):
    """The recording cannot be read: the site has no key for it, or it was changed."""

    code = "recording-unreadable"
