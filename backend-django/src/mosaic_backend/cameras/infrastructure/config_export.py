"""The present configuration as YAML or CSV; credentials only where they are asked for."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import yaml

from mosaic_backend.cameras.domain.configuration import VERSION
from mosaic_backend.cameras.infrastructure.camera_store import recording_of
from mosaic_backend.cameras.infrastructure.config_reading import (
    COLUMNS,
    FORMULA_STARTS,
    LISTS,
    TEXTS,
)
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Schedule, Site

BATCH = 2000


def as_yaml(*, with_credentials: bool) -> str:
    document = {
        "mosaic": VERSION,
        "sites": [
            {"name": row.name, "time_zone": row.time_zone} for row in Site.objects.order_by("name")
        ],
        "groups": [
            {"name": row.name, "site": row.site.name if row.site else None}
            for row in CameraGroup.objects.select_related("site").order_by("name")
        ],
        "schedules": [
            {"name": row.name, "intervals": row.intervals}
            for row in Schedule.objects.order_by("name")
        ],
        "cameras": list(_cameras(with_credentials=with_credentials)),
    }
    return str(yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))


def as_csv(*, with_credentials: bool) -> str:
    """Cameras without their zones."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for camera in _cameras(with_credentials=with_credentials):
        writer.writerow([_cell(column, camera) for column in COLUMNS])
    return text.getvalue()


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _cell(column: str, camera: dict[str, Any]) -> str:
    value: Any = camera
    for name in COLUMNS[column]:
        value = (value or {}).get(name)
    if value is None:
        return ""
    if column in LISTS:
        value = ";".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if column in TEXTS and text.startswith(FORMULA_STARTS) else text


def _cameras(*, with_credentials: bool) -> Iterator[dict[str, Any]]:
    rows = (
        CameraRow.objects.filter(deleted_at__isnull=True)
        .select_related("site", "group", "recording_schedule", "ai_schedule")
        .order_by("key")
    )
    if not with_credentials:
        rows = rows.defer("source_url", "sub_url")
    for row in rows.iterator(chunk_size=BATCH):
        yield {
            "key": row.key,
            "name": row.name,
            "source_url": row.source_url if with_credentials else row.source_address,
            "sub_url": (row.sub_url if with_credentials else row.sub_address) or None,
            "enabled": row.enabled,
            "site": row.site.name if row.site else None,
            "group": row.group.name if row.group else None,
            "tags": row.tags,
            "position": row.position,
            "offline_alarm": row.offline_alarm,
            "live": {"transcode": row.transcode},
            "recording": {
                "mode": row.recording_mode,
                "retention_days": row.retention_days,
                "schedule": row.recording_schedule.name if row.recording_schedule else None,
                "otherwise": row.recording_otherwise,
                "events": recording_of(row).events.model_dump(mode="json"),
            },
            "ai": {
                "enabled": row.ai_enabled,
                "classes": row.ai_classes,
                "read_plates": row.ai_read_plates,
                "capture": row.ai_capture,
                "schedule": row.ai_schedule.name if row.ai_schedule else None,
                "zones": row.zones,
            },
        }
