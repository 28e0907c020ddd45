"""What is known of the cameras, and how surely, by a source that answers, hangs or is down."""

import asyncio
from datetime import UTC, datetime

import pytest

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCamera, DesiredCameras
from mosaic_streaming.application import desired_state
from mosaic_streaming.application.desired_state import TRUST_AFTER_SILENCE_S, DesiredState
from mosaic_streaming.application.ports import Desired

from .test_paths import IDS, camera


class Source:
    """Answers when it is let; tells what it held when it was asked."""

    def __init__(self) -> None:
        self.items: list[DesiredCamera] = []
        self.asked = 0
        self.down = False
        self.lets = asyncio.Event()
        self.lets.set()

    async def fetch(self, etag: str | None) -> Desired | None:
        self.asked += 1
        told = Desired(DesiredCameras(items=list(self.items), revision=self.asked))
        await self.lets.wait()
        if self.down:
            raise UnavailableError
        return told

    def load(self) -> Desired | None:
        return None

    def save(self, desired: Desired) -> None:
        """Keeps nothing: the source is asked again."""


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime.now(UTC))


@pytest.fixture
def desired(source: Source, clock: ManualClock) -> DesiredState:
    return DesiredState(source, source, clock)


async def test_confirm_when_a_question_is_under_way_then_its_answer_does_not_count(
    source: Source, desired: DesiredState
) -> None:
    source.lets.clear()
    under_way = asyncio.create_task(desired.refresh())
    await asyncio.sleep(0)
    source.items = [camera(IDS[0])]
    confirming = asyncio.create_task(desired.confirm())
    await asyncio.sleep(0)
    source.lets.set()
    await asyncio.gather(under_way, confirming)
    assert set(desired.cameras) == {IDS[0]}


async def test_confirm_when_many_ask_at_once_then_they_share_the_next_question(
    source: Source, desired: DesiredState
) -> None:
    source.lets.clear()
    under_way = asyncio.create_task(desired.refresh())
    await asyncio.sleep(0)
    confirming = [asyncio.create_task(desired.confirm()) for _ in range(50)]
    await asyncio.sleep(0)
    source.lets.set()
    await asyncio.gather(under_way, *confirming)
    assert source.asked == 2
    await desired.confirm()
    assert source.asked == 3


async def test_confirm_when_the_source_is_down_then_what_is_known_goes_on_for_a_while(
    source: Source, desired: DesiredState, clock: ManualClock
) -> None:
    source.items = [camera(IDS[0])]
    await desired.confirm()
    source.down = True
    await desired.confirm()
    await desired.confirm()
    assert set(desired.cameras) == {IDS[0]}
    assert source.asked == 2
    source.down, source.items = False, []
    clock.advance(TRUST_AFTER_SILENCE_S)
    await desired.confirm()
    assert not desired.cameras


async def test_confirm_when_the_source_was_down_and_answers_a_refresh_then_it_is_asked_again(
    source: Source, desired: DesiredState
) -> None:
    source.down = True
    await desired.confirm()
    source.down = False
    await desired.refresh()
    source.items = [camera(IDS[0])]
    await desired.confirm()
    assert set(desired.cameras) == {IDS[0]}


async def test_confirm_when_the_source_hangs_then_what_is_known_goes_on(
    source: Source, desired: DesiredState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desired_state, "CONFIRM_WITHIN_S", 0.05)
    source.items = [camera(IDS[0])]
    await desired.confirm()
    source.lets.clear()
    await desired.confirm()
    await desired.confirm()
    assert set(desired.cameras) == {IDS[0]}
    assert source.asked == 2
