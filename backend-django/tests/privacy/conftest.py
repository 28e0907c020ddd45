"""Reads with pictures. Django is set up only after this file is imported."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import pytest

from mosaic_contracts.events.types import ReadImages
from mosaic_contracts.ids import new_id

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
Seen = Callable[..., UUID]


@pytest.fixture
def site(db: None) -> Any:
    from mosaic_backend.cameras.infrastructure.models import Site

    return Site.objects.create(name=f"Here {new_id()}")


@pytest.fixture
def camera(site: Any) -> UUID:
    from mosaic_backend.cameras.infrastructure.models import CameraRow

    row = CameraRow.objects.create(
        name="Gate", site=site, source_url="rtsp://10.0.0.9/1", revision=1
    )
    return row.id


@pytest.fixture
def seen(camera: UUID) -> Seen:
    """Stores a read of so many days ago with a picture, of the camera unless another is named."""
    from event_factories import plate_read

    from mosaic_backend.detections.facade import store_plate_reads

    def store(text: str, days: float, **changes: Any) -> UUID:
        at = NOW - timedelta(days=days)
        read_id = new_id(at)
        key = f"plates/{read_id}-plate.jpg"
        picture = crop(read_id)
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(b"\xff\xd8\xff\xd9")
        fields = {"camera_id": camera, "read_id": read_id, "images": ReadImages(plate=key)}
        store_plate_reads([plate_read(text, at=at, **(fields | changes))])
        return read_id

    return store


def crop(read_id: UUID) -> Path:
    from mosaic_backend.config.environment import environment

    return Path(urlsplit(environment().evidence_url).path) / f"plates/{read_id}-plate.jpg"


def database_address() -> str:
    """Of the test's database, for other processes."""
    from django.db import connection

    to = connection.settings_dict
    account = f"{quote(to['USER'])}:{quote(to['PASSWORD'])}"
    return f"postgresql://{account}@{to['HOST']}:{to['PORT']}/{to['NAME']}"
