"""The Python of docs/guide/partner-api.md does what the page says."""

import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from event_factories import plate_read

from mosaic_backend.partners.domain.signature import headers, new_secret
from mosaic_backend.partners.infrastructure import feed_writer, keys
from mosaic_backend.partners.infrastructure.models import ApiClient
from mosaic_contracts.events import new_event

PAGE = Path(__file__).resolve().parents[3] / "docs/guide/partner-api.md"


@pytest.fixture
def example() -> dict[str, Any]:
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(block, str(PAGE), "exec"), names)
    return names


@pytest.mark.django_db(transaction=True)
def test_follow_when_there_are_events_then_all_in_order(
    example: dict[str, Any], live_server: Any, api_client: Callable[..., ApiClient]
) -> None:
    events = [new_event(plate_read(f"AB{n}"), source="mosaic/test") for n in range(60)]
    with transaction.atomic():
        feed_writer.append(events, datetime.now(UTC))
    key = keys.issue(api_client(), "root").text
    followed = example["follow"](live_server.url, key, cursor="")
    read = list(itertools.islice(followed, 60))
    assert [event["id"] for event in read] == [str(event.id) for event in events]
    followed = example["follow"](live_server.url, key, cursor=read[49]["cursor"])
    assert [next(followed) for _ in range(10)] == read[50:]


def test_is_genuine_when_signed_by_us_then_and_only_then(example: dict[str, Any]) -> None:
    secret, other, now = new_secret(), new_secret(), datetime.now(UTC)
    is_genuine = example["is_genuine"]
    assert is_genuine(secret, headers("id", b"{}", now, [secret]), b"{}")
    assert is_genuine(secret, headers("id", b"{}", now, [other, secret]), b"{}")
    assert not is_genuine(secret, headers("id", b"{}", now, [other]), b"{}")
    assert not is_genuine(secret, headers("id", b"{}", now, [secret]), b"[]")
    late = now - timedelta(minutes=6)
    assert not is_genuine(secret, headers("id", b"{}", late, [secret]), b"{}")
