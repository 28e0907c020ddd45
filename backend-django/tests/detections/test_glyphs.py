from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.glyphs import glyphs_of, packed, unpacked

CHARS = st.sampled_from("AB8B01оАВ-ß|é")
CANDIDATES = st.lists(
    st.lists(st.tuples(CHARS, st.floats(0, 1)), max_size=6).map(tuple), min_size=0, max_size=12
)
TEXTS = st.text(alphabet="AB801оАВ- ", min_size=1, max_size=12)


@given(TEXTS, CANDIDATES, st.floats(0, 1))
def test_glyphs_then_one_for_each_folded_character(
    text: str, candidates: list[list[tuple[str, float]]], confidence: float
) -> None:
    glyphs = glyphs_of(text, candidates, confidence)
    assert len(glyphs) == len(fold(text))
    for char, glyph in zip(fold(text), glyphs, strict=True):
        assert char in {candidate for candidate, _ in glyph}
        assert sum(probability for _, probability in glyph) <= 1 + 1e-9


@given(TEXTS, CANDIDATES, st.floats(0, 1))
def test_packed_when_unpacked_then_the_same_to_a_thousandth(
    text: str, candidates: list[list[tuple[str, float]]], confidence: float
) -> None:
    glyphs = glyphs_of(text, candidates, confidence)
    again = unpacked(packed(glyphs))
    assert [[char for char, _ in glyph] for glyph in again] == [
        [char for char, _ in glyph] for glyph in glyphs
    ]
    for one, other in zip(glyphs, again, strict=True):
        for (_, before), (_, after) in zip(one, other, strict=True):
            assert abs(before - after) <= 0.001 + 1e-9


def test_glyphs_when_scripts_are_mixed_then_look_alikes_add_up() -> None:
    [glyph] = glyphs_of("А", [[("А", 0.5), ("A", 0.3), ("4", 0.1)]], 0.9)
    assert [(char, round(share, 3)) for char, share in glyph] == [("A", 0.8), ("4", 0.1)]


def test_packed_then_as_documented() -> None:
    assert packed(((("8", 0.61), ("B", 0.34)), (("1", 0.998),))) == "8610B340|1998"
