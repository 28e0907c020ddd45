"""What cameras told, stored once and told on, and read again."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from mosaic_backend.cameras.infrastructure.models import CameraEventRow, EventSubscription
from mosaic_backend.shared.outbox.facade import add_event
from mosaic_contracts.events import CameraEvent
from mosaic_contracts.ids import new_id

KEPT = timedelta(days=90)
Heard = tuple[datetime, Mapping[str, Any]]
"""When it came, and what the ONVIF process said (onvif/follower.py)."""
_INSERT = """
INSERT INTO cameras_event
    (id, camera_id, kind, topic, source, source_key, active, digest, occurred_at, received_at)
VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s) ON CONFLICT (camera_id, digest) DO NOTHING
"""


def store(heard: Sequence[Heard]) -> int:
    """In order, with how each subscription stands; how many events are new. One transaction."""
    cameras = {UUID(told["camera"]) for _, told in heard}
    new = 0
    with transaction.atomic():
        rows = EventSubscription.objects.select_for_update().filter(camera_id__in=cameras)
        known = {row.camera_id: row for row in rows.order_by("camera_id")}
        for at, told in heard:
            row = known.get(UUID(told["camera"]))
            if row is None:  # nobody wants to hear of it any more
                continue
            new += sum(_add(row.camera_id, event, at) for event in told["events"])
            _note(row, told, at)
        told_of = ("state", "detail", "since", "heard_at", "listening_since")
        EventSubscription.objects.bulk_update(known.values(), told_of)
    return new


def _note(row: EventSubscription, told: Mapping[str, Any], at: datetime) -> None:
    if row.state != told["state"]:
        row.state, row.since = told["state"], at
    row.detail = str(told["detail"])[:300]
    if told["state"] == "listening":
        row.heard_at = at
        if told["anew"] or row.listening_since is None:
            row.listening_since = at
    else:
        row.listening_since = None


def _add(camera_id: UUID, event: Mapping[str, Any], at: datetime) -> bool:
    source_key = ", ".join(f"{name}={value}" for name, value in sorted(event["source"].items()))
    if event["stands"] and not _is_news(camera_id, event, source_key):
        return False
    occurred_at = datetime.fromisoformat(event["occurred_at"])
    event_id = new_id(occurred_at)
    with connection.cursor() as cursor:
        source = json.dumps(event["source"])
        told = (event["kind"], event["topic"], source, source_key, event["active"])
        row = (event_id, camera_id, *told, event["digest"], occurred_at, at)
        cursor.execute(_INSERT, row)
        if cursor.rowcount != 1:
            return False
    add_event(
        CameraEvent(
            event_id=event_id,
            camera_id=camera_id,
            kind=event["kind"],
            topic=event["topic"],
            source=event["source"],
            active=event["active"],
            occurred_at=occurred_at,
        )
    )
    return True


def _is_news(camera_id: UUID, event: Mapping[str, Any], source_key: str) -> bool:
    """How things stand when one subscribes: an event only where it is not as we knew."""
    last = (
        CameraEventRow.objects.filter(
            camera_id=camera_id, topic=event["topic"], source_key=source_key
        )
        .order_by("-occurred_at", "-id")
        .first()
    )
    known = bool(last and last.active)
    return event["active"] is not None and event["active"] != known


def happened_between(
    camera_id: UUID, since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """Of each event from when to when; what began and was not said to have ended lasts."""
    rows = CameraEventRow.objects.filter(camera_id=camera_id)
    state = ("topic", "source_key")
    before = rows.filter(occurred_at__lt=since).order_by(*state, "-occurred_at", "-id")
    inside = rows.filter(occurred_at__gte=since, occurred_at__lte=until)
    spans: list[tuple[datetime, datetime]] = []
    began = {
        (row.topic, row.source_key): row.occurred_at
        for row in before.distinct(*state)
        if row.active
    }
    for row in inside.order_by("occurred_at", "id"):
        key, at = (row.topic, row.source_key), row.occurred_at
        if row.active is None:
            spans.append((at, at))
        elif row.active:
            began.setdefault(key, at)
        else:
            spans.append((began.pop(key, at), at))
    return spans + [(at, until) for at in began.values()]


def subscriptions_heard() -> dict[UUID, tuple[datetime, datetime]]:
    """Of cameras that are listened to: since when nothing was missed, and until when all is stored."""
    rows = EventSubscription.objects.filter(state="listening", listening_since__isnull=False)
    return {
        row.camera_id: (row.listening_since, row.heard_at)
        for row in rows
        if row.listening_since and row.heard_at
    }


def forget_old(now: datetime) -> int:
    """How many events are gone."""
    oldest = UUID(int=int((now - KEPT).timestamp() * 1000) << 80)
    return CameraEventRow.objects.filter(id__lt=oldest).delete()[0]
