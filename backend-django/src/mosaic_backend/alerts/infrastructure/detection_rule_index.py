"""The detection rules that are in force, by camera, kept in the process until a rule or a camera changes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from mosaic_backend.alerts.domain.detection_rules import (
    Anchor,
    DetectionRule,
    Direction,
    RuleKind,
)
from mosaic_backend.alerts.domain.geometry import Point
from mosaic_backend.alerts.infrastructure.models import DetectionRule as DetectionRuleRow
from mosaic_backend.alerts.infrastructure.models import DetectionRuleStamp
from mosaic_backend.alerts.infrastructure.terms import terms_of
from mosaic_backend.cameras.facade import CameraScope, CameraView, camera_revision, cameras

Zones = Mapping[str, tuple[Point, ...]]


@dataclass(frozen=True)
class RulesInForce:
    """watched: the cameras of the rules, those that are present and switched on with their AI."""

    by_camera: Mapping[UUID, tuple[DetectionRule, ...]] = field(default_factory=dict)
    watched: frozenset[UUID] = frozenset()


class RuleIndex:
    """For one process; used by one thread at a time."""

    def __init__(self) -> None:
        self._key: tuple[UUID | None, int] | None = None
        self._rules = RulesInForce()

    def rules(self) -> RulesInForce:
        """As committed now: two small look-ups tell whether what is kept still holds."""
        stamp = DetectionRuleStamp.objects.values_list("value", flat=True).first()
        if stamp is None:
            return RulesInForce()
        key = (stamp, camera_revision())
        if key != self._key:
            self._rules = _read()
            self._key = key
        return self._rules


def zones_of(camera: CameraView) -> Zones:
    """The zones of a camera that can hold something, by name: the first of a name counts."""
    found: dict[str, tuple[Point, ...]] = {}
    for zone in camera.ai.zones:
        if zone.kind != "exclude":
            found.setdefault(zone.name, tuple(zone.polygon))
    return found


def zone_names(camera_id: UUID) -> frozenset[str]:
    """Of the zones of a camera that can hold something; none of a camera that is gone."""
    found = present_cameras([camera_id]).get(camera_id)
    return frozenset(zones_of(found) if found else ())


def present_cameras(ids: Collection[UUID]) -> dict[UUID, CameraView]:
    scope = CameraScope(all=False, ids=frozenset(ids))
    return {camera.id: camera for camera in cameras(scope)} if ids else {}


def _read() -> RulesInForce:
    rows = list(DetectionRuleRow.objects.filter(enabled=True).order_by("id"))
    known = present_cameras({row.camera_id for row in rows})
    by_camera: dict[UUID, list[DetectionRule]] = defaultdict(list)
    for row in rows:
        camera = known.get(row.camera_id)
        rule = _rule(row, zones_of(camera)) if camera else None
        if rule:
            by_camera[row.camera_id].append(rule)
    return RulesInForce(
        {camera_id: tuple(rules) for camera_id, rules in by_camera.items()},
        frozenset(one for one in by_camera if known[one].enabled and known[one].ai.enabled),
    )


def _rule(row: DetectionRuleRow, zones: Zones) -> DetectionRule | None:
    """None where the camera no longer has its zone."""
    if row.zone and row.zone not in zones:
        return None
    line = row.line
    return DetectionRule(
        **terms_of(row),
        camera_id=row.camera_id,
        kind=RuleKind(row.kind),
        labels=frozenset(row.labels),
        min_confidence=row.min_confidence,
        anchor=Anchor(row.anchor),
        zone=row.zone,
        polygon=zones[row.zone] if row.zone else None,
        line=((line[0], line[1]), (line[2], line[3])) if line else None,
        direction=Direction(row.direction),
        seconds=row.seconds or 0,
        above=row.above or 0,
    )
