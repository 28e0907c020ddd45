"""What a camera's messages say, in our words."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

KINDS: Mapping[str, str] = {
    "RuleEngine/CellMotionDetector/Motion": "motion",
    "RuleEngine/MotionRegionDetector/Motion": "motion",
    "VideoSource/MotionAlarm": "motion",
    "VideoAnalytics/Motion": "motion",
    "Device/Trigger/DigitalInput": "input",
    "RuleEngine/LineDetector/Crossed": "line-crossing",
    "VideoSource/GlobalSceneChange": "tamper",
    "VideoSource/ImageTooDark": "tamper",
}
_OTHERS = ("RuleEngine/", "Device/Trigger/", "VideoAnalytics/")
_STATES = ("IsMotion", "LogicalState", "State", "Value", "IsTamper", "IsInside")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
MOST_ITEMS = 16
MOST_CHARS = 200
BELIEVED = timedelta(minutes=5)
"""A message that says it is further from now than this has its time from a clock that nobody knows."""


def told_of(message: Any, offset: timedelta | None, now: datetime) -> dict[str, Any] | None:
    """A message of the library's as JSON; None for one that is no event or cannot be read.

    offset: how far the camera's clock is ahead. digest: alike only for the same message told twice.
    """
    try:
        topic = "/".join(part.rpartition(":")[2] for part in str(message.Topic._value_1).split("/"))
        body = message.Message._value_1
        source, data = _items(body.Source), _items(body.Data)
        at, operation = body.UtcTime, str(body.PropertyOperation or "")
    except AttributeError:
        return None
    kind = KINDS.get(topic) or ("other" if topic.startswith(_OTHERS) else None)
    if kind is None or operation == "Deleted":
        return None
    raw = "\n".join([topic, *(f"{k}={v}" for k, v in (*source.items(), *data.items())), str(at)])
    return {
        "kind": kind,
        "topic": topic[:MOST_CHARS],
        "source": source,
        "active": _active(data),
        "stands": operation == "Initialized",
        "digest": hashlib.sha256(raw.encode()).hexdigest(),
        "occurred_at": _instant(at, offset, now).isoformat(),
    }


def _items(part: Any) -> dict[str, str]:
    items = list(getattr(part, "SimpleItem", None) or [])[:MOST_ITEMS]
    return {str(item.Name)[:MOST_CHARS]: str(item.Value)[:MOST_CHARS] for item in items}


def _active(data: Mapping[str, str]) -> bool | None:
    """Whether it begins or ends; None of what only happens."""
    for name in _STATES:
        if (value := data.get(name)) is not None:
            return _TRUTH.get(value.strip().lower())
    return None


def _instant(at: Any, offset: timedelta | None, now: datetime) -> datetime:
    """By our clock."""
    if not isinstance(at, datetime):
        return now
    theirs = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    ours = theirs - (offset or timedelta(0))
    return ours if abs(now - ours) <= BELIEVED else now
