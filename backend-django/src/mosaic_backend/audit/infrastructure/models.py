"""The audit log."""

import pgtrigger
from django.db import models
from django.db.models import Q

from mosaic_backend.audit.domain.actor import ActorKind
from mosaic_backend.shared.encryption import EncryptedTextField
from mosaic_backend.shared.plate_protection.fields import SealedCharField, SealedJSONField


class AuditEntry(models.Model):
    """Who did what to what.

    A row is written in the transaction of what it tells of; its place in the chain and its hash follow within
    about a second (journal.py), in one row's only change. Anything else the database itself refuses.
    """

    fixed_rows = True  # shared/plate_protection/conversion.py
    sequence = models.BigIntegerField(null=True, unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(
        max_length=10, default="", choices=[(kind.value, kind.value) for kind in ActorKind]
    )
    actor = models.CharField(max_length=200, db_index=True)
    actor_id = models.CharField(max_length=64, default="")
    action = models.CharField(max_length=100, db_index=True)
    subject = models.CharField(max_length=200, db_index=True)
    reason = SealedCharField(max_length=500, default="")
    address = models.CharField(max_length=64, default="", db_index=True)
    request_id = models.CharField(max_length=64, default="", db_index=True)
    before = SealedJSONField(null=True)
    after = SealedJSONField(null=True)
    details = SealedJSONField(default=dict)
    hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], name="audit_unchained", condition=Q(sequence__isnull=True))
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="no_change",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["sequence", "hash"]),
            ),
            pgtrigger.Protect(
                name="chained_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sequence__isnull=False),
            ),
            pgtrigger.Trigger(
                name="no_truncate",
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'the audit log is not emptied';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.subject}"


class AuditPolicy(models.Model):
    """What the site demands; at most one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    plate_search_reason = models.BooleanField(
        "plate searches need a reason",
        default=False,
        help_text="Whoever searches plates has to say why; the reason is kept in the audit log.",
    )

    class Meta:
        verbose_name = "audit policy"
        verbose_name_plural = "audit policy"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_policy_once")]

    def __str__(self) -> str:
        return "Audit policy"


class PlateSeal(models.Model):
    """The key of the texts that entries have of one plate. plate: its hash (shared/plate_hash.py)."""

    plate = models.CharField(primary_key=True, max_length=64)
    key = EncryptedTextField()

    def __str__(self) -> str:
        return self.plate
