"""What is learned of how vehicles move, what waits for a reviewer, and where vehicles stay."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mosaic_backend.shared.plate_protection.fields import TokenField
from mosaic_contracts.ids import new_id


class TravelTimeRow(models.Model):
    """From one camera to another. samples: natural logarithms of seconds, oldest first."""

    from_camera = models.UUIDField()
    to_camera = models.UUIDField()
    hops = models.PositiveIntegerField()
    samples = ArrayField(models.FloatField())
    quantiles = ArrayField(models.FloatField())
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_camera", "to_camera"], name="travel_time_once")
        ]
        indexes = [models.Index(models.F("hops").desc(), name="travel_time_hops")]

    def __str__(self) -> str:
        return f"{self.from_camera} to {self.to_camera}"


class SettlingRead(models.Model):
    """A read that is new or bettered. due_at: when to learn from it; None: that has been done (`learned`)."""

    read_id = models.UUIDField(primary_key=True)
    due_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField()
    learned = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="settling_read_due",
            ),
            models.Index(fields=["noted_at"], name="settling_read_noted"),
        ]

    def __str__(self) -> str:
        return str(self.read_id)


class CorrectedRead(models.Model):
    """What somebody says that a read says, folded, to be found by; the correction itself is detections'."""

    read_id = models.UUIDField(primary_key=True)
    plate = TokenField(max_length=64)
    corrected_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("plate", models.F("read_id").desc(), name="corrected_read_plate")]

    def __str__(self) -> str:
        return str(self.plate)


class ReviewItem(models.Model):
    """An uncertain read that waits for a reviewer; the columns after `worth` tell why it is worth that much."""

    read_id = models.UUIDField(primary_key=True)
    camera_id = models.UUIDField()
    worth = models.FloatField()
    bits = models.FloatField()
    times_read = models.PositiveIntegerField()
    on_watch_list = models.BooleanField()
    near_neighbour = models.BooleanField()
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                models.F("worth").desc(), models.F("read_id").desc(), name="review_item_worth"
            ),
            models.Index(
                "camera_id",
                models.F("worth").desc(),
                models.F("read_id").desc(),
                name="review_item_camera",
            ),
            models.Index(fields=["seen_at"], name="review_item_seen"),
        ]

    def __str__(self) -> str:
        return str(self.read_id)


class ReviewedRead(models.Model):
    """Somebody has looked at a read: for them it is done, whatever became of it."""

    user_id = models.UUIDField()
    read_id = models.UUIDField()
    outcome = models.CharField(max_length=16)
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "read_id"], name="reviewed_read_once")
        ]
        indexes = [
            models.Index(fields=["reviewed_at"], name="reviewed_read_at"),
            models.Index(fields=["read_id"], name="reviewed_read_read"),
        ]

    def __str__(self) -> str:
        return f"{self.read_id} by {self.user_id}"


class ParkingArea(models.Model):
    """A place with gates: [{"camera", "direction": "in" | "out", "zone": name or null}]."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    gates = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
