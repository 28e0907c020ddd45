"""Who watched is told to the audit log, once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from mosaic_contracts.events import AuditRecorded, CloudEvent
from mosaic_contracts.permissions import Principal, Role
from mosaic_platform.messaging import OutboxFullError
from mosaic_streaming.application.watch_journal import ONCE_IN, WatchJournal

CAMERA, OTHER = UUID(int=1), UUID(int=2)
ANN = Principal(
    user_id="u1", username="ann", role=Role.VIEWER, all_cameras=True, group_ids=frozenset()
)


class Outbox:
    def __init__(self) -> None:
        self.events: list[CloudEvent] = []

    def add(self, events: Sequence[CloudEvent]) -> None:
        self.events += events


class FullOutbox:
    def add(self, events: Sequence[CloudEvent]) -> None:
        raise OutboxFullError


class TurnedClock:
    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


async def test_session_when_opened_then_who_from_where_and_which_camera_are_told() -> None:
    outbox, clock = Outbox(), TurnedClock()
    await WatchJournal(outbox, clock).watched(ANN, CAMERA, address="192.0.2.7", request_id="r")
    said = outbox.events[0].payload()
    assert said == AuditRecorded(
        at=clock.at,
        actor_kind="user",
        actor="ann",
        actor_id="u1",
        action="stream.opened",
        target=f"camera:{CAMERA}",
        address="192.0.2.7",
        request_id="r",
    )


async def test_session_when_a_player_tries_again_then_told_once_a_minute_and_camera() -> None:
    outbox, clock = Outbox(), TurnedClock()
    journal = WatchJournal(outbox, clock)
    for camera in (CAMERA, CAMERA, OTHER):
        await journal.watched(ANN, camera, address="", request_id="")
    assert len(outbox.events) == 2
    clock.at += ONCE_IN + timedelta(seconds=1)
    await journal.watched(ANN, CAMERA, address="", request_id="")
    assert len(outbox.events) == 3


async def test_session_when_the_outbox_is_full_then_it_opens_all_the_same() -> None:
    await WatchJournal(FullOutbox(), TurnedClock()).watched(ANN, CAMERA, address="", request_id="")
