"""What the pictures of a camera mean to a detection rule.

A picture that is older than the newest one of a track changes nothing that was known of the track; one that comes
again changes nothing at all. `key` says what a happening is: the same one is told once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.alerts.domain.detection_rules import (
    DetectionRule,
    RuleKind,
    SeenFrame,
    SeenObject,
)
from mosaic_backend.alerts.domain.geometry import Point, Side, crossing
from mosaic_backend.alerts.domain.rule_memory import RuleMemory, Track

OUTSIDE = timedelta(seconds=3)
"""Seen outside for longer, a thing has left its zone."""
JUMP = timedelta(seconds=10)
"""Between pictures farther apart nobody knows which way a thing went."""
PRESENT = timedelta(seconds=4)
"""So long after its last picture a track still counts: the AI takes it for lost then."""
CALM = timedelta(seconds=10)
"""Too many again within this time are still the same too many."""
LATE = timedelta(seconds=5)
"""What is seen arrives within this time."""


@dataclass(frozen=True)
class Happening:
    """side: to which a line was crossed. number: how many there were. lasted_s: how long a stay or an absence."""

    rule: DetectionRule
    key: str
    at: datetime
    seen: SeenObject | None = None
    side: Side | None = None
    number: int | None = None
    lasted_s: int | None = None


def happenings(
    rule: DetectionRule, memory: RuleMemory, frame: SeenFrame, *, watching: bool
) -> list[Happening]:
    """Of a frame of the rule's camera; changes the memory. watching: whether the rule wants to know now."""
    objects = [seen for seen in frame.objects if rule.wants(seen)]
    if not objects and rule.kind is not RuleKind.COUNT:
        return []
    if rule.kind is RuleKind.LINE:
        found = list(_crossings(rule, memory, frame.at, objects))
    elif rule.kind is RuleKind.COUNT:
        found = _too_many(rule, memory, frame.at, objects, watching=watching)
    elif rule.kind is RuleKind.ABSENCE:
        _note_presence(rule, memory, frame.at, objects)
        found = []
    else:
        found = list(_stays(rule, memory, frame.at, objects, watching=watching))
    memory.forget_old()
    return found if watching else []


def absence(
    rule: DetectionRule, memory: RuleMemory, now: datetime, *, watching: bool
) -> Happening | None:
    """Whether nothing was seen for as long as the rule says; changes the memory.

    watching: whether the rule wants to know now and the camera could have seen anything.
    """
    if not watching:
        memory.blind = True
        return None
    if memory.blind or memory.seen_at is None:
        memory.blind, memory.seen_at = False, now
    since = memory.seen_at
    if memory.told_at == since or now - since < timedelta(seconds=rule.seconds) + LATE:
        return None
    memory.told_at = since
    return Happening(rule, _key(rule, _ms(since)), now, lasted_s=_whole(now - since))


def _stays(
    rule: DetectionRule,
    memory: RuleMemory,
    at: datetime,
    objects: list[SeenObject],
    *,
    watching: bool,
) -> Iterator[Happening]:
    for seen in objects:
        track_id = seen.track_id or seen.detection_id
        point = rule.point_of(seen)
        within = rule.holds(point)
        track = memory.tracks.get(track_id)
        if track is not None and at <= track.at:
            if within and rule.seconds == 0 and watching and not track.told:
                track.told = True
                yield Happening(rule, _key(rule, track.first), at, seen, lasted_s=0)
            continue
        if track is None:
            track = memory.continued(seen.label, seen.box, at) or _new(seen, track_id, point, at)
            memory.tracks[track_id] = track
        _move(track, seen, point, at)
        _note_stay(track, at, within=within)
        lasted = at - track.since if track.since else None
        if not within or lasted is None or lasted < timedelta(seconds=rule.seconds):
            continue
        if watching and not track.told:
            track.told = True
            yield Happening(rule, _key(rule, track.first), at, seen, lasted_s=_whole(lasted))


def _note_stay(track: Track, at: datetime, *, within: bool) -> None:
    if track.left_at is not None and at - track.left_at > OUTSIDE:
        track.since = track.left_at = None
    if within:
        track.since, track.left_at = track.since or at, None
    elif track.since is not None:
        track.left_at = track.left_at or at


def _crossings(
    rule: DetectionRule, memory: RuleMemory, at: datetime, objects: list[SeenObject]
) -> Iterator[Happening]:
    assert rule.line is not None  # noqa: S101 - a rule of this kind has one
    for seen in objects:
        if seen.track_id is None:
            continue
        point, track = rule.point_of(seen), memory.tracks.get(seen.track_id)
        if track is None:
            memory.tracks[seen.track_id] = _new(seen, seen.track_id, point, at)
        elif at > track.at:
            side = crossing(track.point, point, rule.line) if at - track.at <= JUMP else None
            _move(track, seen, point, at)
            if side and rule.goes(side):
                yield Happening(rule, _key(rule, seen.track_id, side), at, seen, side=side)


def _too_many(
    rule: DetectionRule,
    memory: RuleMemory,
    at: datetime,
    objects: list[SeenObject],
    *,
    watching: bool,
) -> list[Happening]:
    within = [seen for seen in objects if rule.holds(rule.point_of(seen))]
    for seen in objects:
        if seen.track_id is None:
            continue
        point, track = rule.point_of(seen), memory.tracks.get(seen.track_id)
        if track is None:
            track = memory.tracks[seen.track_id] = _new(seen, seen.track_id, point, at)
        elif at > track.at:
            _move(track, seen, point, at)
    if memory.seen_at is not None and at <= memory.seen_at:
        return []
    memory.seen_at = at
    number = sum(seen.track_id is None for seen in within) + sum(
        at - track.at <= PRESENT and rule.holds(track.point) for track in memory.tracks.values()
    )
    if number <= rule.above or not watching:
        return []
    goes_on = memory.told_at is not None and at - memory.told_at <= CALM
    memory.told_at = at
    if goes_on:
        return []
    return [Happening(rule, _key(rule, _ms(at)), at, number=number)]


def _note_presence(
    rule: DetectionRule, memory: RuleMemory, at: datetime, objects: list[SeenObject]
) -> None:
    if any(rule.holds(rule.point_of(seen)) for seen in objects):
        memory.seen_at = max(at, memory.seen_at or at)


def _new(seen: SeenObject, track_id: UUID, point: Point, at: datetime) -> Track:
    return Track(at, point, seen.box, seen.label, track_id)


def _move(track: Track, seen: SeenObject, point: Point, at: datetime) -> None:
    track.at, track.point, track.box, track.label = at, point, seen.box, seen.label


def _key(rule: DetectionRule, *parts: object) -> str:
    return ":".join(("rule", str(rule.id), *map(str, parts)))


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _whole(lasted: timedelta) -> int:
    return int(lasted.total_seconds())
