"""What can go wrong with an event, as far as a caller can act on it."""

from mosaic_contracts.errors import MosaicError, UnavailableError


class RejectedEventError(MosaicError):
    """The event can never be handled: a consumer raises this to dead-letter it without another try."""

    code = "event-rejected"


class OutboxFullError(UnavailableError):
    """The outbox holds as many bytes as it may; nothing was added."""

    code = "outbox-full"
