"""Hands out the right to read a stream: short-lived, bound to one camera."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from mosaic_contracts.errors import ConflictError, NotFoundError
from mosaic_contracts.events import StreamState, SubStreamState
from mosaic_contracts.internal_api import DesiredCamera, ReaderSession
from mosaic_contracts.permissions import GroupScope, Principal, Verb
from mosaic_platform.access_tokens import CheckedToken
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.membership import Membership
from mosaic_streaming.application.taken_up import TakenUpPaths
from mosaic_streaming.application.transcoded_streams import (
    Browser,
    TranscodedStream,
    TranscodedStreams,
)
from mosaic_streaming.application.watch_streams import StreamWatcher
from mosaic_streaming.domain.nodes import Node
from mosaic_streaming.domain.paths import StreamName, path_name, sources_of
from mosaic_streaming.domain.readers import OfGroup, Viewer, service_name

TOKEN_LIFETIME_S = 60.0
TAKEN_UP_WITHIN_S = 5.0
EVERY_GROUP = GroupScope(everything=True)


class CameraDisabledError(ConflictError):
    """The camera is switched off."""


class NoSuchStreamError(ConflictError):
    """The camera has no second stream."""


class StreamTokens(Protocol):
    """Signs what MediaMTX accepts."""

    def token(self, paths: Sequence[str], reader: str) -> tuple[str, datetime]:
        """Of these paths, and when it expires. reader: the name by which MediaMTX shows who reads."""


class Prewarmer(Protocol):
    """Makes MediaMTX open a path before the reader asks."""

    def start(self, rtsp_url: str) -> None:
        """rtsp_url: of the path, at the node that serves it."""


@dataclass(frozen=True)
class ViewerSession:
    """path: behind /hls/ and /whep/ of the front door. has_playlist: HLS begins at once."""

    path: str
    token: str
    expires_at: datetime
    state: StreamState | SubStreamState | None
    has_playlist: bool
    transcoded: TranscodedStream | None = None


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
        membership: Membership,
        *,
        transcoded: TranscodedStreams,
        taken_up: TakenUpPaths,
    ) -> None:
        self._transcoded = transcoded
        self._taken_up = taken_up
        self._desired = desired
        self._watcher = watcher
        self._tokens = tokens
        self._prewarmer = prewarmer
        self._membership = membership

    async def open_viewer_session(
        self, viewer: CheckedToken, camera_id: UUID, stream: StreamName, browser: Browser
    ) -> ViewerSession:
        """The right to read every stream of the camera, and the place of this one.

        The place is that of the transcoded stream, and the right is to that too, where the browser needs it and
        the camera may be. Waits for the path of a camera that was just added: until MediaMTX has it, a player gets
        404. Raises NotFoundError for a camera that is unknown or not theirs, CameraDisabledError,
        NoSuchStreamError, TranscodingsFullError, NoEncoderError.
        """
        camera = await self._allowed(viewer, camera_id, stream)
        state, path = self._state(camera_id, stream), path_name(camera_id, stream)
        if self._comes_soon(path, camera_id, state):
            await self._taken_up.wait_for(path, TAKEN_UP_WITHIN_S)
            camera = await self._allowed(viewer, camera_id, stream)
            state = self._state(camera_id, stream)
        node = self._membership.owner(camera_id)
        transcoded = self._transcoded.needed(camera, stream, state.tracks if state else (), browser)
        place = transcoded.path if transcoded else path
        self._open(camera, stream, node, place)
        everywhere = viewer.principal.scope(Verb.LIVE) == EVERY_GROUP
        by = None if everywhere else OfGroup(camera.group_id)
        reader = Viewer(viewer.principal.user_id, viewer.issued_at, by)
        paths = [path_name(camera_id, each) for each in sources_of(camera)]
        if transcoded:
            paths.append(transcoded.path)
        token, expires_at = self._tokens.token(paths, reader.name)
        return ViewerSession(
            node.public_prefix + place,
            token,
            expires_at,
            state=state,
            has_playlist=not transcoded and self._watcher.has_playlist(camera_id, stream),
            transcoded=transcoded,
        )

    async def open_reader_session(
        self, service: str, camera_id: UUID, stream: StreamName
    ) -> ReaderSession:
        """For services, which may read every camera. Raises as `open_viewer_session` does."""
        await self._desired.confirm()
        camera = self._desired.cameras.get(camera_id)
        if camera is None:
            raise NotFoundError("there is no such camera")
        path = path_name(camera_id, stream)
        node = self._membership.owner(camera_id)
        self._demand(camera, stream, node)
        token, _ = self._tokens.token([path], service_name(service))
        return ReaderSession(
            hls_url=f"{node.hls_url}/{path}/index.m3u8?cookieCheck=1",
            rtsp_url=f"{node.rtsp_url}/{path}",
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
                there = stream if stream in sources_of(camera) else "main"
                self._demand(camera, there, self._membership.owner(camera_id))

    def visible_streams(self, principal: Principal) -> list[StreamState]:
        """The states of all cameras that the principal may watch."""
        told = (
            self._told(camera.id)
            for camera in self._desired.cameras.values()
            if principal.may_on(Verb.LIVE, camera.group_id)
        )
        return [state for state in told if state is not None]

    async def _allowed(
        self, viewer: CheckedToken, camera_id: UUID, stream: StreamName
    ) -> DesiredCamera:
        await self._desired.confirm()
        camera = self._desired.cameras.get(camera_id)
        if camera is None or not viewer.principal.may_on(Verb.LIVE, camera.group_id):
            raise NotFoundError("there is no such camera")
        self._check(camera, stream)
        return camera

    def _comes_soon(
        self, path: str, camera_id: UUID, state: StreamState | SubStreamState | None
    ) -> bool:
        """A camera whose host is refused is in error, and has no path."""
        failed = state is not None and state.state == "error"
        return not failed and self._membership.is_own(camera_id) and not self._taken_up.has(path)

    def _told(self, camera_id: UUID) -> StreamState | None:
        own = self._watcher.told_of(camera_id)
        return own or self._membership.state_elsewhere(camera_id)

    def _state(self, camera_id: UUID, stream: StreamName) -> StreamState | SubStreamState | None:
        told = self._told(camera_id)
        return told.sub if told and stream == "sub" else told

    def _demand(self, camera: DesiredCamera, stream: StreamName, node: Node) -> None:
        self._check(camera, stream)
        self._open(camera, stream, node, path_name(camera.id, stream))

    def _check(self, camera: DesiredCamera, stream: StreamName) -> None:
        if not camera.enabled:
            raise CameraDisabledError("the camera is switched off")
        if stream not in sources_of(camera):
            raise NoSuchStreamError("the camera has no second stream")

    def _open(self, camera: DesiredCamera, stream: StreamName, node: Node, path: str) -> None:
        self._watcher.wanted(camera.id, stream)
        self._prewarmer.start(f"{node.rtsp_url}/{path}")
