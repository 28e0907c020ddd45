import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import transaction
from event_factories import plate_read
from redis import Redis
from rest_framework.test import APIClient

from mosaic_backend.alerts.infrastructure.models import Alert, BackTest, BackTestHit, WatchListEntry
from mosaic_backend.audit.domain.chain import ChainCheck
from mosaic_backend.audit.infrastructure.journal import chain_appended, entry_of
from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.audit.infrastructure.seals import GONE, opened
from mosaic_backend.clips import facade as clips
from mosaic_backend.clips.infrastructure.models import Clip, EvidencePackage, LegalHold
from mosaic_backend.config.environment import environment
from mosaic_backend.detections import facade as detections
from mosaic_backend.detections.infrastructure.models import (
    ErasedRead,
    LeavingCrop,
    PlateCorrection,
    PlateRead,
)
from mosaic_backend.journeys.infrastructure.models import CorrectedRead, ReviewItem
from mosaic_backend.partners.facade import append_to_feed
from mosaic_backend.partners.infrastructure.models import FeedRow
from mosaic_backend.privacy.domain.subject import finds, is_named_in
from mosaic_backend.privacy.infrastructure import erasing
from mosaic_backend.shared.fanout.entries import STREAM, fields_of
from mosaic_backend.shared.outbox.facade import add_event
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_backend.shared.plate_hash import plate_hash
from mosaic_contracts.events import AlertRaised, new_event
from mosaic_contracts.events.types import ReadImages
from mosaic_contracts.ids import new_id

from .conftest import NOW, Seen, crop
from .test_retention import alert, there, watch

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
UNSURE = {
    "candidates": [
        [("A", 0.9)],
        [("B", 0.9)],
        [("8", 0.5), ("1", 0.45)],
        [("2", 0.9)],
        [("3", 0.9)],
    ]
}


