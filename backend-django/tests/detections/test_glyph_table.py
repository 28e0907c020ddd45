from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.detections.domain.confusion import index_of
from mosaic_backend.detections.domain.glyph_table import table_of
from mosaic_backend.detections.domain.glyphs import Glyph, packed

CANDIDATE = st.tuples(st.sampled_from("AB019京é"), st.integers(0, 999).map(lambda n: n / 1000))
READ = st.lists(st.lists(CANDIDATE, min_size=1, max_size=5).map(tuple), max_size=9).map(tuple)


@given(st.lists(READ, max_size=6))
def test_table_then_holds_every_glyph_and_candidate(reads: list[tuple[Glyph, ...]]) -> None:
    table = table_of([packed(read) for read in reads])
    assert table.lengths.tolist() == [len(read) for read in reads]
    glyphs = [(row, at, glyph) for row, read in enumerate(reads) for at, glyph in enumerate(read)]
    assert list(zip(table.row, table.position, strict=True)) == [each[:2] for each in glyphs]
    ends = [*table.first[1:], len(table.char)]
    for number, (row, at, glyph) in enumerate(glyphs):
        mine = slice(table.first[number], ends[number])
        assert table.char[mine].tolist() == [index_of(char) for char, _ in glyph]
        assert [round(float(share), 3) for share in table.share[mine]] == [p for _, p in glyph]
        assert table.doubled[number] == (at > 0 and reads[row][at - 1][0][0] == glyph[0][0])
