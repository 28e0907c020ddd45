from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.audit import facade
from mosaic_backend.audit.domain.chain import GENESIS, Entry, entry_hash, first_broken
from mosaic_backend.audit.infrastructure.journal import first_broken_entry
from mosaic_backend.audit.infrastructure.models import AuditEntry


def chain(length: int) -> list[tuple[Entry, str]]:
    entries, previous = [], GENESIS
    for sequence in range(1, length + 1):
        entry = Entry(sequence, datetime(2026, 1, 1, tzinfo=UTC), "ann", "x.done", "x:1", {"n": 1})
        previous = entry_hash(entry, previous)
        entries.append((entry, previous))
    return entries


@given(st.integers(1, 8), st.data())
def test_chain_when_an_entry_is_changed_or_taken_out_then_it_shows_there(length, data):
    whole = chain(length)
    assert first_broken(whole) is None
    place = data.draw(st.integers(0, length - 1))
    changed = list(whole)
    changed[place] = (replace(whole[place][0], actor="bob"), whole[place][1])
    assert first_broken(changed) == place + 1
    if place < length - 1:
        assert first_broken(whole[:place] + whole[place + 1 :]) == place + 1


@pytest.mark.django_db
def test_journal_when_written_then_the_chain_holds():
    for number in range(3):
        facade.record("system", "test.done", f"thing:{number}", {"at": datetime.now(UTC)})
    assert AuditEntry.objects.count() == 3
    assert first_broken_entry() is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [lambda rows: rows.update(actor="x"), lambda rows: rows.delete()]
)
def test_entry_when_changed_or_deleted_then_the_database_refuses(change):
    facade.record("system", "test.done", "thing:1")
    with pytest.raises(DatabaseError), transaction.atomic():
        change(AuditEntry.objects.all())
    assert AuditEntry.objects.get().actor == "system"


@pytest.mark.django_db(transaction=True)
def test_journal_when_written_at_once_then_the_chain_holds():
    def write(number: int) -> None:
        try:
            facade.record("system", "test.done", f"thing:{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(12)))
    assert AuditEntry.objects.count() == 12
    assert first_broken_entry() is None
