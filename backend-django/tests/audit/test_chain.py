from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.audit.application.verify_chain import Verdict, verify_chain
from mosaic_backend.audit.domain.chain import GENESIS, Entry, Head, entry_hash

AT = datetime(2026, 1, 1, tzinfo=UTC)
Chain = list[tuple[Entry, str]]


def linked(entries: list[Entry]) -> Chain:
    chain, previous = [], GENESIS
    for sequence, entry in enumerate(entries, start=1):
        placed = replace(entry, sequence=sequence)
        previous = entry_hash(placed, previous)
        chain.append((placed, previous))
    return chain


def chain(length: int) -> Chain:
    return linked([Entry(0, AT, "ann", "x.done", "x:1", {"n": n}) for n in range(length)])


def head(of: Chain, count: int) -> Head:
    return Head(AT, count, of[count - 1][1])


@given(st.integers(1, 8), st.data())
def test_chain_when_an_entry_is_changed_removed_or_put_in_then_it_shows_there(length, data):
    whole = chain(length)
    assert verify_chain(whole, []) == Verdict(length, 0)
    place = data.draw(st.integers(0, length - 1))
    entry, stored = whole[place]
    field, value = data.draw(
        st.sampled_from(
            [
                ("actor", "bob"),
                ("actor_id", "1"),
                ("actor_kind", "system"),
                ("action", "y"),
                ("subject", "y"),
                ("details", {}),
                ("reason", "none"),
                ("address", "::1"),
                ("request_id", "r"),
                ("before", {}),
                ("after", {"a": None}),
                ("at", datetime(2026, 1, 2, tzinfo=UTC)),
            ]
        )
    )
    changed = [*whole[:place], (replace(entry, **{field: value}), stored), *whole[place + 1 :]]
    assert not verify_chain(changed, []).holds
    put_in = [*whole[:place], (entry, stored), *whole[place:]]
    assert not verify_chain(put_in, []).holds
    if place < length - 1:
        removed = [*whole[:place], *whole[place + 1 :]]
        assert verify_chain(removed, []).entries == place


@given(st.integers(2, 8), st.data())
def test_chain_when_its_end_is_cut_off_or_it_is_made_anew_then_a_head_tells(length, data):
    whole = chain(length)
    heads = [head(whole, count) for count in range(1, length + 1)]
    kept = data.draw(st.integers(0, length - 1))
    assert verify_chain(whole, heads) == Verdict(length, length)
    assert (
        f"the last {length - kept} entries are gone"
        in verify_chain(whole[:kept], heads).findings[0]
    )
    forged = [
        replace(entry, actor="bob") if n == kept else entry for n, (entry, _) in enumerate(whole)
    ]
    assert verify_chain(linked(forged), []).holds
    assert verify_chain(linked(forged), [heads[-1]]).entries == length - 1


def test_hash_when_the_later_fields_are_empty_then_as_before_there_were_any():
    entry = Entry(1, AT, "ann", "x.done", "x:1", {"n": 1})
    assert (
        entry_hash(entry, GENESIS)
        == "3be0cedc439c62e0c3d5aeb412495299b37eaafd1faf74bebda277e66ad3c91b"
    )
