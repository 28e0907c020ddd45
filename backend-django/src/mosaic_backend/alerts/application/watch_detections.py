"""What detection rules make of the frames that come, and the alerts of that."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from mosaic_backend.alerts.application.alerts import NewAlert
from mosaic_backend.alerts.domain.detection_rules import DetectionRule, RuleKind, SeenFrame
from mosaic_backend.alerts.domain.happenings import Happening, absence, happenings
from mosaic_backend.alerts.domain.rule_memory import RuleMemory

SKEW = timedelta(minutes=1)
"""A picture from farther in the future has a wrong clock; it would make a rule blind until then."""
RulesByCamera = Mapping[UUID, Sequence[DetectionRule]]
Memories = Mapping[UUID, RuleMemory]


def watch_frames(
    frames: Iterable[SeenFrame],
    rules: RulesByCamera,
    memories: Memories,
    zones: Mapping[UUID, ZoneInfo],
    now: datetime,
) -> list[Happening]:
    """In the order of capture; changes the memories. A rule without one is gone."""
    found: list[Happening] = []
    for frame in sorted(frames, key=lambda frame: frame.at):
        if frame.at > now + SKEW:
            continue
        for rule in rules.get(frame.camera_id, ()):
            memory = memories.get(rule.id)
            if memory is not None:
                watching = wants(rule, frame.at, zones)
                found += happenings(rule, memory, frame, watching=watching)
    return found


def watch_absences(
    rules: Iterable[DetectionRule],
    memories: Memories,
    zones: Mapping[UUID, ZoneInfo],
    now: datetime,
    seeing: Callable[[UUID], bool],
) -> list[Happening]:
    """Changes the memories. seeing: whether a camera could have shown anything now."""
    found = (
        absence(
            rule,
            memories[rule.id],
            now,
            watching=seeing(rule.camera_id) and wants(rule, now, zones),
        )
        for rule in rules
        if rule.id in memories
    )
    return [happening for happening in found if happening]


def wants(rule: DetectionRule, at: datetime, zones: Mapping[UUID, ZoneInfo]) -> bool:
    return rule.validity.holds(at) and rule.watch_at(at, zones[rule.camera_id])


def alerts_of(
    found: Iterable[Happening], now: datetime, zones: Mapping[UUID, ZoneInfo]
) -> Iterator[NewAlert]:
    for happening in found:
        rule, seen = happening.rule, happening.seen
        yield NewAlert(
            key=happening.key,
            kind=rule.kind,
            severity=rule.severity,
            title=f"{_told(happening)} ({rule.name})",
            camera_id=rule.camera_id,
            rule_id=rule.id,
            track_id=seen.track_id if seen else None,
            happened_at=happening.at,
            seen=_seen(happening),
            muted=rule.mute(now, zones[rule.camera_id]),
            cooldown_s=rule.cooldown_s,
        )


def _told(happening: Happening) -> str:
    rule = happening.rule
    label = happening.seen.label if happening.seen else ""
    place = f" in {rule.zone}" if rule.zone else ""
    match rule.kind:
        case RuleKind.LINE:
            return f"{label} crossed the line to the {happening.side}"
        case RuleKind.LOITERING:
            return f"{label} for {happening.lasted_s} s{place}"
        case RuleKind.COUNT:
            return f"{happening.number} {_labels(rule, 'things')}{place}, more than {rule.above}"
        case RuleKind.ABSENCE:
            return f"no {_labels(rule, 'thing')} for {happening.lasted_s} s{place}"
    return f"{label} seen{place}"


def _labels(rule: DetectionRule, otherwise: str) -> str:
    return " or ".join(sorted(rule.labels)) or otherwise


def _seen(happening: Happening) -> dict[str, object]:
    """As the REST interface shows it."""
    seen = happening.seen
    told = {
        "detection": seen and str(seen.detection_id),
        "label": seen and seen.label,
        "confidence": seen and seen.confidence,
        "box": seen and list(seen.box),
        "side": happening.side,
        "number": happening.number,
        "lasted_s": happening.lasted_s,
    }
    return {name: value for name, value in told.items() if value is not None}
