"""Listens to the cameras whose events are wanted: each by one of the workers."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from queue import Empty, Queue
from typing import Any

from django.db.models import Q

from mosaic_backend.cameras.application.camera_administration import CameraAdministration
from mosaic_backend.cameras.infrastructure import camera_events
from mosaic_backend.cameras.infrastructure.models import CameraRow, EventSubscription
from mosaic_backend.cameras.infrastructure.onvif.process import Asked, OnvifProcess
from mosaic_backend.cameras.infrastructure.onvif_accounts import resolved_account
from mosaic_contracts.errors import MosaicError
from mosaic_contracts.ids import new_id

ASK_EVERY_S = 15.0
HELD = timedelta(seconds=60)
MOST_HEARD = 10_000
"""What waits to be stored; then cameras wait in their turn."""
MOST_AT_ONCE = 500
MOST_CAMERAS = 256
"""Of one worker: each takes about 1 MB in the ONVIF process, which begins anew at 400 MiB."""


class EventListening:
    """One caller at a time; any number of workers."""

    def __init__(self, administration: Callable[[], CameraAdministration]) -> None:
        self._administration = administration
        self._heard: Queue[camera_events.Heard] = Queue(MOST_HEARD)
        self._waiting: list[camera_events.Heard] = []
        self._process = OnvifProcess(self._hear)
        self._id = new_id()
        self._next = 0.0
        self._pid: int | None = None

    def keep(self, now: datetime) -> int:
        """Stores what was heard, and asks on; how many events are new."""
        stored = self._store()
        if time.monotonic() >= self._next or self._process.pid != self._pid:
            self._ask(now)
            self._next, self._pid = time.monotonic() + ASK_EVERY_S, self._process.pid
        return stored

    def close(self) -> None:
        self._process.close()

    def _hear(self, told: Mapping[str, Any]) -> None:
        self._heard.put((datetime.now(UTC), told))

    def _store(self) -> int:
        """What fails to be stored is tried again."""
        try:
            while len(self._waiting) < MOST_AT_ONCE:
                self._waiting.append(self._heard.get_nowait())
        except Empty:
            pass
        if not self._waiting:
            return 0
        new = camera_events.store(self._waiting)
        self._waiting = []
        return new

    def _ask(self, now: datetime) -> None:
        for camera in self._claimed(now):
            try:
                account = resolved_account(self._administration(), camera)
                self._process.ask(Asked(camera.id, account, "follow", {}))
            except MosaicError as error:
                told = {"state": "unreachable", "detail": error.detail, "events": [], "anew": False}
                self._waiting.append((now, told | {"camera": str(camera.id)}))

    def _claimed(self, now: datetime) -> list[CameraRow]:
        free = Q(holder=self._id) | Q(holder__isnull=True) | Q(held_until__lt=now)
        wanted = EventSubscription.objects.filter(
            free,
            camera__deleted_at__isnull=True,
            camera__enabled=True,
            camera__onvif__isnull=False,
        )
        ids = list(wanted.order_by("camera_id").values_list("camera_id", flat=True)[:MOST_CAMERAS])
        if not ids:
            return []
        # Looked at again under the rows' locks: another worker may have been first.
        rows = EventSubscription.objects.filter(free, camera_id__in=ids)
        rows.update(holder=self._id, held_until=now + HELD)
        mine = CameraRow.objects.filter(
            id__in=ids, event_subscription__holder=self._id
        ).select_related("onvif")
        return list(mine.order_by("id"))
