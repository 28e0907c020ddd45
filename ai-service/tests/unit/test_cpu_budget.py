"""Processor time shared out among cameras."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mosaic_ai.application import cpu_budget
from mosaic_ai.application.cpu_budget import AT_ONCE, SAVED_S, CpuBudget
from mosaic_contracts.clock import SystemClock


def made(cores: float = 1.0) -> CpuBudget:
    return CpuBudget(cores, lambda: 0.0, SystemClock())


async def looked(budget: CpuBudget, worth: float, name: str, order: list[str]) -> None:
    async with budget.turn(worth) as granted:
        if granted:
            order.append(name)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_turn_when_there_is_time_then_at_once() -> None:
    order: list[str] = []
    await looked(made(), 0.0, "a", order)
    assert order == ["a"]


async def test_turns_when_time_is_short_then_the_worthiest_first() -> None:
    budget, order = made(), list[str]()
    budget.reckon(0.0, 1.0 * SAVED_S + 0.5)
    tasks = [
        asyncio.create_task(looked(budget, worth, name, order))
        for name, worth in (("rest", 0.3), ("untold", 4.5), ("moving", 2.1), ("waited", 3.0))
    ]
    await settled()
    assert order == []
    budget.reckon(1.2, 0.0)
    await asyncio.gather(*tasks)
    assert order == ["untold", "waited", "moving", "rest"]


async def test_turns_when_the_budget_is_spent_then_only_as_many_as_it_earns() -> None:
    budget = made(0.5)
    granted = 0
    cost_s, spent_s = 0.1, 0.0
    for _ in range(50):
        turns = [asyncio.create_task(_granted(budget)) for _ in range(5)]
        await settled()
        now = sum(turn.done() and turn.result() for turn in turns)
        granted += now
        for turn in turns:
            turn.cancel()
        await asyncio.gather(*turns, return_exceptions=True)
        spent_s += now * cost_s
        budget.reckon(0.2, now * cost_s)
    assert 0.8 * 50 * 0.2 * 0.5 <= spent_s <= 50 * 0.2 * 0.5 + 0.5 * SAVED_S + 5 * cost_s


async def _granted(budget: CpuBudget) -> bool:
    async with budget.turn(1.0) as granted:
        return granted


async def test_turn_when_none_comes_in_time_then_it_is_refused_and_what_can_be_spared_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cpu_budget, "WAIT_S", 0.01)
    budget = made()
    assert not budget.tight
    budget.reckon(0.0, 5.0)
    async with budget.turn(9.0) as granted:
        assert granted is False
    assert budget.tight


async def test_turns_when_all_places_are_taken_then_the_next_waits_for_one() -> None:
    budget, opened, may_end = made(1000.0), list[int](), asyncio.Event()

    async def holds(number: int) -> None:
        async with budget.turn(1.0):
            opened.append(number)
            await may_end.wait()

    tasks = [asyncio.create_task(holds(number)) for number in range(AT_ONCE + 2)]
    await settled()
    assert len(opened) == AT_ONCE
    may_end.set()
    await asyncio.gather(*tasks)
    assert len(opened) == AT_ONCE + 2


@pytest.mark.parametrize("rounds", range(5))
async def test_turn_when_cancelled_just_as_it_is_granted_then_it_ends_and_its_place_is_not_lost(
    rounds: int,
) -> None:
    """rounds: of the event loop between the two. asyncio.wait_for of Python 3.11 forgets such a cancellation."""
    budget = made(1000.0)
    end, waited = asyncio.Event(), asyncio.Event()

    async def holds() -> None:
        async with budget.turn(1.0):
            await end.wait()

    async def waits_for_ever() -> None:
        async with budget.turn(1.0):
            waited.set()
            await asyncio.Event().wait()

    holders = [asyncio.create_task(holds()) for _ in range(AT_ONCE)]
    await settled()
    waiting = asyncio.create_task(waits_for_ever())
    await settled()
    assert not waited.is_set()
    end.set()
    await asyncio.sleep(0)
    for _ in range(rounds):
        await asyncio.sleep(0)
    waiting.cancel()
    done, _ = await asyncio.wait({waiting}, timeout=20)
    assert done == {waiting}
    assert waiting.cancelled()
    await asyncio.gather(*holders)
    await _all_places_free(budget, _granted)


@pytest.mark.parametrize("when", ["waiting", "granted"])
async def test_turn_when_cancelled_then_its_place_is_not_lost(when: str) -> None:
    budget = made(1000.0)
    end = asyncio.Event()

    async def holds() -> None:
        async with budget.turn(1.0):
            await end.wait()

    holders = [asyncio.create_task(holds()) for _ in range(AT_ONCE + (when == "waiting"))]
    await settled()
    holders[-1].cancel()
    end.set()
    await asyncio.gather(*holders, return_exceptions=True)
    await _all_places_free(budget, _granted)


async def _all_places_free(
    budget: CpuBudget, granted: Callable[[CpuBudget], Awaitable[bool]]
) -> None:
    opened, end = list[int](), asyncio.Event()

    async def holds(number: int) -> None:
        async with budget.turn(1.0):
            opened.append(number)
            await end.wait()

    tasks = [asyncio.create_task(holds(number)) for number in range(AT_ONCE)]
    await settled()
    assert len(opened) == AT_ONCE
    end.set()
    await asyncio.gather(*tasks)
    assert await granted(budget)
