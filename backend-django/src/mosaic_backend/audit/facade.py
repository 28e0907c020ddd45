"""What other contexts may do with the audit log: add to it."""

from collections.abc import Mapping
from typing import Any

from mosaic_backend.audit.infrastructure import journal
from mosaic_contracts.permissions import Principal


def record(
    actor: Principal | str, action: str, subject: str, details: Mapping[str, Any] | None = None
) -> None:
    """Appends an entry, in the caller's transaction where there is one.

    actor: who did it (`system` for the backend itself). action: past tense with its context, as in
    `camera.created`. subject: what it was done to, as in `camera:<id>`. details: JSON values, no secrets.
    Entries wait for each other until their transactions end: keep those short.
    """
    name = actor.username if isinstance(actor, Principal) else actor
    journal.append(actor=name, action=action, subject=subject, details=dict(details or {}))
