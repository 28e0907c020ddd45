"""Where the sandbox of each client stands."""

from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from mosaic_backend.partners.domain.replay import Replay, new_replay
from mosaic_backend.partners.infrastructure.models import SandboxReplay, Webhook
from mosaic_backend.partners.infrastructure.recorded_files import recorded_day


def replay_of(client_id: UUID, now: datetime) -> Replay:
    """A client that never asked begins now."""
    row = SandboxReplay.objects.filter(client_id=client_id).first()
    return row.replay if row else _row(client_id, now).replay


def change(
    client_id: UUID, now: datetime, *, speed: int | None = None, start: time | None = None
) -> Replay:
    """Another speed, or a new beginning, which the client's webhooks go on from. Raises InvalidInputError."""
    with transaction.atomic():
        _row(client_id, now)
        row = SandboxReplay.objects.select_for_update().get(client_id=client_id)
        replay = row.replay
        if speed is not None:
            replay = replay.at_speed(speed, now)
        if start is not None:
            replay = replay.begun_at(start, now)
            first = recorded_day().all.told_before(replay.begins_ms)
            Webhook.objects.filter(client_id=client_id, position__lt=first).update(position=first)
        row.replay = replay
        row.save()
    return replay


def _row(client_id: UUID, now: datetime) -> SandboxReplay:
    begun = SandboxReplay(client_id=client_id)
    begun.replay = new_replay(now)
    SandboxReplay.objects.bulk_create([begun], ignore_conflicts=True)
    return SandboxReplay.objects.get(client_id=client_id)
