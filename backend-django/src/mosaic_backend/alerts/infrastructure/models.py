"""Watch lists, detection rules and alerts."""

from collections.abc import Mapping
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from mosaic_backend.alerts.domain.detection_rules import Anchor, Direction, RuleKind
from mosaic_backend.alerts.domain.rules import MAX_COOLDOWN_S, Muted
from mosaic_backend.detections.facade import keys_of
from mosaic_backend.shared.plate_protection.fields import (
    LongTokenField,
    NearKeysField,
    SealedCharField,
    SealedJSONField,
    TokenField,
)
from mosaic_backend.shared.plate_protection.state import protecting
from mosaic_contracts.ids import new_id


class Severity(models.TextChoices):
    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class TermsModel(models.Model):
    """When something watches and of when nobody is told: domain/rules.py says what the fields mean."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    reason = models.TextField(blank=True, default="", max_length=2000)
    note = models.TextField(blank=True, default="", max_length=2000)
    severity = models.CharField(max_length=8, choices=Severity.choices, default=Severity.WARNING)
    enabled = models.BooleanField(default=True, help_text="Whether it watches at all")
    armed = models.BooleanField(
        default=True, help_text="Without it alerts are kept as muted ones, and nobody is told"
    )
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True, help_text="Not counted in")
    schedule = models.JSONField(default=list, blank=True)
    quiet_hours = models.JSONField(default=list, blank=True)
    critical_ignores_quiet_hours = models.BooleanField(default=False)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    cooldown_s = models.PositiveIntegerField(
        "cooldown in seconds",
        default=0,
        validators=[MaxValueValidator(MAX_COOLDOWN_S)],
        help_text="Told once in so many seconds: a list of the same plate at the same camera, a rule of anything",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class WatchList(TermsModel):
    """Plates that somebody wants to hear of."""

    all_cameras = models.BooleanField(default=True)
    cameras = ArrayField(models.UUIDField(), default=list, blank=True)
    min_likelihood = models.FloatField(
        "least likelihood",
        default=0.025,
        validators=[MinValueValidator(0.001), MaxValueValidator(1.0)],
        help_text="How likely the plate must be beside what was read: 1 for exact matches alone",
    )


class WatchListEntry(models.Model):
    """One plate; `folded` and `keys` follow from `text` (facade of detections)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watchlist = models.ForeignKey(WatchList, models.CASCADE, related_name="entries")
    text = LongTokenField(max_length=32)
    folded = TokenField(max_length=64, editable=False)
    keys = NearKeysField(models.IntegerField(), default=list, editable=False)
    note = LongTokenField(max_length=500, blank=True, default="")
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # The plate first: whether any of many lists has it is one look-up.
            models.UniqueConstraint(fields=["folded", "watchlist"], name="watchlist_entry_once")
        ]
        indexes = [
            # Without the pending list, which every read would have to be compared with after an import.
            GinIndex(fields=["keys"], fastupdate=False, name="watchlist_entry_keys"),
        ]
        verbose_name_plural = "watch list entries"

    def __str__(self) -> str:
        """Django's admin keeps it in a log of its own, which nothing protects."""
        return "a protected plate" if protecting() else self.audit_name

    @property
    def audit_name(self) -> str:
        return str(self.text)

    @staticmethod
    def near_keys_of(values: Mapping[str, Any]) -> list[int]:
        """Of plain values by column."""
        return keys_of(values["folded"])


class DetectionRule(TermsModel):
    """What somebody wants to hear of that one camera sees: domain/detection_rules.py says what the fields mean.

    line: x1, y1, x2, y2.
    """

    name = models.CharField(max_length=100)
    camera_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in RuleKind])
    labels = ArrayField(
        models.CharField(max_length=64),
        default=list,
        blank=True,
        help_text="Such as person, car; none: whatever it is",
    )
    min_confidence = models.FloatField(
        "least confidence",
        default=0.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
    )
    anchor = models.CharField(
        max_length=8,
        choices=[(each.value, each.value) for each in Anchor],
        default=Anchor.CENTRE.value,
        help_text="Which point of a box tells where the thing is",
    )
    zone = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="The name of a zone of the camera; empty: the whole picture",
    )
    line = ArrayField(
        models.FloatField(),
        size=4,
        null=True,
        blank=True,
        help_text="x1, y1, x2, y2 in shares of the picture, origin top left",
    )
    direction = models.CharField(
        max_length=8,
        choices=[(each.value, each.value) for each in Direction],
        default=Direction.EITHER.value,
        help_text="Across the line to its left or right, for somebody who walks along it",
    )
    seconds = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of loitering and absence"
    )
    above = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of counting: more than so many"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["camera_id", "name"], name="detection_rule_name")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stamped",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="INSERT INTO alerts_detectionrulestamp (id, value) VALUES (1, gen_random_uuid())"
                " ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value; RETURN NULL;",
            )
        ]


