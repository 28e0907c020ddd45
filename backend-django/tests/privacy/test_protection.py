"""Where a site asks for it no plate stands readable in the database, and all goes on as before."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.alerts import facade as alerts
from mosaic_backend.alerts.infrastructure.models import WatchListEntry
from mosaic_backend.alerts.infrastructure.tasks import run
from mosaic_backend.audit import facade as audit
from mosaic_backend.config.environment import environment
from mosaic_backend.detections import facade
from mosaic_backend.detections.infrastructure.models import PlateRead
from mosaic_backend.journeys import facade as journeys
from mosaic_backend.partners.infrastructure import feed_writer
from mosaic_backend.partners.infrastructure.models import FeedRow
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_backend.shared.plate_protection import conversion
from mosaic_backend.shared.plate_protection.keys import PlateKeyError
from mosaic_backend.shared.plate_protection.sealing import (
    TOKEN,
    from_token,
    seal,
    token,
    unseal,
)
from mosaic_backend.shared.plate_protection.state import (
    Forms,
    PlateProtection,
    check_state,
    forms_here,
)
from mosaic_cli.secret_files import ensure_secrets
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.events import PlateCorrected
from mosaic_contracts.events import PlateRead as PlateReadEvent
from mosaic_contracts.events.envelope import CloudEvent, new_event
from privacy.protection import dumped, named, protection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heads")]
PLATES, LISTS = "/api/v1/plates", "/api/v1/watchlists"
NAMED = ["KQ47ZRT", "KQ47ZRP", "WX91LMN", "HJ55GGV", "BV83KUD"]


@pytest.fixture
def protected(db: None) -> Iterator[None]:
    with protection("1"):
        yield


def lived(admin: APIClient) -> str:
    """A day of a site: a watch list with matches, reads, a correction, a back-test. The list's id."""
    answer = admin.post(
        LISTS,
        {
            "name": "Stolen",
            "cooldown_s": 60,
            "entries": [{"text": "KQ47 ZRT", "note": "KQ47 ZRT, red"}],
        },
        HTTP_IDEMPOTENCY_KEY="once",
    )
    assert answer.status_code == 201, answer.content
    watchlist = str(answer.json()["id"])
    added = admin.post(f"{LISTS}/{watchlist}/entries", {"text": "wx-91-lmn"})
    assert (added.status_code, added.json()["folded"]) == (201, "WX91LMN")
    csv = "text,note\nBV83KUD,a van\nKQ47ZRT,blue\n"
    for changed in (1, 0):
        done = admin.post(f"{LISTS}/{watchlist}/import", csv, content_type="text/csv")
        assert (done.status_code, done.json()["changed"]) == (200, changed), done.content
    unsure = [[(char, 0.6), ("P", 0.3)] if char == "T" else [(char, 0.95)] for char in "KQ47ZRT"]
    reads = [
        plate_read("KQ47ZRT", candidates=unsure),
        plate_read("KQ47ZRP"),
        plate_read("HJ55GGV"),
    ]
    see(reads)
    put = admin.put(
        f"{PLATES}/{reads[2].read_id}/correction", {"text": "WX91 LMN", "reason": "is WX91LMN"}
    )
    assert put.status_code in {200, 201}, put.content
    tell_corrections()
    tested = admin.post(
        f"{LISTS}/{watchlist}/back-test", {"entries": [{"text": "HJ55GGV"}, {"text": "KQ47ZRT"}]}
    )
    assert tested.status_code == 202, tested.content
    run(UUID(tested.json()["id"]), lambda: False)
    return watchlist


def see(reads: list[PlateReadEvent]) -> None:
    """As the consumer does."""
    now = timezone.now()
    with transaction.atomic():
        facade.store_plate_reads(reads)
        journeys.note_plate_reads(reads, now)
        alerts.raise_for_plate_reads(reads, now)
        feed_writer.append([new_event(read, source="mosaic/ai") for read in reads], now)


def tell_corrections() -> None:
    events = [CloudEvent.from_json(row.event.encode()) for row in OutboxRow.objects.all()]
    said = [each for event in events if isinstance(each := event.payload(), PlateCorrected)]
    assert said
    with transaction.atomic():
        journeys.note_corrections(said, timezone.now())


def found(client: APIClient, **query: Any) -> list[str]:
    answer = client.get(PLATES, query)
    assert answer.status_code == 200, answer.content
    return sorted(item["text"] for item in answer.json()["items"])


