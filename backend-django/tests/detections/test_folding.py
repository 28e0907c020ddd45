import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.detections.domain.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ab-123 cd", "AB123CD"),
        ("А123ВС 77", "A123BC77"),
        ("м 001 но", "M001HO"),
        ("Ünal 12", "UNAL12"),
        ("ＡＢ１", "AB1"),
        ("…--", ""),
    ],
)
def test_fold_when_written_otherwise_then_the_same(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_fold_twice_then_as_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_fold_of_a_concatenation_then_no_glyph_is_lost(one: str, other: str) -> None:
    assert fold(f"{one} {other}") == fold(one) + fold(other)


@given(st.text(alphabet="abcXYZ019 -"), st.sampled_from(["%", "_", "\\", "'"]))
def test_fold_when_it_holds_sql_characters_then_they_are_gone(text: str, char: str) -> None:
    assert char not in fold(text + char)
