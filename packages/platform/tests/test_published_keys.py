"""Keys that outlive a restart, but neither their age nor their withdrawal."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.keys import jwks, key_id
from mosaic_platform.published_keys import (
    ASK_AGAIN_AFTER_S,
    FETCH_WITHIN_S,
    FIRST_WITHIN_S,
    KEEP_S,
    MIN_REFRESH_S,
    PublishedKeys,
)


class Publisher:
    """Publishes keys without a socket between; tells how often it was asked."""

    def __init__(self) -> None:
        self.keys: list[Ed25519PrivateKey] = []
        self.down = False
        self.asked = 0
        self.timeout = 0.0

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        self.timeout = request.extensions["timeout"]["read"]
        await asyncio.sleep(0)  # others come meanwhile
        if self.down:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json=jwks(*(key.public_key() for key in self.keys)))


@pytest.fixture
def publisher() -> Publisher:
    made = Publisher()
    made.keys = [Ed25519PrivateKey.generate()]
    return made


@pytest.fixture
async def client(publisher: Publisher) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(publisher.answer)) as made:
        yield made


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime.now(UTC))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "data" / "keys.json"


def _names(*keys: Ed25519PrivateKey) -> set[str | None]:
    return {key_id(key.public_key()) for key in keys}


async def _held(keys: PublishedKeys, kid: object = None) -> set[str | None]:
    return {key.key_id for key in (await keys.holding(kid)).keys}


async def test_keys_when_restarted_while_nobody_answers_then_the_kept_ones_go_on(
    publisher: Publisher, client: httpx.AsyncClient, clock: ManualClock, kept: Path
) -> None:
    await _held(PublishedKeys(client, "http://x/", kept, clock))
    assert kept.stat().st_mode & 0o777 == 0o600
    publisher.down = True
    clock.advance(KEEP_S - 1)
    assert await _held(PublishedKeys(client, "http://x/", kept, clock)) == _names(*publisher.keys)


async def test_keys_when_kept_too_long_or_from_the_future_then_unavailable(
    publisher: Publisher, client: httpx.AsyncClient, clock: ManualClock, kept: Path
) -> None:
    running = PublishedKeys(client, "http://x/", kept, clock)
    await _held(running)
    publisher.down = True
    clock.advance(KEEP_S)
    for keys in (running, PublishedKeys(client, "http://x/", kept, clock)):
        with pytest.raises(UnavailableError):
            await keys.holding(None)
    clock.advance(-KEEP_S - 3600)
    with pytest.raises(UnavailableError):
        await PublishedKeys(client, "http://x/", kept, clock).holding(None)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"fetched_at": "x", "jwks": 7}', "\x00"])
async def test_keys_when_the_file_is_spoilt_then_asked_anew(
    publisher: Publisher, client: httpx.AsyncClient, clock: ManualClock, kept: Path, content: str
) -> None:
    kept.parent.mkdir()
    kept.write_text(content)
    assert await _held(PublishedKeys(client, "http://x/", kept, clock)) == _names(*publisher.keys)


async def test_key_when_withdrawn_then_no_longer_held_after_a_while(
    publisher: Publisher, client: httpx.AsyncClient, clock: ManualClock, kept: Path
) -> None:
    keys = PublishedKeys(client, "http://x/", kept, clock)
    (old,) = await _held(keys)
    publisher.keys = [Ed25519PrivateKey.generate()]
    assert await _held(keys, old) == {old}
    clock.advance(ASK_AGAIN_AFTER_S + 1)
    assert await _held(keys, old) == _names(*publisher.keys)


async def test_keys_when_an_unknown_one_is_named_again_and_again_then_asked_once_in_a_while(
    publisher: Publisher, client: httpx.AsyncClient, clock: ManualClock, kept: Path
) -> None:
    keys = PublishedKeys(client, "http://x/", kept, clock)
    known = await _held(keys)
    publisher.down = True
    for n in range(20):
        assert await _held(keys, f"k{n}") == known
    assert publisher.asked == 1
    clock.advance(MIN_REFRESH_S)
    for n in range(20):
        assert await _held(keys, f"k{n}") == known
    assert publisher.asked == 2


async def test_keys_when_there_are_none_then_many_share_one_longer_wait(
    publisher: Publisher, client: httpx.AsyncClient, clock: ManualClock, kept: Path
) -> None:
    keys = PublishedKeys(client, "http://x/", kept, clock)
    publisher.down = True
    answers = await asyncio.gather(
        *(keys.holding(f"k{n}") for n in range(20)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [UnavailableError] * 20
    assert (publisher.asked, publisher.timeout) == (1, FIRST_WITHIN_S)
    publisher.down = False
    assert await _held(keys) == _names(*publisher.keys)
    clock.advance(ASK_AGAIN_AFTER_S + 1)
    await _held(keys)
    assert (publisher.asked, publisher.timeout) == (3, FETCH_WITHIN_S)
