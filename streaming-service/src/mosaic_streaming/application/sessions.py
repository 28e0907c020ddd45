"""Hands out the right to read a stream: short-lived, bound to one camera and to what is done with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from mosaic_contracts.errors import ConflictError, NotFoundError
from mosaic_contracts.events import StreamState, SubStreamState
from mosaic_contracts.internal_api import DesiredCamera, ReaderSession
from mosaic_contracts.permissions import GroupScope, Principal, Verb
from mosaic_platform.access_tokens import CheckedToken
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.watch_streams import StreamWatcher
from mosaic_streaming.domain.paths import StreamName, path_name, sources_of
from mosaic_streaming.domain.readers import OfGroup, Viewer, service_name

TOKEN_LIFETIME_S = 60.0
EVERY_GROUP = GroupScope(everything=True)

Action = Literal["read", "playback"]
Permission = tuple[Action, str]
"""What is done, and the path on which."""


class CameraDisabledError(ConflictError):
    """The camera is switched off."""


class NoSuchStreamError(ConflictError):
    """The camera has no second stream."""


class StreamTokens(Protocol):
    """Signs what MediaMTX accepts."""

    def token(self, permissions: Sequence[Permission], reader: str) -> tuple[str, datetime]:
        """The token and when it expires. reader: the name by which MediaMTX shows who reads."""


class Prewarmer(Protocol):
    """Makes MediaMTX open a path before the reader asks."""

    def start(self, path: str) -> None: ...


@dataclass(frozen=True)
class ViewerSession:
    path: str
    token: str
    expires_at: datetime
    state: StreamState | SubStreamState | None


class Sessions:
    """Sessions for people and for services.

    Each opening asks the backend first: once it has answered that a camera is disabled or deleted, no session
    opens any more. While the backend is down, what was last known goes on.
    """

    def __init__(
        self,
        desired: DesiredState,
        watcher: StreamWatcher,
        tokens: StreamTokens,
        prewarmer: Prewarmer,
        *,
        hls_url: str,
        rtsp_url: str,
    ) -> None:
        self._desired = desired
        self._watcher = watcher
        self._tokens = tokens
        self._prewarmer = prewarmer
        self._hls_url = hls_url.rstrip("/")
        self._rtsp_url = rtsp_url.rstrip("/")

    async def open_viewer_session(
        self, viewer: CheckedToken, camera_id: UUID, stream: StreamName
    ) -> ViewerSession:
        """The right to read every stream of the camera, and the place of this one.

        Raises NotFoundError for a camera that is unknown or not theirs, CameraDisabledError, NoSuchStreamError.
        """
        await self._desired.confirm()
        camera = self._desired.cameras.get(camera_id)
        if camera is None or not viewer.principal.may_on(Verb.LIVE, camera.group_id):
            raise NotFoundError("there is no such camera")
        self._demand(camera, stream)
        everywhere = viewer.principal.scope(Verb.LIVE) == EVERY_GROUP
        by = None if everywhere else OfGroup(camera.group_id)
        reader = Viewer(viewer.principal.user_id, viewer.issued_at, by)
        permissions: list[Permission] = [
            ("read", path_name(camera_id, each)) for each in sources_of(camera)
        ]
        token, expires_at = self._tokens.token(permissions, reader.name)
        state = self._watcher.stream_state(camera_id, stream)
        return ViewerSession(path_name(camera_id, stream), token, expires_at, state)

    async def open_reader_session(
        self, service: str, camera_id: UUID, actions: Sequence[Action], stream: StreamName
    ) -> ReaderSession:
        """For services, which may read every camera. Raises as `open_viewer_session` does."""
        await self._desired.confirm()
        camera = self._desired.cameras.get(camera_id)
        if camera is None:
            raise NotFoundError("there is no such camera")
        path = path_name(camera_id, stream)
        if "read" in actions:
            self._demand(camera, stream)
        permissions: list[Permission] = [(action, path) for action in actions]
        token, _ = self._tokens.token(permissions, service_name(service))
        return ReaderSession(
            hls_url=f"{self._hls_url}/{path}/index.m3u8?cookieCheck=1",
            rtsp_url=f"{self._rtsp_url}/{path}",
            token=token,
            expires_in_s=TOKEN_LIFETIME_S,
        )

    def prewarm(self, principal: Principal, camera_ids: Iterable[UUID], stream: StreamName) -> None:
        """Opens the paths of those that the principal may watch; others are passed over.

        sub: where a camera has no such stream, its main one. Gives no right and is not told to the audit log.
        """
        for camera_id in camera_ids:
            camera = self._desired.cameras.get(camera_id)
            if camera is None or not principal.may_on(Verb.LIVE, camera.group_id):
                continue
            if camera.enabled:
                self._demand(camera, stream if stream in sources_of(camera) else "main")

    def visible_streams(self, principal: Principal) -> list[StreamState]:
        """The states of all cameras that the principal may watch."""
        told = self._watcher.told()
        return [
            told[camera.id]
            for camera in self._desired.cameras.values()
            if camera.id in told and principal.may_on(Verb.LIVE, camera.group_id)
        ]

    def _demand(self, camera: DesiredCamera, stream: StreamName) -> None:
        if not camera.enabled:
            raise CameraDisabledError("the camera is switched off")
        if stream not in sources_of(camera):
            raise NoSuchStreamError("the camera has no second stream")
        self._watcher.wanted(camera.id, stream)
        self._prewarmer.start(path_name(camera.id, stream))
