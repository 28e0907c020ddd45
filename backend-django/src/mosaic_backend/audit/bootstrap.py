"""Wires the audit context."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils import timezone

from mosaic_backend.audit.application.verify_chain import Verdict, verify_chain
from mosaic_backend.audit.domain.chain import Entry, Head
from mosaic_backend.audit.infrastructure import journal
from mosaic_backend.audit.infrastructure.head_file import HeadFile
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.config.environment import environment
from mosaic_platform.keys import load_private_key
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)
LATE = timedelta(minutes=5)


@lru_cache
def head_file() -> HeadFile:
    settings = environment()
    return HeadFile(
        settings.data_dir / "audit" / "heads.jsonl",
        load_private_key(settings.secrets_dir / "audit-head.pem"),
    )


def chain_appended(now: datetime) -> int:
    """A chore: chains what was appended; how many."""
    return journal.chain_appended()


def write_head(now: datetime) -> int:
    """A chore: writes down the chain's head if it moved; 1 if it did."""
    count, link = journal.last_link()
    last = head_file().last()
    if count == (last.count if last else 0):
        return 0
    _log.info("audit_head_written", **head_file().add(Head(now, count, link)))
    return 1


def seal(now: datetime) -> int:
    """At the end of the process that does the chores: nothing that is written stays without a head."""
    chained = journal.chain_appended(wait=True)
    write_head(now)
    return chained


def verify() -> Verdict:
    """Reads the whole log, after chaining what waits."""
    journal.chain_appended(wait=True)
    verdict = verify_chain(_chained(), head_file().read())
    late = AuditEntry.objects.filter(sequence=None, at__lt=timezone.now() - LATE).count()
    if late:
        verdict.findings.append(f"{late} entries of more than five minutes ago are not chained")
    return verdict


def _chained() -> Iterator[tuple[Entry, str]]:
    rows = AuditEntry.objects.filter(sequence__isnull=False).order_by("sequence")
    for row in rows.iterator(chunk_size=1000):
        yield journal.entry_of(row, row.sequence or 0), row.hash
