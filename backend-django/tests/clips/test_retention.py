"""What goes, in which order, and what stays."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.alerts.infrastructure.models import Alert
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.clips.domain.retention import Kept, Limits, forecast, going
from mosaic_backend.clips.infrastructure.models import (
    ClockSeen,
    LedgerSpan,
    LedgerWatch,
    RecordingLimit,
    Segment,
)
from mosaic_backend.clips.infrastructure.recording import retention, stock
from mosaic_backend.clips.infrastructure.recording.clock_watch import KernelClock
from mosaic_backend.clips.infrastructure.recording.disk_space import DiskSpace
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.clips.infrastructure.recording.retention import Retention
from mosaic_backend.clips.infrastructure.video.hashing import hash_complete
from mosaic_contracts.ids import new_id

from .conftest import database_address

START = datetime(2026, 11, 20, tzinfo=UTC)
LATER = timedelta(days=8)
CAMERAS = [UUID(int=1), UUID(int=2)]
FILES = st.lists(
    st.tuples(st.sampled_from(CAMERAS), st.integers(0, 100), st.integers(0, 50)), max_size=20
).map(
    lambda rows: [
        Kept(
            number,
            camera,
            START + timedelta(hours=hour),
            START + timedelta(hours=hour + 1),
            size,
        )
        for number, (camera, hour, size) in enumerate(sorted(rows, key=lambda row: row[1]))
    ]
)
BYTES = st.none() | st.integers(1, 400)


@given(FILES, st.integers(1, 5), BYTES, BYTES)
def test_going_then_within_the_limits_with_the_oldest_first(
    files: list[Kept], days: int, of_one: int | None, of_all: int | None
) -> None:
    limits = Limits({CAMERAS[0]: days}, {CAMERAS[1]: of_one} if of_one else {}, of_all)
    stock = {
        camera: sum(file.bytes for file in files if file.camera_id == camera) for camera in CAMERAS
    }
    now = START + timedelta(days=4)
    gone = list(going(lambda: files, limits, stock, now))
    left = [file for file in files if file not in gone]
    assert not any(
        file.camera_id == CAMERAS[0] and file.ends_at < now - timedelta(days=days) for file in left
    )
    if of_one:
        assert sum(file.bytes for file in left if file.camera_id == CAMERAS[1]) <= of_one
    if of_all:
        assert sum(file.bytes for file in left) <= of_all
    for camera in CAMERAS:
        starts = [file.starts_at for file in left if file.camera_id == camera]
        assert all(
            file.starts_at <= min(starts, default=file.starts_at)
            for file in gone
            if file.camera_id == camera
        )


def test_forecast_then_by_what_comes_less_what_goes() -> None:
    assert forecast(bytes_per_day=10, leaving_per_day=0, room=110).full_in_days == 11
    assert forecast(bytes_per_day=10, leaving_per_day=5, room=-1).full_in_days == 0
    assert forecast(bytes_per_day=10, leaving_per_day=10, room=5).full_in_days is None


@pytest.fixture
def indexed(copy: Path) -> Path:
    """Several complete files of the camera, in the index."""
    RecordingFollower(copy).follow()
    assert Segment.objects.filter(state="complete").count() >= 3
    return copy


def _files(root: Path, camera: UUID) -> list[str]:
    return sorted(path.name for path in (root / str(camera)).glob("*.mp4"))


def _spans(camera: UUID) -> list[tuple[str, str]]:
    rows = LedgerSpan.objects.filter(camera_id=camera).order_by("starts_at")
    return [(row.kind, row.cause) for row in rows]


def _hold(client: APIClient, camera: UUID, start: datetime, end: datetime) -> Any:
    return client.post(
        "/api/v1/recordings/holds",
        {
            "camera": str(camera),
            "from": start.isoformat(),
            "to": end.isoformat(),
            "reason": "An accident at the gate",
        },
    )


def test_keep_when_too_old_then_gone_and_the_ledger_tells(indexed: Path, camera: UUID) -> None:
    assert Retention(indexed).keep(timezone.now() + timedelta(days=6)) == 0
    before = len(_files(indexed, camera))
    ClockSeen.objects.all().delete()  # two days pass
    assert Retention(indexed).keep(timezone.now() + LATER) == before
    assert _files(indexed, camera) == []
    assert Segment.objects.count() == 0
    assert _spans(camera) == [("missing", "retention")]


def test_keep_when_held_then_it_stays_until_it_is_released(
    indexed: Path, camera: UUID, client_of: Callable[..., APIClient]
) -> None:
    reviewer = client_of("reviewer")
    segments = list(Segment.objects.order_by("starts_at"))
    middle = segments[1]
    inside = middle.starts_at + timedelta(seconds=0.5)
    answer = _hold(reviewer, camera, inside, inside + timedelta(seconds=0.2))
    assert answer.status_code == 201, answer.json()
    Retention(indexed).keep(timezone.now() + LATER)
    assert _files(indexed, camera) == [middle.name]
    assert ("recorded", "") in _spans(camera)
    assert ("missing", "retention") in _spans(camera)
    released = reviewer.post(f"/api/v1/recordings/holds/{answer.json()['id']}/release")
    assert (released.status_code, released.json()["released_by"]) == (200, "reviewer")
    Retention(indexed).keep(timezone.now() + LATER)
    assert _files(indexed, camera) == []
    told = AuditEntry.objects.filter(action__in=["hold.placed", "hold.released"])
    assert told.count() == 2


def test_keep_when_a_file_still_grows_then_it_stays(indexed: Path, camera: UUID) -> None:
    last = Segment.objects.order_by("starts_at").last()
    assert last is not None
    Segment.objects.filter(id=last.id).update(state="growing")
    Retention(indexed).keep(timezone.now() + LATER)
    assert _files(indexed, camera) == [last.name]


@pytest.mark.parametrize("of_all", [False, True])
def test_keep_when_too_much_then_the_oldest_go_until_it_fits(
    indexed: Path, camera: UUID, of_all: bool
) -> None:
    names = _files(indexed, camera)
    stored = sum(Segment.objects.values_list("bytes", flat=True))
    RecordingLimit.objects.create(camera_id=None if of_all else camera, max_bytes=stored - 1)
    assert Retention(indexed).keep(timezone.now()) == 1
    assert _files(indexed, camera) == names[1:]
    assert _spans(camera) == [("missing", "retention"), ("recorded", "")]


def test_keep_when_the_disk_is_full_then_the_oldest_go_and_administrators_are_told(
    indexed: Path, camera: UUID, admin: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = _files(indexed, camera)
    spaces = iter([DiskSpace(10_000, 200)])
    monkeypatch.setattr(retention, "disk_space", lambda _: next(spaces, DiskSpace(10_000, 600)))
    assert Retention(indexed).keep(timezone.now()) == 1
    assert _files(indexed, camera) == names[1:]
    assert _spans(camera) == [("missing", "disk"), ("recorded", "")]
    alert = Alert.objects.get(kind="disk-space")
    assert (alert.for_administrators, alert.severity) == (True, "critical")


def test_keep_when_the_clock_jumps_ahead_then_nothing_goes(indexed: Path, camera: UUID) -> None:
    keeper, now = Retention(indexed), timezone.now()
    keeper.keep(now)
    assert keeper.keep(now + timedelta(days=400)) == 0
    assert len(_files(indexed, camera)) >= 3


def _passes(time: timedelta, **changed: object) -> None:
    """As if the clock had been seen so much longer ago."""
    seen = ClockSeen.objects.get()
    seen.at, seen.ran = seen.at - time, seen.ran - time
    for name, value in changed.items():
        setattr(seen, name, value)
    seen.save()


def test_keep_when_the_clock_jumped_while_no_worker_ran_then_nothing_goes_for_a_day(
    indexed: Path, camera: UUID
) -> None:
    now = timezone.now()
    Retention(indexed).keep(now)
    assert Retention(indexed).keep(now + LATER) == 0
    assert Retention(indexed).keep(now + LATER) == 0, "a worker that starts again forgets nothing"
    _passes(timedelta(hours=23))
    assert Retention(indexed).keep(now + LATER) == 0
    _passes(timedelta(hours=2))
    assert Retention(indexed).keep(now + LATER) > 0
    assert _files(indexed, camera) == []


def test_keep_when_the_machine_ran_on_for_days_then_the_clock_is_believed(
    indexed: Path, camera: UUID
) -> None:
    now = timezone.now()
    Retention(indexed).keep(now)
    _passes(LATER)
    assert Retention(indexed).keep(now) == 0, "nothing of it is too old"
    _passes(LATER, at=now)
    assert Retention(indexed).keep(now + LATER) > 0


@pytest.mark.parametrize("boot", ["another", ""])
def test_keep_when_the_machine_was_off_then_its_clock_is_doubted_for_an_hour(
    boot: str, indexed: Path, camera: UUID
) -> None:
    now = timezone.now()
    Retention(indexed).keep(now)
    ClockSeen.objects.update(boot=boot)
    assert Retention(indexed).keep(now + LATER) == 0
    _passes(timedelta(minutes=50))
    assert Retention(indexed).keep(now + LATER) == 0
    _passes(timedelta(minutes=20))
    assert Retention(indexed).keep(now + LATER) > 0


def test_keep_when_the_machine_was_only_restarted_then_what_was_doubted_is_doubted_on(
    indexed: Path, camera: UUID
) -> None:
    now = timezone.now()
    Retention(indexed).keep(now)
    ClockSeen.objects.update(boot="another")
    assert Retention(indexed).keep(now + LATER) == 0
    ClockSeen.objects.update(boot="a third")
    assert Retention(indexed).keep(now + LATER + timedelta(minutes=1)) == 0
    assert ClockSeen.objects.get().doubt > timedelta(minutes=50)
    ClockSeen.objects.update(boot="a fourth", doubt=timedelta(0))
    assert Retention(indexed).keep(now + LATER + timedelta(minutes=2)) > 0


def test_keep_when_only_the_ledger_knows_when_somebody_looked_then_it_is_asked(
    indexed: Path, camera: UUID
) -> None:
    now = timezone.now()
    LedgerWatch.objects.create(seen_at=now)
    assert Retention(indexed).keep(now + LATER) == 0
    ClockSeen.objects.all().delete()
    LedgerWatch.objects.update(seen_at=now + LATER)
    assert Retention(indexed).keep(now + LATER) > 0


def test_keep_when_the_clock_is_doubted_then_what_is_too_much_still_goes(
    indexed: Path, camera: UUID
) -> None:
    now = timezone.now()
    Retention(indexed).keep(now)
    stored = sum(Segment.objects.values_list("bytes", flat=True))
    RecordingLimit.objects.create(camera_id=camera, max_bytes=stored - 1)
    assert Retention(indexed).keep(now + LATER) == 1


def test_kernel_clock_then_which_run_of_the_machine_and_a_count_that_only_grows() -> None:
    one, two = KernelClock.now(), KernelClock.now()
    assert len(one.boot) == 36
    assert one.boot == two.boot
    assert timedelta(0) < one.ran <= two.ran


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.django_db(transaction=True)
def test_keep_when_it_is_killed_at_a_file_then_the_next_one_goes_on(
    when: str, indexed: Path, camera: UUID
) -> None:
    now = timezone.now() + LATER
    died = subprocess.run(
        [
            *(sys.executable, str(Path(__file__).with_name("dying_retention.py"))),
            *(when, str(indexed), now.isoformat()),
        ],
        env={**os.environ, "MOSAIC_DATABASE_URL": database_address()},
        timeout=120,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    assert _spans(camera) == [("missing", "retention")]
    assert Segment.objects.filter(state="leaving").exists()
    assert Retention(indexed).keep(timezone.now()) > 0
    assert (_files(indexed, camera), Segment.objects.count()) == ([], 0)


def test_keep_when_a_file_cannot_be_deleted_then_administrators_are_told(
    indexed: Path, camera: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", refuse)
        Retention(indexed).keep(timezone.now() + LATER)
        Retention(indexed).keep(timezone.now() + LATER)
    assert Alert.objects.filter(key__startswith="recordings-not-deleted").count() == 1
    Retention(indexed).keep(timezone.now())
    assert _files(indexed, camera) == []


def test_simulation_then_what_goes_afterwards_and_nothing_before(
    indexed: Path, camera: UUID, admin: APIClient
) -> None:
    names, segments = _files(indexed, camera), list(Segment.objects.order_by("starts_at"))
    gigabytes = 0.001
    Segment.objects.filter(id=segments[0].id).update(bytes=2_000_000)
    limits = {
        "max_gigabytes": None,
        "cameras": [{"camera": str(camera), "max_gigabytes": gigabytes}],
    }
    told = admin.post("/api/v1/recordings/retention/simulation", limits).json()
    assert (told["files"], told["bytes"], told["over_by_bytes"]) == (1, 2_000_000, 0)
    assert told["cameras"][0]["camera_name"] == "Gate"
    assert _files(indexed, camera) == names
    saved = admin.put("/api/v1/recordings/retention", limits)
    assert saved.json() == admin.get("/api/v1/recordings/retention").json() == limits
    assert AuditEntry.objects.filter(action="retention.changed").count() == 1
    Retention(indexed).keep(timezone.now())
    assert _files(indexed, camera) == names[1:]


def test_simulation_when_there_are_very_many_files_then_by_the_hour(
    indexed: Path, camera: UUID, admin: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "MOST_SINGLE", 0)
    first = Segment.objects.order_by("starts_at").first()
    assert first is not None
    hour = first.starts_at.replace(minute=0, second=0, microsecond=0)
    in_it = Segment.objects.filter(starts_at__lt=hour + timedelta(hours=1)).count()
    Segment.objects.filter(id=first.id).update(bytes=2_000_000)
    limits = {"max_gigabytes": 0.001, "cameras": []}
    told = admin.post("/api/v1/recordings/retention/simulation", limits).json()
    assert told["files"] == in_it


def test_forecast_then_what_is_stored_and_the_pace(
    indexed: Path, camera: UUID, admin: APIClient
) -> None:
    RecordingLimit.objects.create(camera_id=None, max_bytes=1_000_000_000)
    told = admin.get("/api/v1/recordings/forecast").json()
    stored = sum(Segment.objects.values_list("bytes", flat=True))
    assert (told["stored_bytes"], told["bytes_per_day"]) == (stored, round(stored / 3))
    assert told["cameras"][0]["camera"] == str(camera)
    assert told["full_in_days"] is not None


@pytest.mark.parametrize(
    "change",
    [
        {"max_gigabytes": 0},
        {"max_gigabytes": -1},
        {"cameras": [{"camera": str(new_id()), "max_gigabytes": 1}]},
        {"cameras": None},
    ],
)
def test_limits_when_wrong_then_refused_and_the_old_ones_stay(
    admin: APIClient, change: dict[str, Any]
) -> None:
    RecordingLimit.objects.create(camera_id=None, max_bytes=7_000_000_000)
    given = {"max_gigabytes": 5, "cameras": [], **change}
    answer = admin.put("/api/v1/recordings/retention", given)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-input")
    assert admin.get("/api/v1/recordings/retention").json()["max_gigabytes"] == 7


def test_hold_when_wrong_or_of_a_foreign_camera_then_refused(
    camera: UUID, client_of: Callable[..., APIClient]
) -> None:
    now = timezone.now()
    assert _hold(client_of("reviewer"), camera, now, now).status_code == 400
    stranger = client_of("reviewer", groups=[new_id()])
    assert _hold(stranger, camera, now, now + LATER).status_code == 400
    assert _hold(client_of("viewer"), camera, now, now + LATER).status_code == 403


def test_hashes_when_complete_then_taken_once(indexed: Path) -> None:
    done = hash_complete(indexed)
    assert done == Segment.objects.exclude(sha256="").count() >= 3
    assert hash_complete(indexed) == 0
