"""Examines all followed cameras by night and by day, one after the other."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from mosaic_ai.application.examine_camera import CameraExaminer
from mosaic_ai.domain.camera_health.errors import TooManyExaminationsError
from mosaic_ai.domain.camera_health.ports import HealthRecords
from mosaic_ai.domain.camera_health.schedule import Followed, is_due
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import MosaicError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

TICK_S = 30.0
BETWEEN_S = 10.0
"""From one camera to the next: an examination takes a second of processor time, live view shall not notice."""


class ExaminationRounds:
    """`run` ends only by cancellation. hour: local, 0..23."""

    def __init__(
        self,
        examiner: CameraExaminer,
        records: HealthRecords,
        followed: Callable[[], Collection[UUID]],
        *,
        hour: int,
        clock: Clock,
    ) -> None:
        self._examiner = examiner
        self._records = records
        self._followed = followed
        self._hour = hour
        self._clock = clock
        self._cameras: dict[UUID, Followed] = {}

    async def run(self) -> None:
        while True:
            camera_id = await self.due()
            if camera_id is not None:
                await self.examine(camera_id)
            await asyncio.sleep(TICK_S if camera_id is None else BETWEEN_S)

    async def due(self) -> UUID | None:
        """A camera that is to be examined now, the one first that has waited longest."""
        now, present = self._now(), self._followed()
        self._cameras = {key: each for key, each in self._cameras.items() if key in present}
        for camera_id in present:
            if camera_id not in self._cameras:
                latest = await asyncio.to_thread(self._records.latest, camera_id)
                at = latest.examined_at if latest else None
                self._cameras[camera_id] = Followed(now, examined_at=at)
        due = [key for key, each in self._cameras.items() if is_due(each, now, self._hour)]
        waited = {key: self._cameras[key].tried_at or self._cameras[key].since for key in due}
        return min(due, key=lambda key: waited[key], default=None)

    async def examine(self, camera_id: UUID) -> None:
        camera = self._cameras[camera_id]
        camera.tried_at = self._now()
        try:
            examination = await self._examiner.examine(camera_id, "scheduled")
        except TooManyExaminationsError:
            camera.tried_at = None
        except MosaicError as error:
            _log.info("examination_postponed", camera_id=str(camera_id), error=error.detail)
        else:
            camera.examined_at = examination.examined_at

    def _now(self) -> datetime:
        """Local time."""
        return self._clock.now().astimezone()
