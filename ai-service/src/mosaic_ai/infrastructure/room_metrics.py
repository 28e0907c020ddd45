"""Prometheus counts of what a disk without room costs."""

from prometheus_client import Counter, Gauge

_free = Gauge("mosaic_ai_disk_free_bytes", "Free on the disk of the outbox")
_short = Gauge("mosaic_ai_disk_short", "1 while less than the reserve is free")
_given_up = Counter("mosaic_ai_evidence_given_up_total", "Crops deleted to make room for reads")
_refused = Counter("mosaic_ai_evidence_refused_total", "Crops that were not kept for want of room")
_held = Gauge("mosaic_ai_reads_held", "Reads in memory alone, as the outbox does not take them")
_dropped = Counter("mosaic_ai_detections_dropped_total", "Detections not told for want of room")
_lost = Counter("mosaic_ai_reads_lost_total", "Reads that came into no outbox")


class PrometheusRoomCounts:
    """RoomCounts and HeldCounts in the process's registry."""

    def room(self, free_bytes: int, *, short: bool) -> None:
        _free.set(free_bytes)
        _short.set(short)

    def gave_up(self, files: int) -> None:
        _given_up.inc(files)

    def refused(self, crops: int) -> None:
        _refused.inc(crops)

    def held(self, events: int) -> None:
        _held.set(events)

    def detections_dropped(self, events: int) -> None:
        _dropped.inc(events)

    def reads_lost(self, events: int) -> None:
        _lost.inc(events)
