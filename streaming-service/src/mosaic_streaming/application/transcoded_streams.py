"""Whether a viewer is given the transcoded path of a stream."""

from collections.abc import Sequence
from dataclasses import dataclass

from mosaic_contracts.events.types import StreamTrack
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_streaming.application.membership import Membership
from mosaic_streaming.application.transcodings import (
    NoEncoderError,
    Transcodings,
    TranscodingsFullError,
)
from mosaic_streaming.application.watch_streams import StreamWatcher
from mosaic_streaming.domain.paths import (
    StreamName,
    may_be_transcoded,
    path_name,
    transcoded_path,
)
from mosaic_streaming.domain.transcoding import Cause, cause_of, video_codec


@dataclass(frozen=True)
class Browser:
    """What the viewer's can do. plays_hevc: by LL-HLS. by_webrtc: how it is about to read."""

    plays_hevc: bool = False
    by_webrtc: bool = True


@dataclass(frozen=True)
class TranscodedStream:
    """path: in MediaMTX. codec: of what the camera sends."""

    path: str
    codec: str
    cause: Cause


class TranscodedStreams:
    def __init__(
        self, watcher: StreamWatcher, membership: Membership, transcodings: Transcodings
    ) -> None:
        self._watcher = watcher
        self._membership = membership
        self._transcodings = transcodings

    def needed(
        self,
        camera: DesiredCamera,
        stream: StreamName,
        tracks: Sequence[StreamTrack],
        browser: Browser,
    ) -> TranscodedStream | None:
        """None where the stream plays as it is, or the administrator does not allow it.

        Keeps a place for it. Without one: None for B-frames, which play by LL-HLS, else raises
        TranscodingsFullError or NoEncoderError.
        """
        if not may_be_transcoded(camera):
            return None
        cause = cause_of(
            tracks,
            b_frames=self._has_b_frames(camera, stream),
            plays_hevc=browser.plays_hevc,
            by_webrtc=browser.by_webrtc,
        )
        if cause is None:
            return None
        path = transcoded_path(camera.id, stream)
        try:
            self._keep_place(camera, path)
        except (TranscodingsFullError, NoEncoderError):
            if cause == "b-frames":
                return None
            raise
        return TranscodedStream(path, video_codec(tracks) or "", cause)

    def _has_b_frames(self, camera: DesiredCamera, stream: StreamName) -> bool:
        elsewhere = self._membership.transcoding_elsewhere(camera.id)
        if elsewhere is not None:
            return path_name(camera.id, stream) in elsewhere.b_frames
        return self._watcher.has_b_frames(camera.id, stream)

    def _keep_place(self, camera: DesiredCamera, path: str) -> None:
        elsewhere = self._membership.transcoding_elsewhere(camera.id)
        if elsewhere is None:
            self._transcodings.reserve(path)
        elif elsewhere.encoder is None:
            raise NoEncoderError
        elif path not in elsewhere.running and len(elsewhere.running) >= elsewhere.most:
            raise TranscodingsFullError
