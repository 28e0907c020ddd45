"""The audit log in PostgreSQL: what is written, what the database refuses, what the check finds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from mosaic_backend.audit import bootstrap, facade
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.shared.http.request_origin import RequestOrigin, bound_origin
from mosaic_contracts.permissions import Principal, Role

ANN = Principal(
    user_id="u1", username="ann", role=Role.ADMIN, all_cameras=True, group_ids=frozenset()
)


def write(number: int) -> list[AuditEntry]:
    for n in range(number):
        facade.record("system", "test.done", f"thing:{n}")
    bootstrap.seal(datetime.now(UTC))
    return list(AuditEntry.objects.order_by("sequence"))


@pytest.fixture
def unguarded(transactional_db: None) -> Iterator[None]:
    """As whoever owns the database: without the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        yield
        cursor.execute("TRUNCATE audit_auditentry")
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%%no_truncate%%'"
            " AND tgrelid = 'audit_auditentry'::regclass"
        )
        cursor.execute(f'ALTER TABLE audit_auditentry DISABLE TRIGGER "{cursor.fetchone()[0]}"')


@pytest.mark.django_db
def test_entry_when_recorded_in_a_request_then_it_says_who_where_why_and_what_changed():
    with bound_origin(RequestOrigin("req-1", "192.0.2.7")):
        facade.record(
            ANN,
            "camera.changed",
            "camera:1",
            {"group": UUID(int=1)},
            reason="moved",
            before={"name": "Gate", "enabled": True},
            after={"name": "Yard", "enabled": True},
        )
    row = AuditEntry.objects.get()
    assert (row.actor_kind, row.actor, row.actor_id) == ("user", "ann", "u1")
    assert (row.request_id, row.address, row.reason) == ("req-1", "192.0.2.7", "moved")
    assert (row.before, row.after) == ({"name": "Gate"}, {"name": "Yard"})
    assert row.details == {"group": str(UUID(int=1))}


@pytest.mark.django_db
def test_entry_when_recorded_behind_the_middleware_then_it_bears_the_id_of_that_request():
    @transaction.atomic
    def recorded(request: object) -> object:
        from django.http import HttpResponse

        facade.record("system", "test.done", "x")
        return HttpResponse()

    from django.test import RequestFactory

    from mosaic_backend.shared.http.request_ids import RequestIdMiddleware

    request = RequestFactory().get("/", headers={"X-Request-ID": "abc", "X-Forwarded-For": "::2"})
    RequestIdMiddleware(recorded)(request)
    row = AuditEntry.objects.get()
    assert (row.request_id, row.address) == ("abc", "::2")
    Client().get("/health")
    facade.record("system", "test.done", "y")
    assert AuditEntry.objects.latest("id").request_id == ""


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "'; DROP TABLE x; --", "{{7*7}}", "x" * 9000])
def test_entry_when_the_text_is_odd_then_kept_and_the_chain_holds(text):
    facade.record(text, text, text, {text: [text, float("nan"), 1e300, -0.0, 10**30]}, reason=text)
    assert AuditEntry.objects.count() == 1
    assert bootstrap.verify().holds


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(actor="x"),
        lambda rows: rows.update(hash="x"),
        lambda rows: rows.update(sequence=None),
        lambda rows: rows.delete(),
    ],
)
def test_entry_when_changed_or_deleted_then_the_database_refuses(change):
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(AuditEntry.objects.all())
    assert AuditEntry.objects.get().actor == "system"


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"actor": "x"}, {"details": {"a": 1}}, {"reason": "x"}])
def test_entry_when_changed_before_it_is_chained_then_the_database_refuses_too(change):
    facade.record("system", "test.done", "thing:1")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(**change)


@pytest.mark.django_db
def test_log_when_it_is_emptied_then_the_database_refuses():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")
        with pytest.raises(DatabaseError, match="not emptied"), transaction.atomic():
            cursor.execute("TRUNCATE audit_auditentry CASCADE")


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE audit_auditentry SET actor = 'bob' WHERE sequence = 3", "breaks at entry 3"),
        ("DELETE FROM audit_auditentry WHERE sequence = 3", "breaks at entry 3"),
        (
            "DELETE FROM audit_auditentry WHERE sequence = 3;"
            "UPDATE audit_auditentry SET sequence = sequence - 1 WHERE sequence = 4;"
            "UPDATE audit_auditentry SET sequence = sequence - 1 WHERE sequence = 5",
            "breaks at entry 3",
        ),
        (
            "INSERT INTO audit_auditentry (sequence, at, actor_kind, actor, actor_id, action, subject,"
            " reason, address, request_id, details, hash) SELECT 6, at, '', actor, '', action, subject,"
            " '', '', '', '{}', hash FROM audit_auditentry WHERE sequence = 5",
            "breaks at entry 6",
        ),
        ("DELETE FROM audit_auditentry WHERE sequence = 5", "the last 1 entries are gone"),
        ("TRUNCATE audit_auditentry", "the last 5 entries are gone"),
        (
            "UPDATE audit_auditentry SET sequence = NULL, at = '2026-01-01' WHERE sequence = 5",
            "breaks at entry 5",  # chained anew, with another hash than the signed head tells
        ),
    ],
)
def test_check_when_somebody_owns_the_database_then_it_finds_what_they_did(
    unguarded, tampering, found
):
    write(5)
    assert bootstrap.verify().holds
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    verdict = bootstrap.verify()
    assert any(found in finding for finding in verdict.findings), verdict


@pytest.mark.django_db
def test_heads_when_one_is_forged_or_cut_off_then_told_and_the_next_is_whole(heads, tmp_path):
    write(2)
    path = tmp_path / "heads.jsonl"
    path.write_text(path.read_text().replace('"count": 2', '"count": 1'))
    assert "line 1 of heads.jsonl is not ours" in bootstrap.verify().findings[0]
    path.write_text('{"at": "2026')
    write(1)
    findings = bootstrap.verify().findings
    assert len(findings) == 1
    assert bootstrap.verify().heads == 1


@pytest.mark.django_db
def test_head_when_nothing_was_added_then_not_written_again(heads):
    write(2)
    now = datetime.now(UTC)
    assert bootstrap.write_head(now) == 0
    assert len(list(heads.read())) == 1


@pytest.mark.django_db(transaction=True)
def test_entries_when_written_at_once_then_none_waits_for_an_open_transaction_and_the_chain_holds():
    opened, done = Event(), Event()

    def long_work() -> None:
        try:
            with transaction.atomic():
                facade.record("system", "test.long", "thing:0")
                opened.set()
                assert done.wait(60)
        finally:
            connection.close()

    def write_one(number: int) -> None:
        try:
            facade.record("system", "test.done", f"thing:{number}")
            bootstrap.chain_appended(datetime.now(UTC))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        long = threads.submit(long_work)
        assert opened.wait(60)
        for one in [threads.submit(write_one, number) for number in range(12)]:
            one.result(60)
        assert bootstrap.verify().entries == 12
        done.set()
        long.result(60)
    assert bootstrap.verify() == bootstrap.Verdict(13, 0)
    assert AuditEntry.objects.latest("sequence").action == "test.long"
