"""One camera's subscription: kept, renewed, made anew whenever it is lost, until nobody asks for it."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from mosaic_backend.cameras.domain.onvif_errors import (
    OnvifBrokenAnswerError,
    OnvifRefusedError,
    OnvifUnauthorisedError,
)
from mosaic_backend.cameras.infrastructure.onvif.device import opened
from mosaic_backend.cameras.infrastructure.onvif.notifications import told_of
from mosaic_backend.cameras.infrastructure.onvif.services import Services
from mosaic_backend.cameras.infrastructure.onvif.session import Account
from mosaic_contracts.errors import MosaicError

PULL_S = 4
"""So long the camera waits for something to tell: less than transport.ANSWER_TIMEOUT_S."""
MOST_AT_ONCE = 100
GRANTED_S = 60
RENEW_EVERY_S = 20.0
SHORTEST_S = 5.0
BACKOFF_S = (1.0, 60.0)
CLOSE_WITHIN_S = 3.0

Say = Callable[[dict[str, Any]], None]


class Follower:
    """say: told after each answer, `{state, detail, events, anew}`; anew: something may have been missed."""

    def __init__(self, account: Account, say: Say) -> None:
        self.account = account
        self.wanted_at = asyncio.get_running_loop().time()
        self._say = say
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        pause_s = BACKOFF_S[0]
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._follow()
            except MosaicError as error:
                self._tell(_state(error), error.detail)
            except Exception:
                logging.exception("a subscription crashed")
                self._tell("unreachable")
            if asyncio.get_running_loop().time() - began > BACKOFF_S[1]:
                pause_s = BACKOFF_S[0]
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311
            pause_s = min(2 * pause_s, BACKOFF_S[1])

    async def _follow(self) -> None:
        """Until the subscription is lost. Raises MosaicError."""
        account = self.account
        services = Services(account.address, account.username, account.password)
        async with opened(services):
            subscription = _Subscription(services)
            try:
                while True:
                    anew = not subscription.stands
                    if anew:
                        await subscription.make()
                    self._tell("listening", "", await subscription.pull(), anew=anew)
                    await subscription.keep()
            finally:
                await subscription.end()

    def _tell(
        self,
        state: str,
        detail: str = "",
        events: Sequence[Mapping[str, Any]] = (),
        *,
        anew: bool = False,
    ) -> None:
        self._say({"state": state, "detail": detail, "events": list(events), "anew": anew})


class _Subscription:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._until = self._kept_at = 0.0
        self._renews = True
        self.stands = False

    async def make(self) -> None:
        told = await self._services.call(
            "events", "CreatePullPointSubscription", {"InitialTerminationTime": f"PT{GRANTED_S}S"}
        )
        try:
            address = told.SubscriptionReference.Address
            address = str(getattr(address, "_value_1", address))
        except AttributeError as error:
            raise OnvifBrokenAnswerError from error
        await self._services.place(("pullpoint", "subscription"), address)
        self._granted(told)
        self.stands = True

    async def pull(self) -> list[dict[str, Any]]:
        """Waits for something; an empty list: nothing happened."""
        told = await self._services.call(
            "pullpoint",
            "PullMessages",
            {"Timeout": timedelta(seconds=PULL_S), "MessageLimit": MOST_AT_ONCE},
        )
        now = datetime.now(UTC)
        messages: Sequence[Any] = told.NotificationMessage or []
        found = (told_of(message, self._services.clock_offset, now) for message in messages)
        return [event for event in found if event is not None]

    async def keep(self) -> None:
        """Renews before it ends; where the camera cannot, another takes its place."""
        now = asyncio.get_running_loop().time()
        if now < self._kept_at + min(RENEW_EVERY_S, (self._until - self._kept_at) / 2):
            return
        if self._renews:
            try:
                told = await self._services.call(
                    "subscription", "Renew", {"TerminationTime": f"PT{GRANTED_S}S"}
                )
            except OnvifRefusedError:
                self._renews = False
            else:
                self._granted(told)
                return
        if now >= self._until - 2 * PULL_S:
            await self.end()

    async def end(self) -> None:
        """Tells the camera, if it can be told."""
        if not self.stands:
            return
        self.stands = False
        with contextlib.suppress(MosaicError, TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._services.call("subscription", "Unsubscribe")

    def _granted(self, told: Any) -> None:
        """By the times that the camera tells, both of its own clock; what it leaves out is as asked."""
        granted_s = float(GRANTED_S)
        with contextlib.suppress(AttributeError, TypeError):
            granted_s = (told.TerminationTime - told.CurrentTime).total_seconds()
        self._kept_at = asyncio.get_running_loop().time()
        self._until = self._kept_at + max(SHORTEST_S, granted_s)


def _state(error: MosaicError) -> str:
    if isinstance(error, OnvifUnauthorisedError):
        return "unauthorised"
    return "refused" if isinstance(error, OnvifRefusedError) else "unreachable"
