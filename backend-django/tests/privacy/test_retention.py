import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from mosaic_backend.alerts.infrastructure.models import Alert, WatchList
from mosaic_backend.alerts.infrastructure.watchlist_store import add_entries
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraRow, Site
from mosaic_backend.clips import facade as clips
from mosaic_backend.clips.infrastructure.models import Clip, EvidencePackage, LegalHold
from mosaic_backend.detections import facade as detections
from mosaic_backend.detections.bootstrap import weekly_accuracy
from mosaic_backend.detections.infrastructure.models import (
    ForgottenReads,
    LeavingCrop,
    PlateCorrection,
    PlateRead,
)
from mosaic_backend.journeys.infrastructure.models import CorrectedRead, ReviewItem
from mosaic_backend.privacy.facade import forget_plates
from mosaic_backend.privacy.infrastructure import forgetting
from mosaic_backend.privacy.infrastructure.models import PlateRetention, RetentionPass
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.errors import NotFoundError
from mosaic_contracts.ids import new_id

from .conftest import NOW, Seen, crop, database_address

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def week(db: None) -> PlateRetention:
    """What nothing needs goes after seven days, everywhere."""
    return PlateRetention.objects.create(days=7)


def there(read_id: UUID) -> bool:
    return PlateRead.objects.filter(pk=read_id).exists()


def watch(text: str, **rules: Any) -> WatchList:
    watchlist = WatchList.objects.create(name=f"Wanted {new_id()}", **rules)
    add_entries(watchlist.id, [{"text": text}])
    return watchlist


def alert(read_id: UUID, watchlist: WatchList, plate: str, **more: Any) -> Alert:
    return Alert.objects.create(
        key=f"plate:{read_id}:{watchlist.id}",
        kind="watchlist-match",
        severity="warning",
        title=f"{plate} seen ({watchlist.name})",
        plate=plate,
        plate_read_id=read_id,
        watchlist=watchlist,
        raised_at=NOW,
        **more,
    )


def test_forget_when_no_rule_is_there_then_everything_stays(seen: Seen) -> None:
    old = seen("AB123", days=4000)
    assert forget_plates(NOW) == 0
    assert there(old)
    assert not RetentionPass.objects.exists()


def test_forget_when_older_than_the_rule_then_row_and_picture_go_and_newer_ones_stay(
    seen: Seen, week: PlateRetention
) -> None:
    old, new = seen("AB123", days=7.1), seen("AB123", days=6.9)
    assert forget_plates(NOW) == 1
    assert (there(old), there(new)) == (False, True)
    assert crop(old).exists()
    assert detections.remove_crops(NOW) == 1
    assert (crop(old).exists(), crop(new).exists()) == (False, True)
    assert not LeavingCrop.objects.exists()


def test_forget_when_a_site_has_its_own_rule_then_that_holds_for_its_cameras(
    seen: Seen, site: Site, week: PlateRetention
) -> None:
    other = CameraRow.objects.create(name="Yard", source_url="rtsp://10.0.0.9/2", revision=1)
    here, elsewhere = seen("AB123", days=20), seen("AB123", days=20, camera_id=other.id)
    PlateRetention.objects.create(site_id=site.id, days=30)
    assert forget_plates(NOW) == 1
    assert (there(here), there(elsewhere)) == (True, False)
    PlateRetention.objects.filter(site_id=site.id).update(days=None)
    assert forget_plates(NOW + timedelta(days=100)) == 0
    assert there(here)


def _on_list(read_id: UUID, camera: UUID) -> None:
    watch("ab-123")


def _on_list_of_another_camera(read_id: UUID, camera: UUID) -> None:
    watch("AB123", all_cameras=False)


def _near_match(read_id: UUID, camera: UUID) -> None:
    watchlist = watch("AB128")
    alert(read_id, watchlist, "AB128", acknowledged_at=NOW)


def _muted_near_match(read_id: UUID, camera: UUID) -> None:
    alert(read_id, watch("AB128"), "AB128", muted="cooldown")


def _open_alert(read_id: UUID, camera: UUID) -> None:
    alert(read_id, WatchList.objects.create(name="Empty now"), "AB123")


def _review(read_id: UUID, camera: UUID) -> None:
    ReviewItem.objects.create(
        read_id=read_id,
        camera_id=camera,
        worth=1,
        bits=1,
        times_read=1,
        on_watch_list=False,
        near_neighbour=False,
        seen_at=NOW,
    )


