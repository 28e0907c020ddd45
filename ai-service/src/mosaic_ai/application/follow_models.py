"""Puts into use what administrators chose at another worker: any of them may have been asked."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from mosaic_ai.application.activate_model import ActiveModels
from mosaic_ai.application.workers import ToldChoice, WorkerReport
from mosaic_ai.domain.engines import ROLES, Role
from mosaic_contracts.errors import MosaicError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

AGAIN_AFTER_S = 60.0
"""What could not be used, since its file is not here yet perhaps, is tried again."""


class Activator(Protocol):
    async def follow(self, told: ToldChoice, worker: str) -> None:
        """Raises MosaicError for what cannot be used here."""


class ModelFollower:
    """The choices of others that are newer than one's own. For one event loop; `run` goes on until cancelled."""

    def __init__(
        self, active: ActiveModels, activator: Activator, monotonic: Callable[[], float]
    ) -> None:
        self._active = active
        self._activator = activator
        self._monotonic = monotonic
        self._waiting: dict[Role, tuple[ToldChoice, str]] = {}
        self._refused: dict[Role, tuple[float, float]] = {}
        self._wake = asyncio.Event()

    def told(self) -> tuple[ToldChoice, ...]:
        """One's own choices, for the others."""
        own = ((role, self._active.of(role)) for role in ROLES)
        return tuple(
            ToldChoice(role=role, choice=choices.active, chosen_at=choices.chosen_at)
            for role, choices in own
            if choices.chosen_at
        )

    def hear(self, report: WorkerReport) -> None:
        for told in report.models:
            if self._is_news(told):
                self._waiting[told.role] = told, report.name
                self._wake.set()

    def _is_news(self, told: ToldChoice) -> bool:
        if told.chosen_at <= self._active.of(told.role).chosen_at:
            return False
        refused, at = self._refused.get(told.role, (0.0, 0.0))
        return told.chosen_at != refused or self._monotonic() - at > AGAIN_AFTER_S

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                role, (told, worker) = self._waiting.popitem()
                try:
                    await self._activator.follow(told, worker)
                except MosaicError as error:
                    self._refused[role] = told.chosen_at, self._monotonic()
                    _log.warning(
                        "model_of_other_worker_not_used",
                        role=role,
                        worker=worker,
                        reason=error.detail,
                    )
