"""Makes the leases that are not there: one of all workers does, whose connection RabbitMQ lets coordinate."""

from collections.abc import Collection, Iterable
from uuid import UUID

from mosaic_ai.application.leases import Leases
from mosaic_ai.domain.camera_sharing import Worker, missing

LOST_AFTER_S = 12.0
"""A lease that nobody says to hold for so long does not exist: RabbitMQ takes it from the dead in 6 s."""


class LeaseMaker:
    """One for each connection: what an earlier one saw says nothing. new: cameras whose lease nobody can have."""

    def __init__(self, new: Iterable[UUID] = ()) -> None:
        self.new = set(new)
        self._absent_since: dict[UUID, float] = {}

    async def make(
        self, leases: Leases, cameras: Collection[UUID], workers: Iterable[Worker], now: float
    ) -> bool:
        """Whether it made any: of cameras that are new or that nobody holds for long, while no lease is free."""
        absent = missing(cameras, workers)
        if not await leases.coordinates():
            self._absent_since.clear()
            self.new.clear()
            return False
        if leases.made_queue:
            self.new |= set(cameras)
            leases.made_queue = False
        self.new &= absent
        self._absent_since = {each: self._absent_since.get(each, now) for each in absent}
        if await leases.free():
            return False
        due = [
            camera_id
            for camera_id, since in self._absent_since.items()
            if camera_id in self.new or now - since > LOST_AFTER_S
        ]
        for camera_id in due:
            await leases.put(camera_id)
            self.new.discard(camera_id)
            self._absent_since[camera_id] = now
        return bool(due)
