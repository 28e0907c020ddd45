"""What can go wrong with an event, as far as a caller can act on it."""

from mosaic_contracts.errors import MosaicError, UnavailableError


class RejectedEventError(MosaicError):
    """The event can never be handled: a consumer raises this to dead-letter it without another try."""

    code = "event-rejected"


class OutboxFullError(UnavailableError):
    """The outbox holds as many bytes as it may, or the disk is full; nothing was added."""

    code = "outbox-full"


class OutboxUnwritableError(UnavailableError):
    """The outbox's file cannot be written: the disk is read-only or broken."""

    code = "outbox-unwritable"
