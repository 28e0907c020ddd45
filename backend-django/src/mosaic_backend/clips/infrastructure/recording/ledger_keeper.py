"""Fills the ledger's gaps with causes, as they become known."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from mosaic_backend.cameras.facade import recording_wishes
from mosaic_backend.clips.domain.causes import explained
from mosaic_backend.clips.domain.ledger import Stretch, holes
from mosaic_backend.clips.infrastructure.recording import ledger_store
from mosaic_backend.clips.infrastructure.recording.disk_space import disk_space
from mosaic_backend.clips.infrastructure.recording.gap_evidence import Gap, evidence_of
from mosaic_backend.clips.infrastructure.recording.mediamtx_run import MediaMtxRun
from mosaic_backend.clips.infrastructure.recording.recording_facts import Facts, Told
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.clips.infrastructure.recording.recording_models import LedgerWatch

EVERY_S = 5.0
LAG = timedelta(seconds=6)
"""The index is seconds behind what is recorded: nothing younger is called missing."""
OPEN = timedelta(minutes=10)
"""So long a gap that has ended is explained again: what explains it may come late."""
WHOLE_EVERY_S = 3600.0
AWAY = timedelta(seconds=30)
LONGEST_AWAY = timedelta(days=31)
YOUNG = timedelta(hours=1)
_SETTLED = ("retention", "no-event")


class LedgerKeeper:
    """One caller at a time; any number of processes, of which one at a time does something."""

    def __init__(self, root: Path, follower: RecordingFollower, server: MediaMtxRun) -> None:
        self._root = root
        self._follower = follower
        self._server = server
        self._facts: Facts | None = None
        self._whole: dict[UUID, float] = {}
        self._next = 0.0

    def keep(self, now: datetime) -> None:
        """Every five seconds; in between it does nothing."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_S
        seen = self._look_at_server()
        try:
            with transaction.atomic():
                if ledger_store.writing_lock(wait=False) and self._follower.is_following:
                    self._keep(now, seen)
        except BaseException:
            self._facts = None
            self._whole.clear()
            raise

    def _look_at_server(self) -> tuple[bool, datetime | None]:
        """Whether it is known how MediaMTX does, and since when it runs."""
        try:
            return True, self._server.started_at()
        except TimeoutError:
            return False, None

    def _keep(self, now: datetime, server: tuple[bool, datetime | None]) -> None:
        facts = self._facts = self._facts or Facts()
        watch = LedgerWatch.objects.filter(id=1).first() or LedgerWatch(seen_at=now)
        created = _note_wishes(facts, now, watch.seen_at)
        facts.note(_of_machine(now, watch))
        facts.note(_of_server(now, watch, server))
        if space := disk_space(self._root):
            facts.note([Told("disk", space.level, now)])
        watch.seen_at = now
        watch.save()
        self._explain(facts, created, now - LAG)

    def _explain(self, facts: Facts, created: Mapping[UUID, datetime], until: datetime) -> None:
        known = ledger_store.stretches(list(created), until - OPEN, until)
        gaps: dict[UUID, list[Gap]] = {}
        skipped = []
        for camera_id, stretches in known.items():
            if not self._follower.is_caught_up(camera_id):
                continue
            if stretches and self._goes_on_skipped(facts, camera_id, stretches[-1]):
                skipped.append((camera_id, stretches[-1].end, until))
                continue
            found = self._gaps_of(camera_id, stretches, created[camera_id], until)
            if found:
                gaps[camera_id] = found
        ledger_store.grow(skipped, "skipped")
        if not gaps:
            return
        for (camera_id, (start, end)), evidence in evidence_of(gaps).items():
            told = explained(start, end, evidence)
            kept = _known_before(camera_id, told) if end < until - OPEN else []
            ledger_store.paint(camera_id, [*told, *kept])

    def _gaps_of(
        self, camera_id: UUID, newest: Sequence[Stretch], created: datetime, until: datetime
    ) -> list[Gap]:
        """Those that are open or ended lately; rarely, those of the whole ledger."""
        looked_at = self._whole.get(camera_id)
        if newest and looked_at is not None and time.monotonic() - looked_at < WHOLE_EVERY_S:
            return _gaps(newest, max(until - OPEN, newest[0].start), until)
        self._whole[camera_id] = time.monotonic()
        whole = ledger_store.stretches([camera_id], *ledger_store.EVER)[camera_id]
        return _gaps(whole, _beginning(whole, created, until), until)

    def _goes_on_skipped(self, facts: Facts, camera_id: UUID, last: Stretch) -> bool:
        """Most cameras that are not recorded stay so: nothing needs to be looked up for them."""
        wish, since = facts.last[("wish", camera_id)]
        known = camera_id in self._whole
        return known and last.kind == "skipped" and last.cause == wish and since <= last.end


