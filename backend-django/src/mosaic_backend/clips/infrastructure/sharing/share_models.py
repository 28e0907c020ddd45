"""Links to clips for people without an account."""

from django.db import models

from mosaic_contracts.ids import new_id


class ShareState(models.TextChoices):
    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"


class ClipShare(models.Model):
    """A link with a code, for one recipient, until it expires.

    Neither the link's secret nor the code is kept: of the first its SHA-256, of the second an Argon2 hash.
    watermark: a file of its own is encoded, `shares/<id>.mp4` in the clips folder; else the clip's is given out.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clip = models.ForeignKey("clips.Clip", on_delete=models.CASCADE, related_name="shares")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=200)
    recipient = models.CharField(max_length=120)
    watermark = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=ShareState.choices, default=ShareState.READY)
    creator_id = models.CharField(max_length=64)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, default="", blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["clip", "id"], name="share_of_clip")]

    def __str__(self) -> str:
        return f"{self.recipient} until {self.expires_at:%Y-%m-%d %H:%M}"
