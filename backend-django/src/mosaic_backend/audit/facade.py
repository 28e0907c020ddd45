"""What other contexts may do with the audit log: add to it, check it, take it along."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from mosaic_backend.audit.application.table import Format, writer
from mosaic_backend.audit.bootstrap import verify
from mosaic_backend.audit.domain.actor import SYSTEM, Actor, ActorKind
from mosaic_backend.audit.domain.changes import differing
from mosaic_backend.audit.domain.reasons import ReasonRequiredError
from mosaic_backend.audit.infrastructure import journal, seals
from mosaic_backend.audit.infrastructure.batches import batches
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.audit.infrastructure.plate_searches import (
    entries_about,
    last_reason,
    searches_for,
)
from mosaic_backend.audit.infrastructure.policy import plate_search_reason_demanded
from mosaic_backend.shared.http.downloads import is_first_look
from mosaic_backend.shared.http.request_origin import RequestOrigin, request_origin
from mosaic_contracts.events import AuditRecorded
from mosaic_contracts.permissions import Principal

__all__ = [
    "Actor",
    "ActorKind",
    "check_search_reason",
    "entries_about",
    "forget_searched",
    "plate_search_reason_demanded",
    "record",
    "record_look",
    "record_search",
    "record_told",
    "searches_for",
    "verify",
    "written",
]

REASON_HOLDS = timedelta(hours=1)


def record(
    actor: Principal | Actor | str,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    *,
    reason: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Adds an entry, in the caller's transaction where there is one. Waits for nobody.

    actor: who did it; a text is a user's name, or `system` for the backend itself. Services and partner keys
    come as `Actor`. action: past tense with its context, as in `camera.created`. subject: what it was done to,
    as in `camera:<id>`. details, before, after: JSON values (ids and times are made so), no secrets; of before
    and after only what differs is kept. reason: why, in the words of who did it. at: when, if not now.
    Request id and address come from the request that is being answered.
    """
    was, became = differing(before, after)
    journal.append_all(
        [
            journal.Said(
                actor=_actor(actor),
                action=action,
                subject=subject,
                details=dict(details or {}),
                at=at or timezone.now(),
                origin=request_origin(),
                reason=reason or "",
                before=was,
                after=became,
            )
        ]
    )


def record_look(
    actor: Principal | Actor,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
) -> None:
    """The same of a look that is no search, once in ten minutes: pages ask again and again.

    Without a reason of its own it is for the last one that was given in the past hour: what a search has found is
    opened read by read.
    """
    by = _actor(actor)
    if is_first_look(by.id, f"{action}:{subject}"):
        why = reason or last_reason(by.id, timezone.now() - REASON_HOLDS)
        record(by, action, subject, details, reason=why)


def record_search(
    actor: Principal | Actor,
    action: str,
    text: str,
    folded: str,
    asked: Mapping[str, Any],
    *,
    reason: str,
) -> None:
    """The same of a search for a plate, which stands in the entry by its hash and sealed: infrastructure/seals.

    folded: the text, folded, with the wildcards that it has. asked: all that was asked for.
    """
    details = {**asked, "text": seals.sealed(text, folded)}
    record(actor, action, seals.subject_of(folded), details, reason=reason)


def forget_searched(folded: str) -> bool:
    """What searches for this text were is not readable any more, by whom they were is; whether there were any."""
    return seals.throw_away(folded)


def record_told(events: Sequence[AuditRecorded]) -> None:
    """Adds what other parts told of, in the caller's transaction."""
    journal.append_all(
        [
            journal.Said(
                actor=Actor(ActorKind(event.actor_kind), event.actor, event.actor_id),
                action=event.action,
                subject=event.target,
                details=dict(event.details),
                at=event.at,
                origin=RequestOrigin(event.request_id, event.address),
            )
            for event in events
        ]
    )


def check_search_reason(reason: str) -> None:
    """Raises ReasonRequiredError where the site demands a reason for plate searches, and so for evidence."""
    if not reason and plate_search_reason_demanded():
        raise ReasonRequiredError


def written(form: Format) -> Iterator[str]:
    """The whole log as text, oldest first, in pieces of many entries."""
    write, first = writer(form), True
    for batch in batches(AuditEntry.objects.all()):
        yield write(batch, first)
        first = False


def _actor(actor: Principal | Actor | str) -> Actor:
    if isinstance(actor, Actor):
        return actor
    if isinstance(actor, Principal):
        return Actor(ActorKind.USER, actor.username, actor.user_id)
    return SYSTEM if actor == SYSTEM.name else Actor(ActorKind.USER, actor)