class DetectionRuleStamp(models.Model):
    """The one row that has another value whenever any rule was made, changed or removed.

    A rule's own times would not do: they can commit out of order.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField()

    def __str__(self) -> str:
        return str(self.value)


class DetectionRuleMemory(models.Model):
    """What a rule remembers between events (domain/rule_memory.py)."""

    rule = models.OneToOneField(
        DetectionRule, models.CASCADE, primary_key=True, related_name="memory"
    )
    content = models.JSONField()

    def __str__(self) -> str:
        return str(self.rule_id)


class Alert(models.Model):
    """Something a person should see. `key` says what it is about: the same thing is told once.

    muted: why nobody was told of it; empty where it was told. plate, likelihood: of the watched plate.
    happened_at: by the camera's clock. seen: what a detection rule saw (application/watch_detections.py).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    title = SealedCharField(max_length=300)
    camera_id = models.UUIDField(null=True)
    plate_read_id = models.UUIDField(null=True)
    watchlist = models.ForeignKey(WatchList, models.SET_NULL, null=True, related_name="+")
    rule = models.ForeignKey(
        DetectionRule, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    track_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField(null=True)
    seen = models.JSONField(null=True)
    for_administrators = models.BooleanField(default=False)
    muted = models.CharField(
        max_length=16,
        blank=True,
        default="",
        db_default="",
        choices=[(each.value, each.value) for each in Muted],
    )
    plate = TokenField(max_length=64, blank=True, default="", db_default="")
    likelihood = models.FloatField(null=True, blank=True)
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=150, default="", blank=True)
    note = SealedCharField(max_length=500, default="", blank=True)

    class Meta:
        indexes = [
            models.Index("camera_id", models.F("id").desc(), name="alert_camera"),
            models.Index(
                fields=["camera_id"],
                condition=models.Q(acknowledged_at__isnull=True),
                name="alert_open",
            ),
            models.Index(
                fields=["watchlist", "plate", "camera_id", "-raised_at"],
                condition=models.Q(muted="") & ~models.Q(plate=""),
                name="alert_cooldown",
            ),
            models.Index(
                fields=["plate_read_id"],
                condition=models.Q(plate_read_id__isnull=False),
                name="alert_read",
            ),
            models.Index(
                fields=["rule", "-raised_at"],
                condition=models.Q(rule__isnull=False),
                name="alert_rule",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class BackTestState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class BackTest(models.Model):
    """What a list would have found among the reads of the last days.

    plates: those to look for instead of the list's, [{text, folded}]; null: the list's. scope: the cameras that
    whoever asked might search; null: all. covered_from: what was looked at begins here, later than `since` where
    `truncated`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watchlist = models.ForeignKey(WatchList, models.CASCADE, related_name="back_tests")
    requester_id = models.CharField(max_length=64)
    requested_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=8, choices=BackTestState.choices, default=BackTestState.QUEUED
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    plates = SealedJSONField(null=True)
    min_likelihood = models.FloatField()
    likely_false_below = models.FloatField()
    scope = ArrayField(models.UUIDField(), null=True)
    progress = models.FloatField(default=0.0)
    covered_from = models.DateTimeField(null=True)
    truncated = models.BooleanField(default=False)
    failure = models.CharField(max_length=500, blank=True, default="")
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.watchlist_id} since {self.since}"


class BackTestHit(models.Model):
    """A read that the list would have matched. doubt: why it is likely false; muted: why nobody would be told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    back_test = models.ForeignKey(BackTest, models.CASCADE, related_name="hits")
    read_id = models.UUIDField()
    camera_id = models.UUIDField()
    seen_at = models.DateTimeField()
    text = SealedCharField(max_length=32)
    plate = LongTokenField(max_length=64)
    likelihood = models.FloatField()
    exact = models.BooleanField()
    doubt = models.CharField(max_length=20, blank=True, default="")
    muted = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["back_test", "read_id"], name="back_test_hit_once")
        ]
        indexes = [models.Index(fields=["read_id"], name="back_test_hit_read")]

    def __str__(self) -> str:
        return f"{self.plate} read as {self.text}"
