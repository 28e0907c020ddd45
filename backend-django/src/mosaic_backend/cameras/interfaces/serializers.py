"""The bodies of the camera endpoints."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pydantic
from rest_framework import serializers

from mosaic_backend.cameras.domain.camera import (
    KEY_PATTERN,
    MAX_TAG_LENGTH,
    CameraDraft,
    Position,
    position_of,
    tags_of,
)
from mosaic_backend.cameras.domain.recording import recording_over
from mosaic_backend.cameras.domain.schedule import DAYS, MAX_INTERVALS, Interval
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Schedule, Site
from mosaic_backend.cameras.interfaces.zones import ZoneSerializer
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.internal_api import RECORDING_MODES, AiSettings, EventSettings, LiveSettings

MAX_CLASSES = 80
STREAM_STATES = ["unknown", "disabled", "idle", "connecting", "online", "error"]


def _position(given: Any) -> Position:
    try:
        return position_of(dict(given))
    except pydantic.ValidationError as error:
        raise serializers.ValidationError(
            "A position is {lat, lon} in degrees, or {plan, x, y} with x and y from 0 to 1.",
            code="position",
        ) from error


class TagsField(serializers.ListField):
    """Tags, each once, in order."""

    child = serializers.CharField(max_length=MAX_TAG_LENGTH)

    def to_internal_value(self, data: Any) -> tuple[str, ...]:  # type: ignore[override]
        try:
            return tags_of(super().to_internal_value(data))
        except InvalidInputError as error:
            raise serializers.ValidationError(error.detail, code="tags") from error


def _words(most: int) -> serializers.ListField:
    child = serializers.CharField(min_length=1, max_length=64)
    return serializers.ListField(child=child, max_length=most, default=list)


class EventSettingsSerializer(serializers.Serializer[Any]):
    """What keeps footage of a camera that is recorded on events, and how much before and after each."""

    before_s = serializers.IntegerField(min_value=5, max_value=60, default=10)
    after_s = serializers.IntegerField(min_value=5, max_value=60, default=10)
    detections = serializers.BooleanField(default=True)
    labels = _words(64)
    zones = _words(32)
    plates = serializers.BooleanField(default=True, help_text="Every plate read")
    watch_lists = serializers.BooleanField(
        default=True, help_text="Plate reads that a watch list asks for"
    )
    camera_events = serializers.BooleanField(
        default=False, help_text="What the camera tells of by itself (ONVIF)"
    )


class RecordingSerializer(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(choices=RECORDING_MODES, default="off")
    otherwise = serializers.ChoiceField(
        choices=RECORDING_MODES, default="off", help_text="Outside of the schedule's times"
    )
    retention_days = serializers.IntegerField(min_value=1, max_value=3650, default=7)
    schedule = serializers.UUIDField(
        allow_null=True, default=None, help_text="When `mode` holds; null: always"
    )
    events = EventSettingsSerializer(required=False)


class AiSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField(default=True)
    classes = serializers.ListField(
        child=serializers.CharField(max_length=64),
        max_length=MAX_CLASSES,
        default=lambda: list(AiSettings().classes),
    )
    read_plates = serializers.BooleanField(default=True)
    zones = ZoneSerializer(many=True, default=list, max_length=32)  # type: ignore[call-arg]
    schedule = serializers.UUIDField(
        allow_null=True, default=None, help_text="When to look; null: always"
    )


class LiveSerializer(serializers.Serializer[Any]):
    transcode = serializers.ChoiceField(
        choices=["never", "when_needed"],
        default="never",
        help_text="Whether what a browser cannot play (H.265, B-frames over WebRTC) is made H.264 while "
        "somebody watches; that takes a third to a whole of a processor core a stream",
    )


class PositionSerializer(serializers.Serializer[Any]):
    """On the map, by lat and lon, or on a floor plan, by its name and the shares x and y."""

    lat = serializers.FloatField(required=False, help_text="Degrees, WGS 84")
    lon = serializers.FloatField(required=False)
    plan = serializers.CharField(required=False, max_length=100)
    x = serializers.FloatField(required=False, help_text="Share of the plan, origin top left")
    y = serializers.FloatField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        return _position(super().to_internal_value(data))


class TrackSerializer(serializers.Serializer[Any]):
    codec = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)


class SubStateSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=STREAM_STATES)
    reason = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    tracks = TrackSerializer(many=True)


class StateSerializer(SubStateSerializer):
    sub = SubStateSerializer(
        allow_null=True, help_text="Of the smaller stream; null: there is none, or nothing is known"
    )


class ProbeTrackSerializer(TrackSerializer):
    fps = serializers.FloatField(allow_null=True)
    gop_s = serializers.FloatField(allow_null=True)
    has_b_frames = serializers.BooleanField(allow_null=True)


class ProbeWarningSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="gop-long, b-frames, codec-unsupported")
    detail = serializers.CharField()


class KeptProbeSerializer(serializers.Serializer[Any]):
    ok = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)
    tracks = ProbeTrackSerializer(many=True)
    audio = serializers.CharField(allow_null=True, help_text="Codec of the sound; null: none")
    warnings = ProbeWarningSerializer(many=True)
    took_ms = serializers.FloatField()
    probed_at = serializers.DateTimeField()


class ProbeSerializer(KeptProbeSerializer):
    snapshot_url = serializers.CharField(
        allow_null=True, help_text="Null: there was no picture in time"
    )


class PosterSerializer(serializers.Serializer[Any]):
    camera_id = serializers.UUIDField()
    captured_at = serializers.DateTimeField()
    jpeg = serializers.CharField(help_text="In base64, at most 640 pixels wide")


class PostersSerializer(serializers.Serializer[Any]):
    items = PosterSerializer(many=True)


class StatusSerializer(serializers.Serializer[Any]):
    """Online or offline for long enough to count, which the stream's state may not be yet."""

    status = serializers.ChoiceField(choices=["unknown", "disabled", "online", "offline"])
    reason = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField(allow_null=True)


