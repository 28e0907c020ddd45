"""Takes away what is known of a plate (GDPR, article 17), but for what a legal hold protects.

Each batch goes in a transaction of its own: the same command again goes on where it was killed. What comes later
of an erased read (a revision, a dead letter) is not stored; a new read of the plate is for the next run.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from mosaic_backend.alerts import facade as alerts
from mosaic_backend.audit.facade import forget_searched, record
from mosaic_backend.clips import facade as clips
from mosaic_backend.config.environment import environment
from mosaic_backend.detections import facade as detections
from mosaic_backend.detections.facade import PlateRecord, fold
from mosaic_backend.journeys import facade as journeys
from mosaic_backend.partners import facade as partners
from mosaic_backend.privacy.domain.subject import checked_plate, is_named_in
from mosaic_backend.privacy.infrastructure.letting_go import let_go, passage_of
from mosaic_backend.shared.fanout import forgetting as live_events
from mosaic_backend.shared.http.idempotency_keys import forget_answers
from mosaic_backend.shared.outbox import facade as outbox
from mosaic_backend.shared.plate_hash import plate_hash
from mosaic_contracts.errors import InvalidInputError

BATCH = 500
HEARD = timedelta(days=1)
"""Longer than an event stays where screens hear it."""


@dataclass
class Erasure:
    """What is gone, and what is not. held: reads under a legal hold, of which everything stays.

    packaged: of the reads that are gone, how many a sealed evidence package still shows.
    """

    plate_hash: str
    reads: int = 0
    held: list[UUID] = field(default_factory=list)
    packaged: int = 0
    events: int = 0
    others: dict[str, int] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        return asdict(self)


def erase(text: str, *, least: float, reason: str, by: str, now: datetime) -> Erasure:
    """Raises InvalidInputError for what no plate says, and for a reason that is empty or names the plate."""
    plate = checked_plate(text)
    if not reason.strip():
        raise InvalidInputError("erasing needs a reason", pointer="reason")
    if is_named_in(plate, reason):
        raise InvalidInputError("the reason must not name the plate: it stays", pointer="reason")
    done = Erasure(plate_hash(plate))
    subject = f"plate:{done.plate_hash}"
    record("system", "plate.erasure-begun", subject, {"by": by}, reason=reason)
    while reads := _left(plate, least, done):
        for start in range(0, len(reads), BATCH):
            _erase_reads(reads[start : start + BATCH], done, now)
    # Also what a run that was killed, or lacked Redis, has left.
    done.events += live_events.forget_events(
        environment().redis_url.get_secret_value(), _about(detections.erased_since(now - HEARD))
    )
    with transaction.atomic():
        done.others = {
            **alerts.forget_plate(plate, but=done.held),
            "corrections": detections.forget_corrections_to(plate, but=done.held)
            + journeys.forget_plate(plate, but=done.held),
            "searches": int(forget_searched(plate)),
            "repeatable_answers": forget_answers(
                lambda value: isinstance(value, str) and fold(value) == plate
            ),
        }
        told = {**done.told(), "by": by, "held": len(done.held)}
        record("system", "plate.erased", subject, told, reason=reason)
    return done


def _left(plate: str, least: float, done: Erasure) -> list[PlateRecord]:
    held = set(done.held)
    return [read for read, _ in detections.reads_like(plate, least).reads if read.id not in held]


def _erase_reads(reads: Sequence[PlateRecord], done: Erasure, now: datetime) -> None:
    with transaction.atomic():
        kept = clips.why_kept([passage_of(read) for read in reads])
        held = [read_id for read_id, cause in kept.items() if cause == clips.HOLD]
        ids = [read.id for read in reads if kept.get(read.id) != clips.HOLD]
        detections.remember_erased(ids, now)
        gone = let_go(ids, now)
        events = _forget_events(ids)
    done.held += held
    done.reads += gone
    done.packaged += len(kept) - len(held)
    done.events += events


def _forget_events(read_ids: Sequence[UUID]) -> int:
    return outbox.forget_events(_about(read_ids)) + partners.forget_reads(read_ids)


def _about(read_ids: Collection[UUID]) -> Callable[[dict[str, Any]], bool]:
    """Which events name a plate of these reads: not those that withdraw what somebody said of them."""
    wanted = {str(read_id) for read_id in read_ids}

    def is_about(data: dict[str, Any]) -> bool:
        named = data.get("text") or data.get("title")
        return bool(named) and not wanted.isdisjoint(
            (data.get("read_id"), data.get("plate_read_id"))
        )

    return is_about
