"""For how long plate reads are kept, and how far forgetting has come."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from mosaic_backend.privacy.domain.retention import MOST_DAYS
from mosaic_contracts.ids import new_id


class PlateRetention(models.Model):
    """domain/retention.py says what the fields mean. Without any row everything is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site_id = models.UUIDField(null=True, blank=True, unique=True)
    days = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )

    class Meta:
        verbose_name = "plate retention"
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(site_id=None), name="plate_retention_of_all"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_id or 'all'}: {self.days or '∞'} days"


class RetentionPass(models.Model):
    """One way through all reads that are old enough; there is one row, with number 1.

    position: the id of the last read that was looked at. kept: cause → how many.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    position = models.UUIDField(null=True)
    forgotten = models.PositiveBigIntegerField(default=0)
    kept = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"since {self.began_at:%Y-%m-%d %H:%M:%S}"