@pytest.fixture
def stream(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """The stream that screens hear, empty."""
    monkeypatch.setenv("MOSAIC_REDIS_URL", redis_url)
    environment.cache_clear()
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        redis.delete(STREAM)
        yield redis
        redis.delete(STREAM)
    monkeypatch.undo()
    environment.cache_clear()


NEAR = ("--likelihood", "0.1")


def erase(text: str = "AB 123", *arguments: str) -> None:
    """Near reads too."""
    said = ("--reason", "Article 17, case 9", "--json")
    call_command("plates", "erase", text, *said, *NEAR, *arguments)


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def remains(text: str) -> list[str]:
    """Tables in which a text stands, of all that there are."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS each WHERE each::text ILIKE %s', [f"%{text}%"]
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def furnish(seen: Seen, stream: Redis) -> tuple[UUID, UUID, UUID, UUID]:
    """Reads: exact, near, one that was corrected to the plate, and another's; with all that hangs on them."""
    exact, near = seen("AB123", days=1), seen("AB823", days=2, **UNSURE)
    corrected, other = seen("QQ555", days=3), seen("ZZ777", days=1)
    read = detections.plate(corrected)
    assert read is not None
    detections.correct(read, "AB123", "", "reviewer")
    CorrectedRead.objects.create(read_id=corrected, plate="AB123", corrected_at=NOW)
    ReviewItem.objects.create(
        read_id=near,
        camera_id=new_id(),
        worth=1,
        bits=1,
        times_read=1,
        on_watch_list=False,
        near_neighbour=False,
        seen_at=NOW,
    )
    watchlist = watch("AB 123")
    raised = alert(exact, watchlist, "AB123", note="it is AB123")
    test = BackTest.objects.create(
        watchlist=watchlist,
        requester_id="me",
        requested_by="me",
        since=NOW - DAY,
        until=NOW,
        plates=[{"text": "AB123", "folded": "AB123"}, {"text": "X1", "folded": "X1"}],
        min_likelihood=0.1,
        likely_false_below=0.1,
    )
    BackTestHit.objects.create(
        back_test=test,
        read_id=exact,
        camera_id=new_id(),
        seen_at=NOW,
        text="AB123",
        plate="AB123",
        likelihood=1,
        exact=True,
    )
    for read_id, text in ((exact, "AB123"), (other, "ZZ777")):
        event = new_event(plate_read(text, read_id=read_id), source="mosaic/ai")
        stream.xadd(STREAM, fields_of(event))
        with transaction.atomic():
            append_to_feed([event], NOW)
    with transaction.atomic():
        add_event(
            AlertRaised(
                alert_id=raised.id,
                camera_id=None,
                kind="watchlist-match",
                severity="warning",
                title="AB123 seen (Wanted)",
                raised_at=NOW,
                plate_read_id=exact,
            )
        )
    return exact, near, corrected, other


def test_report_then_everything_that_is_known_is_in_the_file(
    seen: Seen, stream: Redis, admin: APIClient, tmp_path: Path
) -> None:
    exact, near, corrected, _ = furnish(seen, stream)
    admin.get("/api/v1/plates", {"text": "ab?23"}, HTTP_X_REASON="Case 5")
    admin.get("/api/v1/plates", {"text": "ZZ777", "match": "exact"})
    path = tmp_path / "report.zip"
    call_command("plates", "report", "AB 123", "--out", str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as archive:
        content = json.loads(archive.read("report.json"))
        pictures = {name for name in archive.namelist() if name.startswith("pictures/")}
    likelihoods = {read["id"]: read["score"] for read in content["reads"]}
    assert set(likelihoods) == {str(exact), str(near), str(corrected)}
    assert (likelihoods[str(exact)], likelihoods[str(corrected)]) == (1.0, 1.0)
    assert 0.1 <= likelihoods[str(near)] < 1.0
    assert pictures == {f"pictures/{read_id}-plate.jpg" for read_id in likelihoods}
    assert [each["title"] for each in content["alerts"]] == [Alert.objects.get().title]
    assert [each["text"] for each in content["watch_list_entries"]] == ["AB 123"]
    assert [each["requested_by"] for each in content["back_test_hits"]] == ["me"]
    assert [each["read_id"] for each in content["corrected_to_it"]] == [str(corrected)]
    assert [each["read_id"] for each in content["waiting_for_review"]] == [str(near)]
    [search] = content["searches"]
    assert (search["actor"], search["reason"], search["details"]["text"]) == (
        "admin",
        "Case 5",
        "ab?23",
    )
    entry = AuditEntry.objects.get(action="plate.reported")
    assert entry.subject == f"plate:{plate_hash('AB123')}"
    assert "AB123" not in str(entry.details)


def test_report_when_the_file_exists_or_a_reason_is_demanded_then_refused(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.json"
    path.write_text("mine")
    with pytest.raises(SystemExit):
        call_command("plates", "report", "AB123", "--out", str(path))
    assert path.read_text() == "mine"
    AuditPolicy.objects.create(plate_search_reason=True)
    with pytest.raises(SystemExit):
        call_command("plates", "report", "AB123", "--out", str(tmp_path / "other.json"))
    assert "reason" in capsys.readouterr().err
    assert not (tmp_path / "other.json").exists()


def test_erase_then_nothing_names_the_plate_and_others_stay(
    seen: Seen, stream: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    exact, near, corrected, other = furnish(seen, stream)
    erase()
    done = told(capsys)
    assert (done["reads"], done["held"]) == (3, [])
    assert [each for each in (exact, near, corrected) if there(each) or crop(each).exists()] == []
    assert there(other)
    assert crop(other).exists()
    assert remains("AB123") + remains("AB 123") + remains("AB823") == []
    assert (PlateCorrection.objects.count(), LeavingCrop.objects.count()) == (0, 0)
    assert [row.event["data"]["text"] for row in FeedRow.objects.all()] == ["ZZ777"]
    assert [str(other) in fields["event"] for _, fields in stream.xrange(STREAM)] == [True]
    # The labels of the corrected read are withdrawn.
    assert [str(corrected) in row.event for row in OutboxRow.objects.all()][-1]
    entries = AuditEntry.objects.filter(action__startswith="plate.eras").order_by("id")
    assert [entry.action for entry in entries] == ["plate.erasure-begun", "plate.erased"]
    assert {entry.subject for entry in entries} == {f"plate:{plate_hash('AB123')}"}
    assert "AB123" not in str([entry.details for entry in entries])


def test_erase_then_what_was_searched_is_unreadable_and_the_chain_holds(
    stream: Redis, admin: APIClient, capsys: pytest.CaptureFixture[str]
) -> None:
    admin.get("/api/v1/plates", {"text": "ab-123", "reason": "Case 5"})
    admin.get("/api/v1/plates", {"text": "ZZ777"})
    searches = AuditEntry.objects.filter(action="plates.searched").order_by("id")
    assert [opened(entry.details)["text"] for entry in searches] == ["ab-123", "ZZ777"]
    assert remains("AB123") + remains("ab-123") == []
    erase()
    assert told(capsys)["others"]["searches"] == 1
    assert [opened(entry.details)["text"] for entry in searches.all()] == [GONE, "ZZ777"]
    assert searches[0].subject == f"plate:{plate_hash('AB123')}"
    chain_appended()
    check = ChainCheck()
    rows = AuditEntry.objects.order_by("sequence")
    assert all(check.follow(entry_of(row, row.sequence or 0), row.hash) for row in rows)


def test_erase_when_called_as_the_command_line_does_then_understood(
    seen: Seen, stream: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    seen("AB123", days=1)
    said = ("--reason=--json", "--likelihood=1.0", "--json", "--", "-AB 123")
    call_command("plates", "erase", *said)
    assert told(capsys)["reads"] == 1


def test_erase_when_done_again_then_nothing_is_left_to_do(
    seen: Seen, stream: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(seen, stream)
    erase()
    first = told(capsys)
    erase()
    again = told(capsys)
    assert again["plate_hash"] == first["plate_hash"]
    assert (again["reads"], again["events"], sum(again["others"].values())) == (0, 0, 0)


def test_erase_when_killed_after_a_batch_then_again_takes_the_rest(
    seen: Seen, stream: Redis, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for days in (1, 2, 3):
        seen("AB123", days=days)
    monkeypatch.setattr(erasing, "BATCH", 1)

    def die(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(erasing.clips, "why_kept", _second_time(die))
        with pytest.raises(KeyboardInterrupt):
            erase()
    assert PlateRead.objects.count() == 2
    erase()
    assert told(capsys)["reads"] == 2
    assert not PlateRead.objects.exists()
    assert not LeavingCrop.objects.exists()


def _second_time(then: Callable[..., Any]) -> Callable[..., Any]:
    first, calls = clips.why_kept, []

    def call(*arguments: Any) -> Any:
        calls.append(arguments)
        return then(*arguments) if len(calls) > 1 else first(*arguments)

    return call


def test_erase_when_redis_was_away_then_again_takes_what_screens_hear(
    seen: Seen, stream: Redis, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read_id = seen("AB123", days=1)
    stream.xadd(STREAM, fields_of(new_event(plate_read("AB123", read_id=read_id), source="ai")))
    with monkeypatch.context() as away:
        away.setenv("MOSAIC_REDIS_URL", "redis://127.0.0.1:1/0")
        environment.cache_clear()
        with pytest.raises(SystemExit):
            erase()
        assert not AuditEntry.objects.filter(action="plate.erased").exists()
    environment.cache_clear()
    assert stream.xlen(STREAM) == 1
    capsys.readouterr()
    erase()
    assert told(capsys)["events"] == 1
    assert stream.xlen(STREAM) == 0


def test_erase_when_a_read_is_held_then_it_stays_with_its_alert_and_is_told(
    seen: Seen, stream: Redis, camera: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    held, other = seen("AB123", days=5), seen("AB123", days=1)
    kept = alert(held, watch("AB123"), "AB123")
    at = NOW - 5 * DAY
    LegalHold.objects.create(
        camera_id=camera, starts_at=at - DAY, ends_at=at + DAY, reason="Court", placed_by="me"
    )
    erase()
    done = told(capsys)
    assert (done["reads"], done["held"]) == (1, [str(held)])
    assert (there(held), there(other), crop(held).exists()) == (True, False, True)
    kept.refresh_from_db()
    assert kept.plate == "AB123"
    assert not WatchListEntry.objects.exists()
    LegalHold.objects.update(released_at=NOW)
    erase()
    assert told(capsys)["reads"] == 1
    assert remains("AB123") == []


def test_erase_when_a_package_shows_the_plate_then_that_is_told(
    seen: Seen, stream: Redis, camera: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    seen("AB123", days=1)
    clip = Clip.objects.create(
        camera_id=camera,
        starts_at=NOW - 2 * DAY,
        ends_at=NOW,
        requested_by="me",
        state="ready",
    )
    EvidencePackage.objects.create(
        clip=clip, with_sightings=True, requester_id="me", requested_by="me", state="ready"
    )
    erase()
    done = told(capsys)
    assert (done["reads"], done["packaged"]) == (1, 1)


def test_erase_when_more_is_told_of_an_erased_read_then_it_is_not_stored_and_its_picture_goes(
    seen: Seen, stream: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    read_id = seen("AB123", days=1)
    erase()
    key = f"plates/{read_id}-plate.jpg"
    crop(read_id).write_bytes(b"\xff\xd8\xff\xd9")
    later = plate_read(
        "AB123", at=NOW - DAY, read_id=read_id, revision=9, images=ReadImages(plate=key)
    )
    assert detections.store_plate_reads([later]) == set()
    assert not there(read_id)
    assert detections.remove_crops(NOW) == 1
    assert not crop(read_id).exists()
    assert ErasedRead.objects.count() == 1


@pytest.mark.parametrize(("said", "stays"), [((), True), (NEAR, False)])
def test_erase_when_not_told_how_near_then_near_reads_stay(
    said: tuple[str, ...],
    stays: bool,
    seen: Seen,
    stream: Redis,
    capsys: pytest.CaptureFixture[str],
) -> None:
    near = seen("AB823", days=2, **UNSURE)
    call_command("plates", "erase", "AB123", "--reason", "case 9", *said)
    assert there(near) is stays


def test_erase_when_a_near_read_was_corrected_to_another_plate_then_it_stays(
    seen: Seen, stream: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    near = seen("AB823", days=2, **UNSURE)
    read = detections.plate(near)
    assert read is not None
    detections.correct(read, "AB823", "", "reviewer")
    erase()
    assert there(near)


@pytest.mark.parametrize(
    ("plate", "reason"),
    [
        ("AB123", ""),
        ("AB123", "  "),
        ("AB123", "for ab-123"),
        ("?*", "why"),
        ("", "why"),
        ("A" * 99, "why"),
    ],
)
def test_erase_when_plate_or_reason_is_of_no_use_then_refused_and_nothing_goes(
    plate: str, reason: str, seen: Seen
) -> None:
    read_id = seen("AB123", days=1)
    with pytest.raises(SystemExit):
        call_command("plates", "erase", plate, "--reason", reason)
    assert there(read_id)
    assert not AuditEntry.objects.filter(action__startswith="plate.eras").exists()


@pytest.mark.parametrize(
    ("text", "match", "found"),
    [
        ("ab 123", "exact", True),
        ("AB124", "exact", False),
        ("AB", "prefix", True),
        ("", "prefix", False),
        ("AB?23", None, True),
        ("*23", "wildcard", True),
        ("*99*****9*9", "wildcard", False),
        ("A8123", None, True),
        ("AB124", "fuzzy", True),
        ("XY999", "fuzzy", False),
    ],
)
def test_finds_then_as_the_search_would_have(text: str, match: str | None, found: bool) -> None:
    assert finds("AB123", text, match) == found


@pytest.mark.parametrize(
    ("reason", "named"),
    [
        ("for ab-123", True),
        ("AB 123 wants it", True),
        ("plate:AB123.", True),
        ("tab 1234", False),
        ("case 9", False),
    ],
)
def test_reason_when_it_names_the_plate_in_words_then_seen(reason: str, named: bool) -> None:
    assert is_named_in("AB123", reason) == named