def _corrected_to_listed(read_id: UUID, camera: UUID) -> None:
    watch("XY999")
    read = detections.plate(read_id)
    assert read is not None
    detections.correct(read, "XY999", "", "reviewer")


def _hold(read_id: UUID, camera: UUID) -> None:
    at = NOW - timedelta(days=8)
    LegalHold.objects.create(
        camera_id=camera, starts_at=at, ends_at=at + HOUR, reason="Court", placed_by="me"
    )


def _package(read_id: UUID, camera: UUID) -> None:
    at = NOW - timedelta(days=8)
    clip = Clip.objects.create(
        camera_id=camera, starts_at=at - HOUR, ends_at=at + HOUR, requested_by="me", state="ready"
    )
    EvidencePackage.objects.create(
        clip=clip, with_sightings=True, requester_id="me", requested_by="me", state="ready"
    )


NEEDED = {
    _on_list: "watch-list",
    _on_list_of_another_camera: "watch-list",
    _near_match: "watch-list",
    _muted_near_match: "watch-list",
    _corrected_to_listed: "watch-list",
    _open_alert: "open-alert",
    _review: "review",
    _hold: "legal-hold",
    _package: "evidence-package",
}


@pytest.mark.parametrize("need", NEEDED, ids=lambda need: need.__name__.strip("_"))
def test_forget_when_something_needs_the_read_then_it_stays(
    need: Callable[[UUID, UUID], None], seen: Seen, camera: UUID, week: PlateRetention
) -> None:
    needed, other = seen("AB123", days=8), seen("ZZ777", days=9)
    need(needed, camera)
    assert forget_plates(NOW) == 1
    assert (there(needed), there(other)) == (True, False)
    assert RetentionPass.objects.get().kept == {NEEDED[need]: 1}
    told = AuditEntry.objects.get(action="plates.forgotten")
    assert (told.actor_kind, told.details["reads"], told.details["kept"]) == (
        "system",
        1,
        {NEEDED[need]: 1},
    )
    assert "AB123" not in str(told.details)


def _list_is_over(read_id: UUID, camera: UUID) -> None:
    watch("AB123", valid_until=NOW - HOUR)


def _list_is_off(read_id: UUID, camera: UUID) -> None:
    alert(read_id, watch("AB128", enabled=False), "AB128", acknowledged_at=NOW)


def _alert_was_acknowledged(read_id: UUID, camera: UUID) -> None:
    alert(read_id, WatchList.objects.create(name="Empty now"), "AB123", acknowledged_at=NOW)


def _hold_was_released(read_id: UUID, camera: UUID) -> None:
    _hold(read_id, camera)
    LegalHold.objects.update(released_at=NOW)


def _package_failed(read_id: UUID, camera: UUID) -> None:
    _package(read_id, camera)
    EvidencePackage.objects.update(state="failed")


@pytest.mark.parametrize(
    "need",
    [_list_is_over, _list_is_off, _alert_was_acknowledged, _hold_was_released, _package_failed],
    ids=lambda need: need.__name__.strip("_"),
)
def test_forget_when_nothing_needs_the_read_any_more_then_it_goes(
    need: Callable[[UUID, UUID], None], seen: Seen, camera: UUID, week: PlateRetention
) -> None:
    read_id = seen("AB123", days=8)
    need(read_id, camera)
    assert forget_plates(NOW) == 1
    assert not there(read_id)
    assert not Alert.objects.filter(title__contains="AB123").exists()
    assert not Alert.objects.filter(plate__contains="AB12").exists()


def test_forget_when_a_read_was_corrected_then_the_correction_goes_and_labels_are_withdrawn(
    seen: Seen, camera: UUID, week: PlateRetention
) -> None:
    read_id = seen("AB123", days=8)
    read = detections.plate(read_id)
    assert read is not None
    detections.correct(read, "AB128", "", "reviewer")
    CorrectedRead.objects.create(read_id=read_id, plate="AB128", corrected_at=NOW)
    OutboxRow.objects.all().delete()
    begin, end = NOW - timedelta(days=30), NOW
    before = weekly_accuracy({camera}, begin, end)
    assert forget_plates(NOW) == 1
    assert not PlateCorrection.objects.exists()
    assert not CorrectedRead.objects.exists()
    [told] = OutboxRow.objects.values_list("event", flat=True)
    assert str(read_id) in told
    assert "AB12" not in told
    assert weekly_accuracy({camera}, begin, end) == before
    with pytest.raises(NotFoundError), transaction.atomic():
        detections.correct(read, "AB129", "", "reviewer")


