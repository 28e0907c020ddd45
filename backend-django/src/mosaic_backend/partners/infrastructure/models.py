"""API clients, their keys and plans."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models

from mosaic_backend.partners.domain.plan import Limits
from mosaic_backend.partners.domain.replay import Replay
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.shared.encryption import EncryptedTextField
from mosaic_backend.shared.plate_protection.fields import SealedEventField
from mosaic_contracts.ids import new_id


class Plan(models.Model):
    """How much the clients of this plan may ask; each client is counted for itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)
    per_second = models.PositiveIntegerField(default=10, validators=[MinValueValidator(1)])
    per_minute = models.PositiveIntegerField(default=300, validators=[MinValueValidator(1)])
    per_month = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Requests in a calendar month (UTC); empty: without end"
    )

    def __str__(self) -> str:
        return self.name

    @property
    def limits(self) -> Limits:
        return Limits(self.per_second, self.per_minute, self.per_month)


class ApiClient(models.Model):
    """A third party: what it may see holds for all its keys and webhooks, and at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    contact = models.CharField(
        max_length=200, default="", blank=True, help_text="Whom to tell when something is wrong"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="clients")
    scopes = ArrayField(
        models.CharField(max_length=20, choices=[(scope, scope.value) for scope in Scope]),
        default=list,
    )
    all_cameras = models.BooleanField(default=False)
    camera_group_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    sandbox = models.BooleanField(
        default=False,
        help_text="Gets a recorded day instead of what the cameras see now; cannot be changed later",
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "API client"

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """One key of a client; the key itself is nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="keys")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "API key"

    def __str__(self) -> str:
        return self.prefix


class SandboxReplay(models.Model):
    """Where the recorded day of a sandbox client stands: at anchor_at it was at anchor_ms (domain/replay.py)."""

    client = models.OneToOneField(
        ApiClient, on_delete=models.CASCADE, primary_key=True, related_name="replayed"
    )
    anchor_at = models.DateTimeField()
    anchor_ms = models.BigIntegerField()
    begins_ms = models.BigIntegerField()
    speed = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.speed}×"

    @property
    def replay(self) -> Replay:
        return Replay(self.anchor_at, self.anchor_ms, self.begins_ms, self.speed)

    @replay.setter
    def replay(self, replay: Replay) -> None:
        self.anchor_at, self.anchor_ms = replay.anchor_at, replay.anchor_ms
        self.begins_ms, self.speed = replay.begins_ms, replay.speed


class Usage(models.Model):
    """Requests of one key to one endpoint in one hour; no foreign keys, so that a late count never fails."""

    client_id = models.UUIDField()
    key_id = models.UUIDField()
    endpoint = models.CharField(max_length=120)
    hour = models.DateTimeField()
    served = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client_id", "hour", "key_id", "endpoint"], name="partner_usage_once"
            )
        ]
        verbose_name_plural = "usage"

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.endpoint}"


class MonthUsage(models.Model):
    """Requests of one client in one calendar month: what the quota is compared with."""

    client_id = models.UUIDField()
    month = models.DateField()
    requests = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client_id", "month"], name="partner_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class MeterRow(models.Model):
    """Which of its batches a process has stored last: a batch that is sent again is known by that."""

    id = models.UUIDField(primary_key=True)
    sequence = models.BigIntegerField()
    at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.id} {self.sequence}"


class FeedState(models.Model):
    """One row: how far the feed goes, and how much of it is gone. Its lock is held by whoever appends."""

    id = models.SmallIntegerField(primary_key=True)
    head = models.BigIntegerField(default=0)
    pruned = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.pruned}–{self.head}"


class FeedRow(models.Model):
    """One event for partners; positions are in the order of the commits, with holes where a plate was erased."""

    position = models.BigIntegerField(primary_key=True)
    source = models.CharField(max_length=200)
    event_id = models.UUIDField()
    type = models.CharField(max_length=100)
    scope = models.CharField(max_length=20)
    camera_id = models.UUIDField(null=True)
    event = SealedEventField()
    stored_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "feed event"
        constraints = [
            models.UniqueConstraint(fields=["event_id", "source"], name="partner_feed_once")
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.type}"


class Webhook(models.Model):
    """Where a client gets its events. position: the last event that was delivered, or passed over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=2048)
    types = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    secret = EncryptedTextField()
    old_secret = EncryptedTextField(null=True)
    old_secret_until = models.DateTimeField(null=True)
    enabled = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=20, default="", blank=True)
    position = models.BigIntegerField()
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(null=True)
    last_problem = models.CharField(max_length=200, default="", blank=True)
    last_delivered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.url


class DeadLetter(models.Model):
    """An event that a webhook did not take."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="dead_letters")
    position = models.BigIntegerField()
    event = SealedEventField()
    problem = models.CharField(max_length=200)
    attempts = models.PositiveIntegerField()
    buried_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.position} {self.problem}"
