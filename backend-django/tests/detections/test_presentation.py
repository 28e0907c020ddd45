"""What is answered without a serializer is what the serializer documents."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from event_factories import detection, plate_read
from rest_framework.renderers import JSONRenderer

from mosaic_backend.detections import bootstrap, facade
from mosaic_backend.detections.application.search_plates import Hit
from mosaic_backend.detections.domain.correction import Correction
from mosaic_backend.detections.infrastructure.models import Detection, PlateRead
from mosaic_backend.detections.interfaces.presentation import presented, presented_detection
from mosaic_backend.detections.interfaces.serializers import (
    DetectionSerializer,
    PlateReadSerializer,
)
from mosaic_backend.shared.http.rendering import OrjsonRenderer

pytestmark = pytest.mark.django_db


def written(data: Any) -> Any:
    return json.loads(OrjsonRenderer().render(data))


def documented(serializer: Any) -> Any:
    return json.loads(JSONRenderer().render(serializer.data))


@pytest.mark.parametrize("why", [None, "every glyph was read so"])
def test_plate_read_then_as_documented(why: str | None) -> None:
    facade.store_plate_reads([plate_read("AB12CD")])
    row = PlateRead.objects.get()
    read = bootstrap.plate_index().get(row.pk)
    assert read is not None
    said = Correction("AB12CO", "O, not D", "ruth", datetime.now(UTC))
    hit, names = Hit(read, 0.5 if why else None, why), {row.camera_id: "Gate"}
    shown = presented(hit, names, {read.id: said} if why else {})
    assert written(shown) == documented(PlateReadSerializer(shown))
    assert set(written(shown)) == set(PlateReadSerializer().fields)


def test_detection_then_as_documented() -> None:
    facade.store_detections([detection()])
    row = Detection.objects.get()
    for names in ({}, {row.camera_id: "Gate"}):
        shown = presented_detection(row, names)
        assert written(shown) == documented(DetectionSerializer(shown))
        assert set(written(shown)) == set(DetectionSerializer().fields)
