"""What the workers do again and again."""

from mosaic_backend.alerts.facade import raise_for_outages
from mosaic_backend.detections.facade import keep_partitions
from mosaic_backend.shared.consumer.inbox import forget_old
from mosaic_backend.shared.jobs.chores import Chore

CHORES = (
    Chore("camera-outages", 10.0, raise_for_outages),
    Chore("partitions", 3600.0, lambda now: len(keep_partitions(now))),
    Chore("inbox", 3600.0, forget_old),
)
