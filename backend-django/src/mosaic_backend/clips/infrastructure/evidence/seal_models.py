"""The chain of a camera's hours."""

from django.db import models

from mosaic_contracts.ids import new_id


class HourSeal(models.Model):
    """A signed head (mosaic_evidence.chain); it outlives the recordings, and nothing changes it.

    content: canonical JSON, of which the signature is. leaves: the hashes of its segments, 32 bytes each, from
    which one of them is shown to be in it when others are gone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    camera_id = models.UUIDField()
    number = models.BigIntegerField()
    hour = models.DateTimeField()
    segments = models.IntegerField()
    content = models.TextField()
    signature = models.BinaryField()
    leaves = models.BinaryField()

    class Meta:
        db_table = "clips_hour"
        constraints = [
            models.UniqueConstraint(fields=["camera_id", "number"], name="hour_number_once")
        ]
        indexes = [models.Index(fields=["camera_id", "hour"], name="hour_of_camera")]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.hour:%Y-%m-%d %H}"