def works(admin: APIClient, watchlist: str) -> None:
    """What people and partners see is what they see of plain plates."""
    assert found(admin) == ["HJ55GGV", "KQ47ZRP", "KQ47ZRT"]
    assert found(admin, text="kq-47 zrt", match="exact") == ["KQ47ZRT"]
    assert found(admin, text="WX91LMN", match="exact") == ["HJ55GGV"]
    assert found(admin, text="KQ47ZRT", match="fuzzy") == ["KQ47ZRP", "KQ47ZRT"]
    assert found(admin, text="KQ47", match="prefix") == ["KQ47ZRP", "KQ47ZRT"]
    assert found(admin, text="*47Z?T") == ["KQ47ZRT"]
    assert found(admin, text="wx*", match="wildcard") == ["HJ55GGV"]
    assert found(admin, text="?J5*", match="wildcard") == ["HJ55GGV"]
    assert found(admin, list=watchlist) == ["HJ55GGV", "KQ47ZRT"]
    told = admin.get("/api/v1/alerts").json()["items"]
    assert {(each["plate"], each["title"].split(" (")[0]) for each in told} >= {
        ("KQ47ZRT", "KQ47ZRT seen")
    }
    entries = admin.get(f"{LISTS}/{watchlist}/entries").json()["items"]
    assert {(each["folded"], each["note"]) for each in entries} == {
        ("KQ47ZRT", "blue"),
        ("WX91LMN", ""),
        ("BV83KUD", "a van"),
    }
    [test] = admin.get(f"{LISTS}/{watchlist}/back-tests").json()["items"]
    hits = admin.get(f"{LISTS}/{watchlist}/back-tests/{test['id']}/hits").json()["items"]
    assert {(each["plate"], each["text"]) for each in hits} >= {
        ("HJ55GGV", "HJ55GGV"),
        ("KQ47ZRT", "KQ47ZRT"),
    }
    history = admin.get(f"{PLATES}/history", {"text": "WX91LMN"}).json()
    assert "HJ55GGV" in str(history)
    told_partners = FeedRow.objects.order_by("position").values_list("event", flat=True)
    assert [event["data"]["text"] for event in told_partners] == ["KQ47ZRT", "KQ47ZRP", "HJ55GGV"]
    verdict = audit.verify()
    assert verdict.holds, verdict.findings


def test_protected_then_no_table_names_a_plate_and_all_is_found(
    admin: APIClient, protected: None
) -> None:
    watchlist = lived(admin)
    works(admin, watchlist)
    assert forms_here() is Forms.PROTECTED
    assert sum(map(len, dumped().values())) > 5000
    assert named(NAMED) == {}


def test_plain_then_the_same_is_found_and_a_thief_reads_it(admin: APIClient, db: None) -> None:
    watchlist = lived(admin)
    works(admin, watchlist)
    tables = set(named(NAMED))
    assert {"alerts_alert", "alerts_watchlistentry", "detections_platecorrection"} <= tables
    assert not PlateProtection.objects.exists()


def test_protect_when_killed_between_batches_then_goes_on_and_can_be_undone(
    admin: APIClient, db: None
) -> None:
    watchlist = lived(admin)
    with protection("1"):
        assert forms_here() is Forms.BOTH
        works(admin, watchlist)

        class KilledError(Exception):
            pass

        told: list[str] = []

        def die(kind: str, number: int) -> None:
            told.append(kind)
            if len(told) == 4:
                raise KilledError

        with pytest.raises(KilledError):
            conversion.convert(die, batch=1)
        assert forms_here() is Forms.BOTH
        works(admin, watchlist)
        alert = admin.get("/api/v1/alerts").json()["items"][-1]
        noted = {"note": "saw KQ47ZRT"}
        assert admin.post(f"/api/v1/alerts/{alert['id']}/acknowledge", noted).status_code == 200
        # What comes meanwhile is protected, and known again though it stands there in the other form.
        entry = {"text": "KQ 47 ZRT"}
        assert admin.post(f"{LISTS}/{watchlist}/entries", entry).json()["note"] == "blue"
        out = StringIO()
        call_command("plates", "protect", stdout=out)
        assert "all that is stored is protected" in out.getvalue()
        check_state()
        assert forms_here() is Forms.PROTECTED
        works(admin, watchlist)
        tables = named(NAMED)
        tables.pop("audit_auditentry")
        assert tables == {}
        # Once more there is nothing to do.
        assert conversion.convert(lambda *_: None) == 0
        [*_, noted_alert] = admin.get("/api/v1/alerts").json()["items"]
        assert noted_alert["note"] == "saw KQ47ZRT"
    with protection("0"):
        assert forms_here() is Forms.BOTH
        works(admin, watchlist)
        call_command("plates", "protect", "--undo", stdout=StringIO())
        check_state()
        assert forms_here() is Forms.PLAIN
        works(admin, watchlist)
        assert not PlateProtection.objects.exists()
        read = PlateRead.objects.get(text="KQ47ZRP")
        assert set(facade.keys_of("KQ47ZRP")) <= set(read.keys)


def secrets_with(folder: Path, *lines: str) -> Path:
    ensure_secrets(folder)
    (folder / "plate-key").write_text("\n".join(lines) + "\n")
    return folder


