"""Searches take turns: so many together, a few more that wait, all others refused at once."""

import asyncio
from typing import Any

import httpx
import pytest
from django.urls import resolve

from mosaic_backend.shared.http.turns import RETRY_AFTER_S, Turns

PATH = "/api/v1/plates"
SEARCH = f"{PATH}?text=AB123"


class Application:
    """Answers when it may."""

    def __init__(self) -> None:
        self.may_answer, self.inside, self.answered = asyncio.Event(), 0, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.inside += 1
        await self.may_answer.wait()
        self.answered += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def application() -> Application:
    return Application()


def client(application: Any, **limits: Any) -> httpx.AsyncClient:
    cheap = frozenset({"limit", "cursor"})
    turns = Turns(application, frozenset({PATH}), cheap=cheap, **{"wait_s": 3600.0, **limits})
    return httpx.AsyncClient(transport=httpx.ASGITransport(turns), base_url="http://x")


async def settled() -> None:
    """Everything that can go on has gone on: nothing here waits for anything but an event."""
    for _ in range(100):
        await asyncio.sleep(0)


async def test_turns_when_many_come_at_once_then_those_without_a_place_are_refused_and_others_go_on(
    application: Application,
) -> None:
    async with client(application, at_once=2, waiting=3) as asking:
        searches = [asyncio.create_task(asking.get(SEARCH)) for _ in range(9)]
        await settled()
        refused = [each.result() for each in searches if each.done()]
        assert len(refused) == 4
        for answer in refused:
            assert (answer.status_code, answer.json()["code"]) == (429, "rate-limited")
            assert answer.headers["retry-after"] == str(RETRY_AFTER_S)
            assert answer.headers["content-type"] == "application/problem+json"
        assert application.inside == 2
        others = [f"{PATH}?limit=5&cursor=x", PATH, "/api/v1/cameras?text=AB"]
        going = [asyncio.create_task(asking.get(path)) for path in others]
        await settled()
        assert application.inside == 2 + len(others)
        application.may_answer.set()
        done = await asyncio.gather(*searches, *going)
        assert [each.status_code for each in done].count(200) == 5 + len(others)
        assert (await asking.get(SEARCH)).status_code == 200


@pytest.mark.parametrize(
    "query", ["text=", "text", "vehicle=car", "list=x&limit=3", "%00=1", "\xff"]
)
async def test_turns_when_anything_but_what_is_cheap_is_named_then_it_takes_turns(
    application: Application, query: str
) -> None:
    async with client(application, at_once=1, waiting=0) as asking:
        first = asyncio.create_task(asking.get(f"{PATH}?{query}"))
        await settled()
        assert (await asking.get(SEARCH)).status_code == 429
        application.may_answer.set()
        assert (await first).status_code == 200


async def test_turns_when_the_wait_is_too_long_then_refused_and_its_place_is_free_again(
    application: Application,
) -> None:
    async with client(application, at_once=1, waiting=1, wait_s=0.01) as asking:
        first = asyncio.create_task(asking.get(SEARCH))
        await settled()
        for _ in range(3):
            assert (await asking.get(SEARCH)).status_code == 429
        application.may_answer.set()
        assert (await first).status_code == 200
        assert (await asking.get(SEARCH)).status_code == 200


async def test_turns_when_one_breaks_off_or_leaves_while_it_waits_then_the_next_has_its_turn() -> (
    None
):
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError("broken")

    async with client(broken, at_once=1, waiting=0) as asking:
        for _ in range(3):
            with pytest.raises(ValueError, match="broken"):
                await asking.get(SEARCH)
    held = Application()
    async with client(held, at_once=1, waiting=1) as asking:
        first = asyncio.create_task(asking.get(SEARCH))
        await settled()
        for _ in range(3):
            leaving = asyncio.create_task(asking.get(SEARCH))
            await settled()
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)
        held.may_answer.set()
        assert (await first).status_code == (await asking.get(SEARCH)).status_code == 200
    assert held.answered == 2


def test_turns_then_they_stand_before_the_searches_of_both_interfaces() -> None:
    from mosaic_backend.config.asgi import PLATE_SEARCHES

    found = {path: resolve(path).func.cls for path in PLATE_SEARCHES}  # type: ignore[attr-defined]
    assert {view.__name__ for view in found.values()} == {"PlatesView"}
    assert len(set(found.values())) == 2
