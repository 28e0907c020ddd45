"""Examines a camera: measures its stream and pictures, compares its view, keeps and tells what came of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from mosaic_ai.domain.camera_health.changes import sudden_change
from mosaic_ai.domain.camera_health.diagnosis import Examination, Occasion, diagnosed
from mosaic_ai.domain.camera_health.errors import (
    CameraSilentError,
    ExaminationRunningError,
    TooManyExaminationsError,
    UnusableViewError,
)
from mosaic_ai.domain.camera_health.facts import Facts, SceneFacts
from mosaic_ai.domain.camera_health.picture_rules import picture_findings
from mosaic_ai.domain.camera_health.ports import (
    HealthRecords,
    PictureMeasures,
    PlateRecord,
    Probe,
    Reference,
    StreamProbe,
    View,
)
from mosaic_ai.domain.camera_health.references import APART, agrees, may_be_reference
from mosaic_ai.domain.camera_health.scene_rules import scene_findings
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import MosaicError
from mosaic_contracts.events import CameraHealth, CloudEvent, new_event
from mosaic_contracts.events.types import HealthFinding
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

SOURCE = "mosaic/ai"
MOST_AT_ONCE = 2
KEPT_DAYS = 90
LOOK_AGAIN_S: dict[Occasion, tuple[float, ...]] = {"asked": (8.0,), "scheduled": (60.0, 60.0)}
"""Where the view seems changed, it is looked at again: what stands before the camera mostly drives on."""


class HealthCounts(Protocol):
    def examined(self, score: int) -> None: ...
    def failed(self) -> None: ...
    def changed(self, reason: str) -> None: ...


class HealthOutbox(Protocol):
    def add(self, events: Sequence[CloudEvent]) -> None: ...


class _Seen(NamedTuple):
    probe: Probe
    view: View


class CameraExaminer:
    """One examination of a camera at a time, and few at once. For one event loop."""

    def __init__(
        self,
        *,
        probe: StreamProbe,
        measures: PictureMeasures,
        records: HealthRecords,
        plates: PlateRecord,
        outbox: HealthOutbox,
        counts: HealthCounts,
        published: Callable[[], None],
        clock: Clock,
        look_again_s: dict[Occasion, tuple[float, ...]] = LOOK_AGAIN_S,
    ) -> None:
        self._probe = probe
        self._measures = measures
        self._records = records
        self._plates = plates
        self._outbox = outbox
        self._counts = counts
        self._published = published
        self._clock = clock
        self._look_again_s = look_again_s
        self._busy: set[UUID] = set()

    async def examine(self, camera_id: UUID, occasion: Occasion) -> Examination:
        """Raises ExaminationRunningError, TooManyExaminationsError, CameraSilentError."""
        async with self._alone(camera_id):
            seen, facts = await self._measured(camera_id, occasion)
            examination = diagnosed(facts, at=self._clock.now(), occasion=occasion)
            await asyncio.to_thread(self._record, camera_id, examination, seen.view)
        self._counts.examined(examination.score)
        return examination

    async def take_reference(self, camera_id: UUID) -> Reference:
        """The present view is the right one from now on, for its light.

        Raises as `examine` does, and UnusableViewError.
        """
        async with self._alone(camera_id):
            seen = await self._seen(camera_id)
            picture = await asyncio.to_thread(self._measures.picture, seen.probe.pictures)
            if any(finding.severity == "critical" for finding in picture_findings(picture)):
                raise UnusableViewError
            reference = Reference(self._clock.now(), True, seen.view)
            await asyncio.to_thread(self._records.keep_reference, camera_id, reference)
        _log.info("reference_chosen", camera_id=str(camera_id), light=seen.view.light)
        return reference

    @asynccontextmanager
    async def _alone(self, camera_id: UUID) -> AsyncIterator[None]:
        if camera_id in self._busy:
            raise ExaminationRunningError
        if len(self._busy) >= MOST_AT_ONCE:
            raise TooManyExaminationsError
        self._busy.add(camera_id)
        try:
            yield
        finally:
            self._busy.discard(camera_id)

    async def _seen(self, camera_id: UUID) -> _Seen:
        try:
            probe = await self._probe.probe(camera_id)
        except MosaicError as error:
            self._counts.failed()
            _log.info("examination_failed", camera_id=str(camera_id), error=error.detail)
            raise CameraSilentError(error.detail) from error
        return _Seen(probe, await asyncio.to_thread(self._measures.view, probe.pictures))

    async def _measured(self, camera_id: UUID, occasion: Occasion) -> tuple[_Seen, Facts]:
        seen = await self._seen(camera_id)
        picture = await asyncio.to_thread(self._measures.picture, seen.probe.pictures)
        scene = await self._scene(camera_id, seen.view)
        for pause_s in self._look_again_s[occasion]:
            if scene is None or not any(scene_findings(scene)):
                break
            await asyncio.sleep(pause_s)
            again = await self._scene(camera_id, (await self._seen(camera_id)).view)
            scene = min(scene, again or scene, key=_unlike)
        facts = Facts(
            seen.probe.stream, picture, scene, self._plates.facts(camera_id), seen.probe.clock
        )
        return seen, facts

    async def _scene(self, camera_id: UUID, view: View) -> SceneFacts | None:
        reference = await asyncio.to_thread(self._records.reference, camera_id, view.light)
        if reference is None:
            return None
        return await asyncio.to_thread(self._measures.compared, reference, view)

    def _record(self, camera_id: UUID, examination: Examination, view: View) -> None:
        before = self._records.before(camera_id, view.light)
        self._records.add(camera_id, examination)
        self._records.forget(examination.examined_at - timedelta(days=KEPT_DAYS))
        self._consider(camera_id, examination, view)
        change = sudden_change(before, examination)
        if change is None:
            return
        _log.warning(
            "camera_health_fell",
            camera_id=str(camera_id),
            score=change.score,
            previous_score=change.previous_score,
            reasons=list(change.reasons),
        )
        for reason in change.reasons:
            self._counts.changed(reason)
        event = CameraHealth(
            camera_id=camera_id,
            examined_at=examination.examined_at,
            score=change.score,
            previous_score=change.previous_score,
            reasons=list(change.reasons),
            findings=[
                HealthFinding(code=each.code, severity=each.severity)
                for each in examination.findings
            ],
        )
        try:
            self._outbox.add([new_event(event, source=SOURCE)])
        except MosaicError as error:
            _log.error("health_event_lost", camera_id=str(camera_id), error=error.detail)
        else:
            self._published()

    def _consider(self, camera_id: UUID, examination: Examination, view: View) -> None:
        """Whether the view becomes the reference of its light: good ones that agree, some time apart."""
        if self._records.reference(camera_id, view.light) or not may_be_reference(examination):
            return
        now = Reference(examination.examined_at, False, view)
        candidate = self._records.candidate(camera_id, view.light)
        if candidate is not None:
            if examination.examined_at - candidate.taken_at < APART:
                return
            if agrees(self._measures.compared(candidate, view)):
                self._records.keep_reference(camera_id, now)
                _log.info("reference_taken", camera_id=str(camera_id), light=view.light)
                return
        self._records.keep_candidate(camera_id, now)


def _unlike(scene: SceneFacts) -> float:
    """How far from the reference; what was seen once is there."""
    moved = 1.0 if scene.shift is None else abs(scene.shift[0]) + abs(scene.shift[1])
    return moved + scene.obstructed + scene.replaced