def test_another_key_then_start_and_reads_tell_so(
    admin: APIClient, db: None, tmp_path: Path
) -> None:
    with protection("1"):
        facade.store_plate_reads([plate_read("KQ47ZRT")])
    other = secrets_with(tmp_path / "other", "another-key")
    token = (environment().secrets_dir / "access-token.pem").read_bytes()
    (other / "access-token.pem").write_bytes(token)
    for wished in ("1", "0", ""):
        with protection(wished, other):
            with pytest.raises(PlateKeyError, match="another plate-key"):
                check_state()
            with pytest.raises(CommandError, match="another plate-key"):
                call_command("migrate", verbosity=0)
            answer = admin.get(PLATES)
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert "plate-key" in answer.json()["detail"]
    (other / "plate-key").unlink()
    with protection("1", other), pytest.raises(PlateKeyError, match="cannot be read"):
        check_state()


def test_a_new_line_of_the_key_then_seals_are_made_with_it_and_old_ones_opened(
    admin: APIClient, db: None, tmp_path: Path
) -> None:
    secrets = secrets_with(tmp_path / "secrets", "first")
    with protection("1", secrets):
        facade.store_plate_reads([plate_read("KQ47ZRT")])
        before = dumped_read()
    secrets_with(tmp_path / "secrets", "second", "first")
    with protection("1", secrets):
        [read] = facade.recent_reads(None, 10)
        assert read.text == "KQ47ZRT"
        assert conversion.convert(lambda *_: None) == 1
        after = dumped_read()
        assert after[0] == before[0]
        assert after[1][:5] != before[1][:5]
        assert [each.text for each in facade.recent_reads(None, 10)] == ["KQ47ZRT"]


def dumped_read() -> tuple[str, str]:
    """Token and seal of the one read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT folded, text FROM detections_plateread")
        [row] = cursor.fetchall()
    return row


def test_unset_then_a_protected_site_stays_so(db: None) -> None:
    with protection("1"):
        facade.store_plate_reads([plate_read("KQ47ZRT")])
    with protection(""):
        facade.store_plate_reads([plate_read("HJ55GGV")])
        assert forms_here() is Forms.PROTECTED
    assert named(["KQ47ZRT", "HJ55GGV"]) == {}


def test_report_and_erase_when_protected_then_as_before(
    admin: APIClient, db: None, tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSAIC_REDIS_URL", redis_url)
    with protection("1"):
        lived(admin)
        path = tmp_path / "report.json"
        call_command("plates", "report", "KQ47 ZRT", "--out", str(path), stdout=StringIO())
        said = path.read_text()
        for text in ('"KQ47ZRT"', '"blue"', "KQ47ZRT seen"):
            assert text in said, text
        call_command("plates", "erase", "KQ47ZRT", "--reason", "asked", stdout=StringIO())
        assert found(admin) == ["HJ55GGV", "KQ47ZRP"]
        assert not WatchListEntry.objects.filter(folded="KQ47ZRT").exists()
        assert named(NAMED) == {}


def test_protect_when_the_setting_says_otherwise_then_it_is_refused(db: None) -> None:
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("plates", "protect", stderr=told)
    with protection("1"), pytest.raises(SystemExit):
        call_command("plates", "protect", "--undo", stderr=told)
    assert "MOSAIC_PLATE_PROTECTION=1" in told.getvalue()
    assert "MOSAIC_PLATE_PROTECTION=0" in told.getvalue()


def test_a_plain_text_that_looks_protected_then_loses_the_mark(db: None) -> None:
    facade.store_plate_reads([plate_read("\N{CURRENCY SIGN}AB123")])
    assert [read.text for read in facade.recent_reads(None, 10)] == ["AB123"]
    with protection("1"):
        facade.store_plate_reads([plate_read("\N{CURRENCY SIGN}AB124")])
        assert {read.text for read in facade.recent_reads(None, 10)} == {
            "AB123",
            "\N{CURRENCY SIGN}AB124",
        }


@pytest.mark.parametrize(
    "text", ["A", "KQ47ZRT", "A" * 31, "A" * 32, "Ж" * 32, "車" * 31, "A" * 93]
)
def test_token_then_it_fits_the_column_is_the_same_again_and_leads_back(text: str) -> None:
    made = token(text)
    assert made == token(text) != token(text[:-1] + "Z" + text[-1])
    assert len(made) <= TOKEN
    assert from_token(made) == text


def test_token_when_no_column_has_room_for_it_then_it_is_refused(protected: None) -> None:
    with pytest.raises(InvalidInputError):
        PlateRead.objects.filter(pk=uuid4()).update(folded="車" * 32)


def test_a_seal_when_changed_then_it_is_refused() -> None:
    made = seal("KQ47ZRT")
    assert unseal(made) == "KQ47ZRT" != made != seal("KQ47ZRT")
    for broken in (
        made[:-2],
        f"{made[:-1]}!",
        f"{made[:9]}{'A' if made[9] != 'A' else 'B'}{made[10:]}",
    ):
        with pytest.raises(PlateKeyError):
            unseal(broken)
