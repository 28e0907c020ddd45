"""The committed document and the origin that sessions tell."""

import json

import pytest

from mosaic_streaming.interfaces.origin import origin_of
from mosaic_streaming.openapi import PATH, rendered


def test_committed_document_is_up_to_date_and_hides_nothing() -> None:
    assert PATH.read_text() == rendered()
    document = json.loads(rendered())
    assert document["openapi"].startswith("3.1")
    assert "/api/streaming/v1/cameras/{camera_id}/sessions" in document["paths"]


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({}, "http://mosaic.test"),
        (
            {"x-forwarded-proto": "https", "x-forwarded-host": "a.example:8443"},
            "https://a.example:8443",
        ),
        ({"x-forwarded-proto": "https", "x-forwarded-host": "[::1]:8443"}, "https://[::1]:8443"),
        ({"x-forwarded-proto": "https", "x-forwarded-host": "a/b"}, "http://mosaic.test"),
        ({"x-forwarded-proto": "javascript", "x-forwarded-host": "a"}, "http://mosaic.test"),
        ({"x-forwarded-host": "a"}, "http://mosaic.test"),
    ],
)
def test_origin_comes_from_the_front_door_or_the_settings(
    headers: dict[str, str], origin: str
) -> None:
    assert origin_of(headers, "http://mosaic.test/") == origin
