"""Canonical JSON: the same bytes for the same document, here and in a browser.

The subset of RFC 8785 (JSON Canonicalization Scheme) without fractions: objects, arrays, strings without lone
surrogates, integers that a double holds exactly, true, false, null. Keys are ordered by UTF-16 code units.
"""

import json
from typing import Any

MAX_INTEGER = (1 << 53) - 1
MAX_DEPTH = 32


class CanonicalError(ValueError):
    """The document has no canonical form, or is not in it."""


def canonical(document: object) -> bytes:
    """Raises CanonicalError."""
    text = json.dumps(
        _ordered(document, 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError("a text holds half a surrogate pair") from error


def parsed(content: bytes) -> Any:
    """The document of these bytes. Raises CanonicalError unless they are its canonical form."""
    try:
        document = json.loads(content.decode(), parse_float=_refused, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise CanonicalError("it is no JSON of whole numbers") from error
    if canonical(document) != content:
        raise CanonicalError("it is not in canonical form")
    return document


def _ordered(value: object, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise CanonicalError(f"it is nested more than {MAX_DEPTH} deep")
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise CanonicalError("a key is no text")
        return {
            key: _ordered(value[key], depth + 1)
            for key in sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        }
    if isinstance(value, list | tuple):
        return [_ordered(item, depth + 1) for item in value]
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int) and abs(value) <= MAX_INTEGER:
        return value
    raise CanonicalError(f"{value!r} has no canonical form here")


def _refused(text: str) -> None:
    raise ValueError(text)
