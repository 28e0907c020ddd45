"""What a sandbox client reads: of the recorded day what its clock has come past, and nothing that is real."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from mosaic_backend.cameras.facade import CameraView, StreamStateView
from mosaic_backend.clips.facade import ClipState, ClipView
from mosaic_backend.detections import facade as detections
from mosaic_backend.detections.facade import DetectionView, Hit, Match, PlateFilters, PlateRecord
from mosaic_backend.partners.application.source import Wanted
from mosaic_backend.partners.domain.recorded_day import TOLD_AFTER_MS, Kind, Moment
from mosaic_backend.partners.domain.recorded_events import clip_id_of, detection_at
from mosaic_backend.partners.domain.replay import DAY_MS, Replay
from mosaic_backend.partners.infrastructure import recorded_files
from mosaic_backend.partners.infrastructure.sandbox_plates import SandboxPlates
from mosaic_contracts.internal_api import AiSettings, RecordingSettings

KEPT_MS = timedelta(days=7) // timedelta(milliseconds=1)
"""So much of the sandbox's own time can be read in the lists; its feed goes back to where the replay began."""


class SandboxSource:
    def __init__(self, replay: Replay, now: datetime) -> None:
        self._day = recorded_files.recorded_day()
        self._now_ms = replay.elapsed_ms(now)
        self._since_ms = max(replay.begins_ms, self._now_ms - KEPT_MS)
        self._plates = SandboxPlates(self._day, self._since_ms, self._now_ms)

    def cameras(self, after: UUID | None, limit: int) -> list[CameraView]:
        shown = [
            self._camera(number)
            for number, camera_id in enumerate(self._day.camera_ids)
            if after is None or camera_id > after
        ]
        return shown[:limit]

    def camera(self, camera_id: UUID) -> CameraView | None:
        known = self._day.camera_ids
        return self._camera(known.index(camera_id)) if camera_id in known else None

    def states(self, ids: Collection[UUID]) -> Mapping[UUID, StreamStateView]:
        return {
            camera_id: self._state(number, camera_id)
            for number, camera_id in enumerate(self._day.camera_ids)
            if camera_id in ids
        }

    def names(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        named = zip(self._day.camera_ids, self._day.recording.cameras, strict=True)
        return {camera_id: camera.name for camera_id, camera in named if camera_id in ids}

    def detections(self, wanted: Wanted, before: UUID | None, limit: int) -> list[DetectionView]:
        series, last_ms = self._day.detections, self._now_ms
        if before is not None:
            last_ms = min(last_ms, self._day.elapsed_of(before) + TOLD_AFTER_MS)
        found: list[DetectionView] = []
        for number, moment in series.back(
            series.told_before(self._since_ms) + 1, series.told_by(last_ms)
        ):
            if wanted.label and self._day.passage_of(moment)[1].label != wanted.label:
                continue
            camera = self._day.camera_ids[self._day.camera_of(moment)[0]]
            if wanted.camera and camera != wanted.camera:
                continue
            view = self._detection(number, moment)
            if (before is None or view.id < before) and _satisfies(view, wanted):
                found.append(view)
                if len(found) == limit:
                    break
        return found

    def plates(
        self, text: str | None, match: Match | None, wanted: Wanted, limit: int, cursor: str | None
    ) -> tuple[list[Hit], str | None]:
        camera = frozenset({wanted.camera}) if wanted.camera else None
        filters = PlateFilters(camera, wanted.since, wanted.until, wanted.min_confidence)
        return detections.find_plates(
            text, match, filters, limit=limit, cursor=cursor, index=self._plates
        )

    def plate(self, read_id: UUID) -> PlateRecord | None:
        return self._plates.get(read_id)

    def picture(self, key: str) -> bytes:
        return recorded_files.picture(key)

    def clips(self, camera: UUID | None, before: UUID | None, limit: int) -> list[ClipView]:
        series, last_ms = self._day.clips, self._now_ms
        if before is not None:
            last_ms = min(last_ms, self._day.elapsed_of(before))
        views = (
            self._clip(number, moment)
            for number, moment in series.back(
                series.told_before(self._since_ms) + 1, series.told_by(last_ms)
            )
        )
        found = [
            view
            for view in views
            if (before is None or view.id < before) and (camera is None or view.camera_id == camera)
        ]
        return found[:limit]

    def clip(self, clip_id: UUID) -> ClipView | None:
        elapsed_ms = self._day.elapsed_of(clip_id)
        if not self._since_ms <= elapsed_ms <= self._now_ms:
            return None
        number, ms = divmod(elapsed_ms, DAY_MS)
        found = (self._clip(number, moment) for moment in self._day.clips.seen_at(ms))
        return next((view for view in found if view.id == clip_id), None)

    def clip_file(self, clip_id: UUID) -> Path:
        return recorded_files.CLIP

    def _camera(self, number: int) -> CameraView:
        recorded = self._day.recording.cameras[number]
        return CameraView(
            id=self._day.camera_ids[number],
            name=recorded.name,
            source_address="",
            enabled=True,
            group_id=self._day.group_id(recorded.scene),
            recording=RecordingSettings(),
            ai=AiSettings(),
            revision=1,
        )

    def _state(self, number: int, camera_id: UUID) -> StreamStateView:
        """As the last change made it; before the first one the camera was online."""
        changes = [
            moment
            for moment in self._day.all.moments
            if moment.kind in (Kind.LOST, Kind.BACK) and self._day.camera_of(moment)[0] == number
        ]
        today = self._now_ms // DAY_MS
        told = [
            (day * DAY_MS + moment.ms, day, moment)
            for day in (today - 1, today)
            for moment in changes
            if day >= 0 and day * DAY_MS + moment.ms <= self._now_ms
        ]
        if not told:
            return _state(camera_id, "online", None, self._day.instant(0, 0))
        _, day, last = max(told, key=lambda each: each[0])
        lost = last.kind is Kind.LOST
        reason = self._day.recording.outages[last.of].reason if lost else None
        changed_at = self._day.instant(day, last.ms)
        return _state(camera_id, "error" if lost else "online", reason, changed_at)

    def _detection(self, number: int, moment: Moment) -> DetectionView:
        told = detection_at(self._day, number, moment)
        (one,) = told.detections
        return DetectionView(
            id=one.detection_id,
            camera_id=told.camera_id,
            captured_at=told.captured_at,
            label=one.label,
            confidence=one.confidence,
            box=one.box,
            track_id=one.track_id,
            zones=tuple(one.zones),
            frame=(told.frame.width, told.frame.height),
        )

    def _clip(self, number: int, moment: Moment) -> ClipView:
        recording = self._day.recording
        clip = recording.clips[moment.of]
        ready = number * DAY_MS + clip.finished_ms <= self._now_ms
        return ClipView(
            id=clip_id_of(self._day, number, moment),
            camera_id=self._day.camera_ids[clip.camera],
            state=ClipState.READY if ready else ClipState.RUNNING,
            reason="",
            starts_at=self._day.instant(number, clip.from_ms),
            ends_at=self._day.instant(number, clip.to_ms),
            size_bytes=recording.clip_bytes if ready else None,
            sha256=recording.clip_sha256 if ready else "",
            requested_at=self._day.instant(number, clip.asked_ms),
            finished_at=self._day.instant(number, clip.finished_ms) if ready else None,
        )


def _state(
    camera_id: UUID, state: str, reason: str | None, changed_at: datetime
) -> StreamStateView:
    return StreamStateView(camera_id, state, reason, None, changed_at, [])


def _satisfies(view: DetectionView, wanted: Wanted) -> bool:
    return (
        (wanted.since is None or view.captured_at >= wanted.since)
        and (wanted.until is None or view.captured_at < wanted.until)
        and view.confidence >= (wanted.min_confidence or 0.0)
        and (wanted.zone is None or wanted.zone in view.zones)
    )