class CameraSerializer(serializers.Serializer[Any]):
    """A camera as it is told; the address without user and password."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    source_url = serializers.CharField(help_text="Without user and password")
    enabled = serializers.BooleanField()
    group = serializers.UUIDField(allow_null=True)
    site = serializers.UUIDField(allow_null=True)
    key = serializers.CharField(help_text="How configuration files know it")
    sub_url = serializers.CharField(
        allow_null=True, help_text="The smaller stream, without user and password"
    )
    tags = serializers.ListField(child=serializers.CharField())
    position = PositionSerializer(allow_null=True)
    recording = RecordingSerializer()
    ai = AiSerializer()
    live = LiveSerializer()
    offline_alarm = serializers.BooleanField()
    state = StateSerializer()
    status = StatusSerializer()
    probe = KeptProbeSerializer(allow_null=True, help_text="What the last probe told")
    ptz = serializers.BooleanField(help_text="Whether it can be moved, as far as ONVIF told")
    revision = serializers.IntegerField()


class CameraInputSerializer(serializers.Serializer[Any]):
    """A camera as an administrator sends it; what is left out of a PATCH stays."""

    name = serializers.CharField(max_length=100)
    source_url = serializers.CharField(
        max_length=2048,
        trim_whitespace=False,
        help_text="Credentials are kept and never returned; sent back without them, they stay",
    )
    enabled = serializers.BooleanField(default=True)
    group = serializers.UUIDField(allow_null=True, default=None)
    site = serializers.UUIDField(allow_null=True, default=None)
    key = serializers.RegexField(
        KEY_PATTERN, required=False, help_text="Unique; its id unless given"
    )
    sub_url = serializers.CharField(
        max_length=2048,
        trim_whitespace=False,
        allow_null=True,
        allow_blank=True,
        default=None,
        help_text="A smaller stream of the same picture; credentials as in source_url",
    )
    tags = TagsField(default=list)
    position = PositionSerializer(allow_null=True, default=None)
    recording = RecordingSerializer(required=False)
    ai = AiSerializer(required=False)
    live = LiveSerializer(required=False)
    offline_alarm = serializers.BooleanField(required=False, help_text="True unless given")

    def draft(self, present: CameraDraft | None = None) -> CameraDraft:
        """The validated body over what is there; a partial body changes only what it names."""
        given = self.validated_data
        base = present if present is not None and self.partial else None
        return edited(base or CameraDraft(name="", source_url=""), given)


def edited(base: CameraDraft, given: Mapping[str, Any]) -> CameraDraft:
    """A draft with the fields of a validated body over it."""
    columns = {
        **{name: name for name in ("name", "source_url", "key", "enabled", "offline_alarm")},
        **{"group": "group_id", "site": "site_id", "tags": "tags", "position": "position"},
    }
    changes = {columns[name]: value for name, value in given.items() if name in columns}
    if "sub_url" in given:
        changes["sub_url"] = given["sub_url"] or ""
    if recording := given.get("recording"):
        changes["recording"] = recording_over(base.recording, recording)
        if "schedule" in recording:
            changes["recording_schedule_id"] = recording["schedule"]
    if ai := given.get("ai"):
        changes["ai"] = AiSettings.model_validate(base.ai.model_dump() | ai)
        if "schedule" in ai:
            changes["ai_schedule_id"] = ai["schedule"]
    if live := given.get("live"):
        changes["live"] = LiveSettings.model_validate(base.live.model_dump() | live)
    return replace(base, **changes)


class CloneSerializer(CameraInputSerializer):
    """What differs from the camera that is cloned; nothing has to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, partial=True)


