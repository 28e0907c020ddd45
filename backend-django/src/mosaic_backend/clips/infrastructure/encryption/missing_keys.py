"""Tells of recordings whose key the site does not have, as a metric; and how many wait to be encrypted."""

from collections.abc import Iterator

from django.db import DatabaseError
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from psycopg_pool import PoolTimeout

from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    NoRecordingKeysError,
    key_ring,
)
from mosaic_backend.clips.infrastructure.recording.recording_models import ENDED, Segment
from mosaic_backend.config.environment import environment

_ENDED = Segment.objects.filter(state__in=ENDED).exclude(sha256="")


def without_key() -> int:
    """How many recordings none of the site's keys opens, by the index."""
    try:
        ours = {key.id.hex() for key in key_ring().keys}
    except NoRecordingKeysError:
        ours = set()
    return _ENDED.filter(encryption_key__in=_named() - ours).count()


def _named() -> set[str]:
    """The keys that the index names, by jumps along its index: it is asked again and again."""
    found: set[str] = set()
    last = ""
    while True:
        rows = _ENDED.filter(encryption_key__gt=last).order_by("encryption_key", "id")
        key = rows.values_list("encryption_key", flat=True).first()
        if key is None:
            return found
        found.add(key)
        last = key


class StorageMetric(Collector):
    """Read when it is asked for: who encrypts is another process than who answers."""

    def describe(self) -> list[GaugeMetricFamily]:
        return [_family()]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = _family()
        try:
            # Where nothing is encrypted they all are plain, and counting them takes long.
            if environment().recording_encryption:
                family.add_metric(["plain"], _ENDED.filter(encryption_key="").count())
            family.add_metric(["key-missing"], without_key())
        except (DatabaseError, PoolTimeout):
            return
        yield family


def _family() -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "mosaic_recording_files",
        "Recorded files that are plain on the disk, and those that none of the site's keys opens",
        labels=["stored"],
    )


def register_metric() -> None:
    """Once a process."""
    REGISTRY.register(StorageMetric())
