"""What the cameras saw, as far as a client's scopes and camera groups reach."""

from collections.abc import Collection, Mapping, Set
from pathlib import Path
from uuid import UUID

from mosaic_backend.cameras import facade as cameras
from mosaic_backend.cameras.facade import (
    CameraScope,
    CameraView,
    StreamStateView,
    visible_cameras,
)
from mosaic_backend.clips import facade as clips
from mosaic_backend.clips.facade import ClipView
from mosaic_backend.detections import facade as detections
from mosaic_backend.detections.facade import DetectionView, Hit, Match, PlateFilters, PlateRecord
from mosaic_backend.partners.application.source import Wanted
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.scopes import VERB, Scope


class LiveSource:
    def __init__(self, client: Client) -> None:
        self._client = client

    def cameras(self, after: UUID | None, limit: int) -> list[CameraView]:
        return cameras.cameras(self._visible(Scope.CAMERAS), after=after, limit=limit)

    def camera(self, camera_id: UUID) -> CameraView | None:
        found = cameras.camera(camera_id)
        return found if found and camera_id in self._visible(Scope.CAMERAS) else None

    def states(self, ids: Collection[UUID]) -> Mapping[UUID, StreamStateView]:
        return cameras.stream_states(ids)

    def names(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        return cameras.camera_names(ids)

    def detections(self, wanted: Wanted, before: UUID | None, limit: int) -> list[DetectionView]:
        return detections.find_detections(
            cameras=self._searched(Scope.DETECTIONS, wanted.camera),
            label=wanted.label,
            since=wanted.since,
            until=wanted.until,
            min_confidence=wanted.min_confidence,
            zone=wanted.zone,
            before=before,
            limit=limit,
        )

    def plates(
        self, text: str | None, match: Match | None, wanted: Wanted, limit: int, cursor: str | None
    ) -> tuple[list[Hit], str | None]:
        filters = PlateFilters(
            self._searched(Scope.PLATES, wanted.camera),
            wanted.since,
            wanted.until,
            wanted.min_confidence,
        )
        return detections.find_plates(text, match, filters, limit=limit, cursor=cursor)

    def plate(self, read_id: UUID) -> PlateRecord | None:
        found = detections.plate(read_id)
        return found if found and found.camera_id in self._visible(Scope.PLATES) else None

    def picture(self, key: str) -> bytes:
        return detections.picture(key)

    def clips(self, camera: UUID | None, before: UUID | None, limit: int) -> list[ClipView]:
        return clips.clips(self._searched(Scope.CLIPS, camera), before=before, limit=limit)

    def clip(self, clip_id: UUID) -> ClipView | None:
        found = clips.clip(clip_id)
        return found if found and found.camera_id in self._visible(Scope.CLIPS) else None

    def clip_file(self, clip_id: UUID) -> Path:
        return clips.clip_file(clip_id)

    def _visible(self, scope: Scope) -> CameraScope:
        """The cameras that the client may see for a scope, as of now."""
        return visible_cameras(self._client.principal, VERB[scope])

    def _searched(self, scope: Scope, wanted: UUID | None) -> Set[UUID] | None:
        """Where to search; None: everywhere. A foreign camera is like one that is not there."""
        visible = self._visible(scope)
        if wanted is not None:
            return frozenset({wanted}) if wanted in visible else frozenset()
        return None if visible.all else visible.ids