def _known_before(camera_id: UUID, told: Sequence[Stretch]) -> list[Stretch]:
    """What the ledger has of that which cannot be explained any more: the files beside it may be gone by now."""
    unknown = [one for one in told if one.cause == "unknown"]
    if not unknown:
        return []
    old = ledger_store.stretches([camera_id], unknown[0].start, unknown[-1].end)[camera_id]
    return [
        Stretch(max(one.start, before.start), min(one.end, before.end), before.kind, before.cause)
        for one in unknown
        for before in old
        if before.kind != "recorded" and before.start < one.end and before.end > one.start
    ]


def _note_wishes(facts: Facts, now: datetime, seen_at: datetime) -> Mapping[UUID, datetime]:
    """Also those of schedules while nobody looked. Answers when the cameras were made."""
    instants = [now]
    if now - seen_at > AWAY:
        first = max(seen_at, now - LONGEST_AWAY).replace(second=0, microsecond=0)
        minutes = int((now - first) / timedelta(minutes=1))
        instants = [first + timedelta(minutes=n) for n in range(1, minutes + 1)] + [now]
    told = recording_wishes(instants)
    for at, wishes in zip(instants, told.at, strict=True):
        facts.note(
            Told("wish", wish, _since(facts, camera, at, told.created_at[camera]), camera)
            for camera, wish in wishes.items()
        )
    return told.created_at


def _since(facts: Facts, camera: UUID, at: datetime, created: datetime) -> datetime:
    """A camera that was just made has been as it is from its beginning."""
    new = ("wish", camera) not in facts.last
    return created if new and at - created < YOUNG else at


def _of_machine(now: datetime, watch: LedgerWatch) -> list[Told]:
    if now - watch.seen_at <= AWAY:
        return [Told("machine", "up", now)]
    return [Told("machine", "down", watch.seen_at), Told("machine", "up", now)]


def _beginning(stretches: Sequence[Stretch], created: datetime, until: datetime) -> datetime:
    """Where a camera's ledger begins: with it, or with what is known of one that is older than its ledger."""
    first = stretches[0].start if stretches else max(created, until - OPEN)
    return min(first, created) if until - created < YOUNG else first


def _gaps(stretches: Sequence[Stretch], start: datetime, end: datetime) -> list[Gap]:
    """Where nothing was recorded and nothing is settled, whole even if it began before."""
    settled = [one for one in stretches if one.kind == "recorded" or one.cause in _SETTLED]
    start = min([start, *(one.start for one in stretches if one.end > start)])
    return holes(settled, start, end)


def _of_server(
    now: datetime, watch: LedgerWatch, server: tuple[bool, datetime | None]
) -> list[Told]:
    is_known, started_at = server
    if not is_known:
        return []
    told = []
    if started_at is None:
        told.append(Told("server", "down", watch.server_seen_at or now))
    else:
        was = watch.server_started_at
        if was is not None and was != started_at and watch.server_seen_at:
            told.append(Told("server", "down", min(watch.server_seen_at, started_at)))
        told.append(Told("server", "up", started_at if told else now))
        watch.server_started_at, watch.server_seen_at = started_at, now
    return told
