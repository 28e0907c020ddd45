"""Rows for every table that has an admin page, as many as a real installation has on a page."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from event_factories import plate_read

from mosaic_backend.detections.infrastructure.engines import numbers_of
from mosaic_contracts.events import new_event
from mosaic_contracts.ids import new_id

START = datetime(2026, 11, 1, tzinfo=UTC)


def filled(model: type[models.Model], number: int, **fixed: Callable[[int], Any]) -> None:
    """Makes rows whose fields have values of their kind; `fixed` gives those that need a certain one."""
    made, there = [], model._base_manager.count()
    for n in range(there, there + number):
        row = model()
        for field in model._meta.concrete_fields:
            if field.name in fixed:
                setattr(row, field.name, fixed[field.name](n))
            elif _wants_value(field):
                setattr(row, field.attname, _value(field, n))
        made.append(row)
    model._base_manager.bulk_create(made)


def _wants_value(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.AutoField | models.BigAutoField) or field.null:
        return False
    return field.unique or not (field.has_default() or getattr(field, "auto_now", False))


def _value(field: "models.Field[Any, Any]", n: int) -> Any:
    if isinstance(field, models.ForeignKey):
        related = field.related_model
        if related._base_manager.count() <= n:
            make(related._meta.label_lower, n + 1)
        return related._base_manager.order_by("pk").values_list("pk", flat=True)[n]
    if field.choices and not field.unique:
        return [value for value, _ in field.flatchoices][n % len(field.flatchoices)]
    if isinstance(field, models.UUIDField):
        return new_id(START + timedelta(minutes=n))
    if isinstance(field, models.DateTimeField):
        return START + timedelta(minutes=n)
    if isinstance(field, ArrayField):
        return [_value(field.base_field, n) for _ in range(field.size or 1)]
    if isinstance(field, models.BooleanField):
        return n % 2 == 0
    if isinstance(field, models.IntegerField | models.FloatField):
        return n + 1
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.GenericIPAddressField):
        return f"192.0.2.{n % 250}"
    return f"{field.name} {n}"[: field.max_length or 50]


def _jobs(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " SELECT 'clips', 'clips.cut', '{}', 'failed' FROM generate_series(1, %s)",
            [number],
        )


def _one(*_: Any) -> int:
    return 1


def make(label: str, number: int) -> None:
    """Raises KeyError for a model that has no line here: give it one."""
    if label in BY_HAND:
        BY_HAND[label](number)
    else:
        fixed = PLAIN[label]
        model = _model(label)
        missing = number - model._base_manager.count()
        if missing > 0:
            filled(model, missing, **fixed)


def _model(label: str) -> type[models.Model]:
    from django.apps import apps

    return apps.get_model(label)


def _camera(n: int) -> UUID:
    return _nth("cameras.camerarow", n)


def _user(n: int) -> UUID:
    return _nth("identity.user", n)


def _site(n: int) -> UUID:
    return _nth("cameras.site", n)


def _nth(label: str, n: int) -> UUID:
    make(label, n + 1)
    key: UUID = _model(label)._base_manager.order_by("pk").values_list("pk", flat=True)[n]
    return key


EVENT = new_event(plate_read("AB123"), source="mosaic/ai")
PLAIN: dict[str, dict[str, Callable[[int], Any]]] = {
    "alerts.alert": {"camera_id": _camera},
    "alerts.detectionrule": {"camera_id": _camera, "zone": lambda n: ""},
    "alerts.watchlist": {},
    "audit.auditentry": {"actor": lambda n: f"ann {n}"},
    "cameras.camera": {},
    "cameras.cameragroup": {},
    "cameras.camerarow": {"source_url": lambda n: f"rtsp://10.0.0.{n}/1", "zones": lambda n: []},
    "cameras.configurationupload": {
        "lines": lambda n: [
            {
                "kind": "camera",
                "key": f"k{n}",
                "action": "create",
                "before": None,
                "after": {"name": "A"},
            }
        ],
        "counts": lambda n: {"create": 1, "change": 0, "delete": 0, "unchanged": 0},
    },
    "cameras.schedule": {"intervals": lambda n: []},
    "cameras.site": {},
    "privacy.plateretention": {"site_id": _site, "days": lambda n: n + 1},
    "clips.clip": {"camera_id": _camera},
    "clips.eventwatch": {
        "camera_id": _camera,
        "settings": lambda n: {"before_s": 10, "after_s": 10},
        "judged_until": lambda n: START,
    },
    "clips.legalhold": {
        "camera_id": _camera,
        "starts_at": lambda n: START,
        "ends_at": lambda n: START + timedelta(hours=1),
    },
    "clips.recordinglimit": {"camera_id": _camera},
    "detections.detection": {"camera_id": _camera},
    "detections.plateread": {
        "camera_id": _camera,
        "keys": lambda n: [n],
        "box": lambda n: (0.4, 0.5, 0.1, 0.05),
        "image_keys": lambda n: f"p:a/{n}",
        "engine_number": lambda n: numbers_of(["test"])["test"],
    },
    "identity.signinprovider": {"default_role": lambda n: "viewer"},
    "identity.user": {"camera_group_ids": lambda n: []},
    "mosaics.mosaicrow": {
        "layout": lambda n: "2x2",
        "owner_id": _user,
        "tiles": lambda n: [{"position": 0, "camera_id": str(_camera(n))}],
    },
    "partners.apiclient": {"scopes": lambda n: [], "camera_group_ids": lambda n: []},
    "partners.apikey": {},
    "partners.deadletter": {},
    "partners.plan": {},
    "partners.webhook": {},
    "shared.outboxrow": {"event": lambda n: EVENT.to_json().decode()},
}


def _recordings(number: int) -> None:
    """Each under a key of its own, but for one that is plain."""
    filled(
        _model("clips.segment"),
        number,
        camera_id=_camera,
        starts_at=lambda n: START + timedelta(minutes=n),
        ends_at=lambda n: START + timedelta(minutes=n + 1),
        state=lambda _: "complete",
        encryption_key=lambda n: f"{n:016x}" if n else "",
    )


BY_HAND: dict[str, Callable[[int], None]] = {
    "procrastinate.procrastinatejob": _jobs,
    "clips.recordingkeyuse": _recordings,
    "audit.auditpolicy": lambda _: filled(_model("audit.auditpolicy"), 1, id=_one),
    "consumer.deadletterrow": lambda _: (
        None
    ),  # they lie in RabbitMQ: tests/consumer/test_dead_letters.py
}