def test_forget_then_counts_stay_as_they_were(
    seen: Seen, camera: UUID, week: PlateRetention
) -> None:
    for days in (7.5, 7.5, 7.6, 8, 6):
        seen("AB123", days=days)
    top = NOW.replace(minute=0) - timedelta(days=9)
    hours = [top + number * HOUR for number in range(9 * 24)]
    before = detections.reads_per_hour({camera}, hours)
    assert forget_plates(NOW) == 4
    assert detections.reads_per_hour({camera}, hours) == before
    assert detections.reads_per_hour(None, hours) == before
    assert detections.reads_per_hour({new_id()}, hours) == [0] * len(hours)
    assert sum(ForgottenReads.objects.values_list("number", flat=True)) == 4


def test_forget_when_there_are_many_batches_then_each_read_is_looked_at_once(
    seen: Seen, week: PlateRetention, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    watch("AB123")
    kept = [seen("AB123", days=8) for _ in range(3)]
    for _ in range(4):
        seen("ZZ777", days=8)
    assert forget_plates(NOW) == 4
    assert all(map(there, kept))
    done = RetentionPass.objects.get()
    assert (done.forgotten, done.kept, done.ended_at) == (4, {"watch-list": 3}, NOW)
    assert forget_plates(NOW + HOUR / 2) == 0
    assert RetentionPass.objects.get().began_at == NOW
    assert forget_plates(NOW + HOUR) == 0
    assert RetentionPass.objects.get().began_at == NOW + HOUR
    assert AuditEntry.objects.filter(action="plates.forgotten").count() == 1


def test_forget_when_the_rule_goes_in_the_middle_then_what_was_done_is_told(
    seen: Seen, week: PlateRetention, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 1)
    first, second = seen("ZZ777", days=9), seen("ZZ777", days=8)
    assert forgetting._next_batch(NOW) == 1
    week.delete()
    assert forget_plates(NOW) == 0
    assert (there(first), there(second)) == (False, True)
    assert AuditEntry.objects.get(action="plates.forgotten").details["reads"] == 1


@pytest.mark.django_db(transaction=True)
def test_hold_when_placed_while_a_batch_goes_then_it_waits_for_its_end(
    seen: Seen, camera: UUID
) -> None:
    read_id = seen("AB123", days=8)
    passage = clips.Passage(read_id, camera, NOW, NOW)
    with transaction.atomic():
        assert clips.why_kept([passage]) == {}
        with psycopg.connect(database_address()) as other:
            other.execute("SET lock_timeout = '100ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute("LOCK TABLE clips_legalhold IN ROW EXCLUSIVE MODE")
    with psycopg.connect(database_address()) as other:
        other.execute("LOCK TABLE clips_legalhold IN ROW EXCLUSIVE MODE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["uncommitted", "committed", "crops"])
def test_forget_when_killed_then_the_next_worker_finishes_and_counts_once(
    step: str, seen: Seen, week: PlateRetention
) -> None:
    reads = [seen("AB123", days=8) for _ in range(3)]
    died = subprocess.run(
        [
            *(sys.executable, str(Path(__file__).with_name("dying_retention.py"))),
            *(step, NOW.isoformat()),
        ],
        env={**os.environ, "MOSAIC_DATABASE_URL": database_address()},
        timeout=120,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    for read_id in reads:
        assert crop(read_id).exists() or not there(read_id)
        assert not crop(read_id).exists() or there(read_id) or LeavingCrop.objects.exists()
    assert all(map(there, reads)) == (step == "uncommitted")
    forget_plates(NOW + timedelta(hours=2))
    detections.remove_crops(NOW)
    assert not any(map(there, reads))
    assert not any(crop(read_id).exists() for read_id in reads)
    assert not LeavingCrop.objects.exists()
    assert sum(ForgottenReads.objects.values_list("number", flat=True)) == len(reads)
    told = AuditEntry.objects.filter(action="plates.forgotten").values_list("details", flat=True)
    assert sum(each["reads"] for each in told) == len(reads)
