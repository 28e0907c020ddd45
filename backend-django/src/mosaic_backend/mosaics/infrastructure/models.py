"""Mosaics: arrangements of cameras that people keep."""

from django.db import models

from mosaic_contracts.ids import new_id


class MosaicRow(models.Model):
    """A mosaic of one user; others see it where it is shared, and of it the cameras that they may see."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    layout = models.CharField(
        max_length=8, choices=[(name, name) for name in ("1", "2x2", "1+5", "3x3", "4x4")]
    )
    tiles = models.JSONField(default=list, help_text="[{position, camera_id}]")
    shared = models.BooleanField(default=False)
    owner_id = models.UUIDField(db_index=True)
    untouched = models.BooleanField(
        default=False,
        help_text="Made by Mosaic and never edited: shows the first cameras there are",
    )
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "mosaics_mosaic"
        verbose_name = "mosaic"
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id"],
                condition=models.Q(untouched=True),
                name="mosaic_one_untouched_per_owner",
            )
        ]

    def __str__(self) -> str:
        return self.name
