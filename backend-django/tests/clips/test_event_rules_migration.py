"""Rules of an older Mosaic become settings of the cameras."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from older_versions import migrated, models_of

from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import EventSettings

BEFORE = [("clips", "0015_clip_shares"), ("cameras", "0007_onvif")]


@pytest.fixture
def old(transactional_db: None) -> Iterator[Any]:
    with models_of(BEFORE) as apps:
        yield apps


def _add(apps: Any, mode: str, **rule: Any) -> UUID:
    camera_id = new_id()
    apps.get_model("cameras", "CameraRow").objects.create(
        id=camera_id, key=str(camera_id), name="Gate", recording_mode=mode, revision=1
    )
    if rule:
        told = {"judged_until": "2026-11-24T08:00:00Z", "watched_since": "2026-11-24T07:00:00Z"}
        apps.get_model("clips", "EventRule").objects.create(camera_id=camera_id, **told, **rule)
    return camera_id


def _of_then(**given: Any) -> dict[str, Any]:
    """What came later has its default where it is read."""
    return EventSettings(**given).model_dump(mode="json", exclude={"camera_events"})


def test_rules_when_migrated_then_modes_and_settings_of_the_cameras_and_back(old: Any) -> None:
    rule = {"before_s": 5, "after_s": 60, "labels": ["car", "bus"], "plates": False}
    kept = _add(old, "continuous", **rule)
    off = _add(old, "off", before_s=7)
    other = _add(old, "continuous")
    now = migrated([("clips", "0018_recording_on_events")])
    told = {
        row.id: (row.recording_mode, row.recording_otherwise, row.recording_events)
        for row in now.get_model("cameras", "CameraRow").objects.all()
    }
    settings = _of_then(**rule, watch_lists=False)
    assert told[kept] == ("event", "off", settings)
    assert told[off] == ("off", "off", _of_then(before_s=7))
    assert told[other] == ("continuous", "off", {})
    watch = now.get_model("clips", "EventWatch").objects.get(camera_id=kept)
    assert (watch.settings, watch.judged_until.hour, watch.watched_since.hour) == (settings, 8, 7)
    back = migrated(BEFORE)
    row = back.get_model("clips", "EventRule").objects.get(camera_id=kept)
    assert {name: getattr(row, name) for name in rule} == rule
    assert (
        back.get_model("cameras", "CameraRow").objects.get(id=kept).recording_mode == "continuous"
    )
