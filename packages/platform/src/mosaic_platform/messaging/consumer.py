"""Consumes a queue: batches, acknowledges after the work, dead-letters what cannot be handled."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

import pydantic
from aiormq.abc import DeliveredMessage

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent
from mosaic_platform.logs import get_logger
from mosaic_platform.messaging.connections import TRANSPORT_ERRORS
from mosaic_platform.messaging.errors import RejectedEventError
from mosaic_platform.messaging.subscription import Subscription, SubscriptionLostError

TRIES = 5
RETRY_BACKOFF_S = (0.1, 5.0)
RECONNECT_S = (0.2, 5.0)

Handler = Callable[[Sequence[CloudEvent]], Awaitable[None]]
_log = get_logger(__name__)


class Consumer:
    """A durable quorum queue with its dead-letter queue, handled in order of arrival by one callback.

    batch_size: most events given to the handler at once; a batch waits at most batch_wait_s to fill.
    """

    def __init__(
        self,
        amqp_url: str,
        queue: str,
        types: Sequence[str],
        *,
        prefetch: int = 200,
        batch_size: int = 1,
        batch_wait_s: float = 0.02,
    ) -> None:
        self._url = amqp_url
        self._queue = queue
        self._types = types
        self._prefetch = max(prefetch, batch_size)
        self._batch_size = batch_size
        self._batch_wait_s = batch_wait_s

    async def run(self, handle: Handler) -> None:
        """Runs until cancelled, reconnecting for ever.

        Events are acknowledged after `handle` returns. RejectedEventError, or a body that is no event:
        dead letter at once. UnavailableError, ConnectionError or TimeoutError: something that the handler
        needs is down, which is not the event's fault; it is tried again, with pauses, for as long as it
        takes. Any other error: the batch is retried one by one, and an event that fails TRIES times goes to
        the dead letters. An event may come again after a lost connection.
        """
        pause_s = RECONNECT_S[0]
        while True:
            subscription = Subscription(self._url, self._queue, self._types, self._prefetch)
            try:
                await subscription.open()
                pause_s = RECONNECT_S[0]
                _log.info("consumer_connected", queue=self._queue)
                while True:
                    batch = await subscription.next_batch(self._batch_size, self._batch_wait_s)
                    await self._settle(batch, handle, subscription)
            except (SubscriptionLostError, *TRANSPORT_ERRORS) as error:
                _log.warning("consumer_lost_broker", queue=self._queue, error=repr(error))
            finally:
                await subscription.close()
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311
            pause_s = min(2 * pause_s, RECONNECT_S[1])

    async def _settle(
        self, batch: list[DeliveredMessage], handle: Handler, subscription: Subscription
    ) -> None:
        """Handles or dead-letters every message of the batch, then acknowledges all of them."""
        events: list[tuple[DeliveredMessage, CloudEvent]] = []
        for message in batch:
            try:
                events.append((message, CloudEvent.from_json(message.body)))
            except pydantic.ValidationError as error:
                await subscription.bury(message, f"not an event: {_first_of(error)}")
        together = len(events) > 1 and await self._handled(handle, [event for _, event in events])
        if not together:
            for message, event in events:
                reason = await self._reason_to_bury(handle, event)
                if reason is not None:
                    _log.error("event_buried", queue=self._queue, event_id=event.id, reason=reason)
                    await subscription.bury(message, reason)
        await subscription.acknowledge(batch)

    async def _handled(self, handle: Handler, events: list[CloudEvent]) -> bool:
        try:
            await handle(events)
        except Exception as error:  # noqa: BLE001 - the edge to the handler: each event is judged alone next
            _log.warning("batch_failed", queue=self._queue, size=len(events), error=repr(error))
            return False
        return True

    async def _reason_to_bury(self, handle: Handler, event: CloudEvent) -> str | None:
        """Tries the event alone; None once it is handled, else why it never will be."""
        tries, pause_s = 0, RETRY_BACKOFF_S[0]
        while True:
            try:
                await handle([event])
            except RejectedEventError as error:
                return f"rejected: {error}"
            except (UnavailableError, ConnectionError, TimeoutError) as error:
                _log.warning("handler_unavailable", event_id=event.id, error=repr(error))
            except Exception as error:  # noqa: BLE001 - the edge to the handler, told with its traceback
                tries += 1
                _log.exception("handler_failed", event_id=event.id, type=event.type, tries=tries)
                if tries >= TRIES:
                    return f"failed {tries} times: {error!r}"
            else:
                return None
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311
            pause_s = min(2 * pause_s, RETRY_BACKOFF_S[1])


def _first_of(error: pydantic.ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'body'}: {first['msg']}"