class GroupSerializer(serializers.ModelSerializer[CameraGroup]):
    class Meta:
        model = CameraGroup
        fields = ["id", "name", "site"]


class SiteSerializer(serializers.ModelSerializer[Site]):
    class Meta:
        model = Site
        fields = ["id", "name", "time_zone"]


class IntervalSerializer(serializers.Serializer[Any]):
    days = serializers.ListField(
        child=serializers.ChoiceField(choices=list(DAYS)), min_length=1, max_length=7
    )
    start = serializers.CharField(help_text="HH:MM, counted in")
    end = serializers.CharField(
        help_text="HH:MM, not counted in, up to 24:00; before the start: on the next day"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            Interval.model_validate(attrs)
        except pydantic.ValidationError as error:
            told = {
                str(item["loc"][0]) if item["loc"] else "start": item["msg"]
                for item in error.errors(include_input=False, include_url=False)
            }
            raise serializers.ValidationError(told) from error
        return attrs


class ScheduleSerializer(serializers.ModelSerializer[Schedule]):
    intervals = IntervalSerializer(many=True, max_length=MAX_INTERVALS)  # type: ignore[call-arg]

    class Meta:
        model = Schedule
        fields = ["id", "name", "intervals"]


def told(row: CameraRow) -> dict[str, Any]:
    """A row, with its stream state joined, as the API tells it: what `CameraSerializer` documents.

    Answered as it is: writing a page of 100 cameras by the serializer takes 20 ms.
    """
    return {
        "id": str(row.id),
        "name": row.name,
        "source_url": row.source_address,
        "enabled": row.enabled,
        "group": _text(row.group_id),
        "site": _text(row.site_id),
        "key": row.key,
        "sub_url": row.sub_address or None,
        "tags": row.tags,
        "position": row.position,
        "recording": {
            "mode": row.recording_mode,
            "otherwise": row.recording_otherwise,
            "retention_days": row.retention_days,
            "schedule": _text(row.recording_schedule_id),
            "events": _NO_EVENTS | row.recording_events,
        },
        "ai": {
            "enabled": row.ai_enabled,
            "classes": row.ai_classes,
            "read_plates": row.ai_read_plates,
            "zones": row.zones,
            "schedule": _text(row.ai_schedule_id),
        },
        "live": {"transcode": row.transcode},
        "offline_alarm": row.offline_alarm,
        "state": _state(row),
        "status": _status(row),
        "probe": _probe(row),
        "ptz": _has_ptz(row),
        "revision": row.revision,
    }


def _text(identifier: UUID | None) -> str | None:
    return str(identifier) if identifier else None


def _state(row: CameraRow) -> dict[str, Any]:
    known = getattr(row, "stream_state", None)
    if not row.enabled or known is None:
        return {
            "state": "unknown" if row.enabled else "disabled",
            "reason": None,
            "detail": None,
            "changed_at": None,
            "tracks": [],
            "sub": None,
        }
    return {
        "state": known.state,
        "reason": known.reason,
        "detail": known.detail,
        "changed_at": known.changed_at,
        "tracks": _tracks(known.tracks),
        "sub": _sub_state(known.sub) if row.sub_address and known.sub else None,
    }


def _sub_state(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "state": kept["state"],
        "reason": kept["reason"],
        "detail": kept["detail"],
        "changed_at": datetime.fromisoformat(kept["changed_at"]),
        "tracks": _tracks(kept["tracks"]),
    }


def _tracks(kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: track.get(name) for name in _TRACK} for track in kept]


def _status(row: CameraRow) -> dict[str, Any]:
    known = getattr(row, "status", None)
    if not row.enabled:
        return {"status": "disabled", "reason": None, "since": None}
    if known is None or known.name in {None, "disabled"}:
        return {"status": "unknown", "reason": None, "since": None}
    return {"status": known.name, "reason": known.reason, "since": known.since}


def _has_ptz(row: CameraRow) -> bool:
    known = getattr(row, "onvif", None)
    return bool(known and known.has_ptz)


def _probe(row: CameraRow) -> dict[str, Any] | None:
    known = getattr(row, "last_probe", None)
    if not known:
        return None
    told = {name: known.outcome.get(name) for name in _PROBE}
    return told | {"probed_at": known.probed_at}


_NO_EVENTS = EventSettings().model_dump(mode="json")
_TRACK = [str(name) for name in TrackSerializer().fields]
_PROBE = [str(name) for name in KeptProbeSerializer().fields if str(name) != "probed_at"]
