"""Keeping pictures: with consent alone, within the quota, and never at the pipeline's cost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from ai_neighbours import eventually
from captured import AT, CAMERA, passage, plate, prediction, torn

from mosaic_ai.application.capture_frames import CaptureLimits, FrameCapture
from mosaic_ai.application.predictions import Predictions
from mosaic_ai.domain.captures import Capture, KeptCapture, Label
from mosaic_ai.infrastructure.images import open_image, to_jpeg
from mosaic_ai.infrastructure.obstore_captures import ObstoreCaptures
from mosaic_contracts.clock import SystemClock
from mosaic_contracts.errors import UnavailableError

FOR_EVER = timedelta(days=36500)


class Away:
    """A store that takes nothing, or nothing until it is let."""

    def __init__(self) -> None:
        self.let = Event()
        self.asked = 0

    def add(self, capture: Capture, jpeg: bytes) -> int:
        self.asked += 1
        self.let.wait(30)
        raise UnavailableError("away")

    def label(self, read_id: UUID, label: Label) -> int:
        raise UnavailableError("away")

    def kept(self) -> list[KeptCapture]:
        raise UnavailableError("away")

    def remove(self, kept: KeptCapture) -> None:
        raise UnavailableError("away")


def made(captures: Any, agreed: set[UUID], **limits: Any) -> FrameCapture:
    standard = {"most_bytes": 10**9, "retention": FOR_EVER, "per_hour": 3600, "share": 0.0}
    return FrameCapture(
        captures,
        CaptureLimits(**{**standard, **limits}),
        agreed=lambda camera: camera in agreed,
        engines=lambda: {"plates": "a@1", "objects": "b@2"},
        to_jpeg=to_jpeg,
        clock=SystemClock(),
    )


@asynccontextmanager
async def running(capture: FrameCapture) -> AsyncIterator[Predictions]:
    predictions = Predictions()
    predictions.observe(capture.observe)
    task = asyncio.create_task(capture.run())
    try:
        yield predictions
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_look_when_unsure_and_agreed_to_then_kept_with_what_was_made_of_it() -> None:
    store, read_id = ObstoreCaptures("memory:///"), uuid4()
    capture = made(store, {CAMERA})
    async with running(capture) as predictions:
        predictions.publish(prediction(plate(torn()), passages=(passage(read_id),)))
        await eventually(lambda: capture.state.kept == 1)
    (kept,) = store.kept()
    assert kept.complete
    assert (kept.camera_id, kept.captured_at, kept.worth.reason) == (CAMERA, AT, "unsure")
    assert capture.state.size_bytes == kept.size_bytes
    document, picture = store.capture(kept), store.picture(kept)
    assert document is not None
    assert picture is not None
    assert open_image(picture).shape == (480, 640, 3)
    assert document.engines == {"plates": "a@1", "objects": "b@2"}
    assert (document.plates[0].text, document.plates[0].read_id) == ("AB12CDE", read_id)
    assert document.plates[0].candidates[-1] == [("E", 0.5), ("0", 0.4)]


async def test_look_when_the_camera_did_not_agree_then_nothing_is_kept() -> None:
    store, agreed = ObstoreCaptures("memory:///"), set[UUID]()
    capture = made(store, agreed, share=1.0)
    async with running(capture) as predictions:
        predictions.publish(prediction(plate(torn())))
        agreed.add(CAMERA)
        predictions.publish(prediction(plate(torn()), at=AT + timedelta(seconds=1)))
        await eventually(lambda: capture.state.kept == 1)
        agreed.clear()
        predictions.publish(prediction(plate(torn()), at=AT + timedelta(seconds=2)))
    assert [kept.captured_at for kept in store.kept()] == [AT + timedelta(seconds=1)]


async def test_agreement_when_withdrawn_while_a_picture_waits_then_it_is_not_kept() -> None:
    store, agreed = ObstoreCaptures("memory:///"), {CAMERA}
    capture = made(store, agreed)
    capture.observe(prediction(plate(torn())))
    agreed.clear()
    other = UUID(int=7)
    agreed.add(other)
    async with running(capture):
        capture.observe(prediction(plate(torn()), camera=other))
        await eventually(lambda: capture.state.kept == 1)
    assert [kept.camera_id for kept in store.kept()] == [other]


async def test_store_when_it_hangs_then_looks_go_on_and_what_is_lost_is_counted() -> None:
    away = Away()
    capture = made(away, {CAMERA}, share=1.0)
    async with running(capture) as predictions:
        for second in range(50):
            predictions.publish(prediction(at=AT + timedelta(seconds=second)))
        await eventually(lambda: away.asked == 1)
        dropped = capture.state.dropped
        assert dropped >= 47
        away.let.set()
        await eventually(lambda: capture.state.dropped == 50)
    assert capture.state.kept == 0


async def test_quota_when_reached_then_the_least_uncertain_makes_room() -> None:
    store = ObstoreCaptures("memory:///")
    roomy = made(store, {CAMERA})
    async with running(roomy) as predictions:
        predictions.publish(prediction(plate(located=0.99)))
        await eventually(lambda: roomy.state.kept == 1)
    one = roomy.state.size_bytes
    tight = made(store, {CAMERA}, most_bytes=round(2.5 * one))
    assert await asyncio.to_thread(tight.sweep) == (1, one)
    async with running(tight) as predictions:
        for step in range(1, 6):
            at = AT + timedelta(hours=2 * step)
            predictions.publish(prediction(plate(located=0.5 + step / 20), at=at))
            await eventually(lambda new=at: new in {item.captured_at for item in store.kept()})
        await eventually(lambda: len(store.kept()) == 2)
    worths = sorted(item.worth.uncertainty for item in store.kept())
    assert worths == pytest.approx([0.75, 0.99])


async def test_retention_when_over_then_all_is_gone() -> None:
    store = ObstoreCaptures("memory:///")
    capture = made(store, {CAMERA}, retention=timedelta(days=1))
    async with running(capture) as predictions:
        predictions.publish(prediction(plate(torn()), passages=(passage(uuid4()),)))
        await eventually(lambda: capture.state.kept == 1)
    assert await asyncio.to_thread(capture.sweep) == (0, 0)
    assert store.kept() == []
