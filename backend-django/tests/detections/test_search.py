"""The use case on a fake index that filters a list; the real one passes the same cases in test_plate_index.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.detections.application.plates import (
    Candidate,
    Found,
    PlateFilters,
    PlateRecord,
)
from mosaic_backend.detections.application.search_plates import Position, SearchPlates
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.glyphs import glyphs_of, packed
from mosaic_backend.detections.domain.neighbourhood import keys_of
from mosaic_backend.detections.domain.patterns import Match
from mosaic_backend.detections.domain.plate_grammar import PlateGrammar
from mosaic_contracts.ids import new_id
from mosaic_contracts.plate_formats import formats_of

EVERYWHERE = PlateFilters(cameras=None)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def record(text: str, share: float = 0.9) -> PlateRecord:
    return PlateRecord(
        id=new_id(NOW),
        camera_id=UUID(int=1),
        track_id=UUID(int=2),
        revision=1,
        final=True,
        text=text,
        folded=fold(text),
        confidence=share,
        glyphs=glyphs_of(text, [[(char, share)] for char in text], share),
        first_seen_at=NOW,
        seen_at=NOW,
        last_seen_at=NOW,
        votes=1,
        box=(0, 0, 1, 1),
        frame=(1, 1),
        vehicle=None,
        zones=(),
        images={},
        engine="test",
    )


class ListIndex:
    """Fake of PlateIndex."""

    def __init__(self, records: list[PlateRecord]) -> None:
        self.stored = records

    def _page(
        self, records: list[PlateRecord], filters: PlateFilters, before: UUID | None, limit: int
    ) -> list[PlateRecord]:
        kept = [
            record
            for record in records
            if (before is None or record.id < before)
            and (filters.not_after is None or record.id <= filters.not_after)
        ]
        return sorted(kept, key=lambda record: record.id, reverse=True)[:limit]

    def newest(self, filters, before, limit):  # type: ignore[no-untyped-def]
        return Found(self._page(self.stored, filters, before, limit))

    def exact(self, folded, filters, before, limit):  # type: ignore[no-untyped-def]
        found = [record for record in self.stored if record.folded == folded]
        return Found(self._page(found, filters, before, limit))

    def like(self, pattern, filters, before, limit):  # type: ignore[no-untyped-def]
        glob = pattern.replace("%", "*").replace("_", "?")
        found = [record for record in self.stored if fnmatchcase(record.folded, glob)]
        return Found(self._page(found, filters, before, limit))

    def near(self, keys, filters, limit):  # type: ignore[no-untyped-def]
        found = [record for record in self.stored if set(keys) & set(keys_of(record.folded))]
        page = self._page(found, filters, None, limit)
        return [Candidate(each.id, each.camera_id, packed(each.glyphs)) for each in page]

    def records(self, read_ids):  # type: ignore[no-untyped-def]
        return {each.id: each for each in self.stored if each.id in set(read_ids)}

    def get(self, read_id):  # type: ignore[no-untyped-def]
        return next((record for record in self.stored if record.id == read_id), None)


class NoLessons:
    def of(self, cameras):  # type: ignore[no-untyped-def]
        return {}


def searching(index: ListIndex, countries: Sequence[str] = ("GB",)) -> SearchPlates:
    return SearchPlates(index, NoLessons(), PlateGrammar(formats_of(countries)))


def texts(search: SearchPlates, text: str | None, match: Match | None = None) -> list[str]:
    page = search(text=text, match=match, filters=EVERYWHERE, limit=50)
    return [hit.read.text for hit in page.hits]


def test_search_when_fuzzy_then_likeliest_first() -> None:
    search = searching(ListIndex([record(text) for text in ("ABX23", "AB123", "ABI23", "ZZ999")]))
    assert texts(search, "ab 123") == ["AB123", "ABI23", "ABX23"]


def test_search_when_what_was_read_is_no_plate_then_above_another_plate_and_why_says_so() -> None:
    """8 and B are as alike as N and M; but AB12CN8 is no plate of GB, and AB12CMB is one."""
    reads = [record("AB12CN8"), record("AB12CMB")]
    by_glyphs = searching(ListIndex(reads), ["DE"])(
        text="AB12CNB", match=None, filters=EVERYWHERE, limit=9
    )
    assert [hit.read.text for hit in by_glyphs.hits] == ["AB12CMB", "AB12CN8"]
    page = searching(ListIndex(reads))(text="AB12CNB", match=None, filters=EVERYWHERE, limit=9)
    assert [(hit.read.text, hit.why) for hit in page.hits] == [
        ("AB12CN8", "7th glyph read 8 (0.90); AB12CNB fits GB, AB12CN8 no plate format"),
        ("AB12CMB", "6th glyph read M (0.90)"),
    ]


def test_search_when_a_plate_has_no_format_then_found_first_all_the_same() -> None:
    search = searching(ListIndex([record(text) for text in ("80SSMAN", "B0SSMAN", "AB12CDE")]))
    assert texts(search, "B0SSMAN") == ["B0SSMAN", "80SSMAN"]


def test_search_when_wildcards_then_by_pattern() -> None:
    search = searching(ListIndex([record("AB123"), record("AB1234"), record("XB123")]))
    assert set(texts(search, "AB?23")) == {"AB123"}
    assert set(texts(search, "*B123*")) == {"AB123", "AB1234", "XB123"}
    assert set(texts(search, "AB1", Match.PREFIX)) == {"AB123", "AB1234"}
    assert texts(search, "ab-123", Match.EXACT) == ["AB123"]


@given(
    st.lists(st.sampled_from(["AB123", "ABI23", "ABX23", "A8123", "AB12"]), max_size=30),
    st.integers(1, 7),
    st.booleans(),
)
def test_pages_when_reads_arrive_meanwhile_then_each_older_hit_comes_once(
    plates: list[str], limit: int, listing: bool
) -> None:
    index = ListIndex([record(text) for text in plates])
    before = {record.id for record in index.stored}
    search, text = searching(index), None if listing else "AB123"
    seen: list[UUID] = []
    position: Position | None = None
    while True:
        page = search(text=text, match=None, filters=EVERYWHERE, limit=limit, position=position)
        seen += [hit.read.id for hit in page.hits]
        index.stored.append(replace(record("AB123"), id=new_id()))
        position = page.after
        if position is None:
            break
    assert len(seen) == len(set(seen))
    assert before <= set(seen)
