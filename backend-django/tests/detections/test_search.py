"""The use case on a fake index that filters a list; the real one passes the same cases in test_plate_index.py."""

from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.detections.application.plates import PlateFilters, PlateRecord
from mosaic_backend.detections.application.search_plates import Position, SearchPlates
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.glyphs import glyphs_of
from mosaic_backend.detections.domain.neighbourhood import keys_of
from mosaic_backend.detections.domain.patterns import Match
from mosaic_contracts.ids import new_id

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
        self.records = records

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
        return self._page(self.records, filters, before, limit)

    def exact(self, folded, filters, before, limit):  # type: ignore[no-untyped-def]
        found = [record for record in self.records if record.folded == folded]
        return self._page(found, filters, before, limit)

    def like(self, pattern, filters, before, limit):  # type: ignore[no-untyped-def]
        glob = pattern.replace("%", "*").replace("_", "?")
        found = [record for record in self.records if fnmatchcase(record.folded, glob)]
        return self._page(found, filters, before, limit)

    def near(self, keys, filters, limit):  # type: ignore[no-untyped-def]
        found = [record for record in self.records if set(keys) & set(keys_of(record.folded))]
        return self._page(found, filters, None, limit)

    def get(self, read_id):  # type: ignore[no-untyped-def]
        return next((record for record in self.records if record.id == read_id), None)


def texts(search: SearchPlates, text: str | None, match: Match | None = None) -> list[str]:
    page = search(text=text, match=match, filters=EVERYWHERE, limit=50)
    return [hit.read.text for hit in page.hits]


def test_search_when_fuzzy_then_likeliest_first() -> None:
    search = SearchPlates(
        ListIndex([record(text) for text in ("ABX23", "AB123", "ABI23", "ZZ999")])
    )
    assert texts(search, "ab 123") == ["AB123", "ABI23", "ABX23"]


def test_search_when_wildcards_then_by_pattern() -> None:
    search = SearchPlates(ListIndex([record("AB123"), record("AB1234"), record("XB123")]))
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
    before = {record.id for record in index.records}
    search, text = SearchPlates(index), None if listing else "AB123"
    seen: list[UUID] = []
    position: Position | None = None
    while True:
        page = search(text=text, match=None, filters=EVERYWHERE, limit=limit, position=position)
        seen += [hit.read.id for hit in page.hits]
        index.records.append(replace(record("AB123"), id=new_id()))
        position = page.after
        if position is None:
            break
    assert len(seen) == len(set(seen))
    assert before <= set(seen)
