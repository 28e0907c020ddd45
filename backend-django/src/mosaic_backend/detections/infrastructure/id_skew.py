"""How far the ids of detections lie from their captures: a search by time looks that much wider by id.

The AI makes ids of the capture; another program may make them when it publishes.
"""

from datetime import timedelta

from django.db import connection, models

USUAL = timedelta(seconds=10)


class IdSkew(models.Model):
    """One row, once there was a skew of more than the usual."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    milliseconds = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.milliseconds} ms"


def widest() -> timedelta:
    """Of all detections that are stored."""
    known = IdSkew.objects.values_list("milliseconds", flat=True).first()
    return max(USUAL, timedelta(milliseconds=known or 0))


def note(skew: timedelta) -> None:
    """In the transaction that stores a detection with it."""
    if skew <= USUAL or skew <= widest():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO detections_idskew AS known (id, milliseconds) VALUES (1, %s) ON CONFLICT (id)"
            " DO UPDATE SET milliseconds = greatest(known.milliseconds, EXCLUDED.milliseconds)",
            [-(-skew // timedelta(milliseconds=1))],
        )
