"""Tells why quiet footage of cameras that are recorded on events stays: state, alerts, metric."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Count
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from mosaic_backend.alerts.facade import NewAlert, raise_for_administrators
from mosaic_backend.cameras.facade import CameraScope, EventCamera, offline_since
from mosaic_backend.clips.domain.events import DOUBTS, TOLD, Doubt
from mosaic_backend.clips.infrastructure.recording.event_backlog import Look
from mosaic_backend.clips.infrastructure.recording.event_models import EventWatch

PASSING = timedelta(minutes=2)
"""Something waits on its way most of the time."""
TOLD_AFTER = timedelta(minutes=5)
_WORDS: Mapping[str, str] = {
    "ai": "the AI does not answer",
    "broker": "RabbitMQ does not answer",
    "consumer": "nobody stores events",
    "waiting": "events wait to be stored",
    "dead-letters": "dead letters may tell of events",
    "clock": "the clock is not believed",
    "unwatched": "the AI does not look at them, or their own events are not heard",
}


class Doubts:
    """Of one process, which looks every some seconds."""

    def __init__(self) -> None:
        self._clear_at: datetime | None = None

    def tell(
        self,
        rows: Sequence[EventWatch],
        cameras: Mapping[UUID, EventCamera],
        look: Look,
        *,
        clock: bool,
        now: datetime,
    ) -> None:
        """Notes each camera's doubt in its row, and raises what goes on for minutes, once a day."""
        if not look.doubt or self._clear_at is None:
            self._clear_at = now
        passing = look.doubt == "waiting" and now - self._clear_at < PASSING
        of_all: Doubt = "clock" if clock else "" if passing else look.doubt
        offline = offline_since(CameraScope(all=True, ids=frozenset()))
        for row in rows:
            doubt = _doubt(row, cameras[row.camera_id], look, of_all, offline)
            if row.doubt != doubt:
                row.doubt, row.doubt_since = doubt, now if doubt else None
        with transaction.atomic():
            for alert in _alerts(rows, now):
                raise_for_administrators(alert, now)


def _doubt(
    row: EventWatch,
    camera: EventCamera,
    look: Look,
    of_all: Doubt,
    offline: Collection[UUID],
) -> Doubt:
    if not camera.is_now:
        return ""
    if of_all:
        return of_all
    if any(told.is_of(row.camera_id) for told in look.unstored):
        return "dead-letters"
    if row.watched_until is not None:
        return ""
    if row.camera_id in offline:
        return "offline"
    return "unwatched" if camera.is_looked_at or not camera.needs_ai else "not-asked"


def _alerts(rows: Sequence[EventWatch], now: datetime) -> Iterator[NewAlert]:
    for doubt in TOLD:
        since = [row.doubt_since for row in rows if row.doubt == doubt and row.doubt_since]
        lasting = [at for at in since if now - at >= TOLD_AFTER]
        if lasting:
            yield NewAlert(
                key=f"event-recording-{doubt}:{now:%Y-%m-%d}",
                kind="event-recording",
                severity="warning",
                title=f"{len(lasting)} cameras that are recorded on events keep footage in which nothing"
                f" was seen: {_WORDS[doubt]}",
            )


class DoubtMetric(Collector):
    """Read when it is asked for: who judges is another process than who answers."""

    def describe(self) -> list[GaugeMetricFamily]:
        return [_family()]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = _family()
        try:
            counted = dict(
                EventWatch.objects.order_by().values_list("doubt").annotate(cameras=Count("pk"))
            )
        except DatabaseError:
            return
        for doubt in DOUBTS:
            family.add_metric([doubt or "none"], counted.get(doubt, 0))
        yield family


def _family() -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "mosaic_event_recording_cameras",
        "Cameras that are recorded on events, by what makes all of their footage stay",
        labels=["doubt"],
    )


def register_metric() -> None:
    """Once a process."""
    REGISTRY.register(DoubtMetric())
