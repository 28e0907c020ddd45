import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_evidence.canonical import CanonicalError, canonical, parsed

SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


def test_canonical_then_as_the_standard_shows() -> None:
    """RFC 8785, 3.2.3: keys in the order of UTF-16 code units, which is not that of code points."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\u00f6"]
    made = canonical(dict.fromkeys(keys)).decode()
    order = ["\\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert made == "{" + ",".join(f'"{key}":null' for key in order) + "}"


def test_canonical_when_controls_then_escaped_as_the_standard_says() -> None:
    assert canonical('\b\t\n\f\r"\\\0\x1f\x7f/\u2028é') == (
        '"\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u001f\x7f/\u2028é"'.encode()
    )


@settings(deadline=None)
@given(DOCUMENTS)
def test_parsed_then_what_was_made_canonical(document: object) -> None:
    assert parsed(canonical(document)) == document


@pytest.mark.parametrize("document", [1.5, 2**53, {1: 2}, "\ud800", {"\udc00": 1}, b"", {1, 2}])
def test_canonical_when_there_is_no_form_then_refused(document: object) -> None:
    with pytest.raises(CanonicalError):
        canonical(document)


@pytest.mark.parametrize("content", [b"1.0", b"1e3", b'{"b":1,"a":1}', b" 1", b"NaN", b'"\\u0041"'])
def test_parsed_when_not_canonical_then_refused(content: bytes) -> None:
    with pytest.raises(CanonicalError):
        parsed(content)
