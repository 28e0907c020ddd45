"""The transcoder of this node: its encoders are found, then MediaMTX can fetch from it."""

import shutil
from uuid import UUID

from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.sessions import StreamTokens
from mosaic_streaming.application.transcodings import Transcodings
from mosaic_streaming.domain.paths import may_be_transcoded
from mosaic_streaming.domain.readers import service_name
from mosaic_streaming.domain.transcoding import Encoder, Limits
from mosaic_streaming.infrastructure.ffmpeg_encoders import find_encoders
from mosaic_streaming.infrastructure.ffmpeg_transcoding import FfmpegTranscoding
from mosaic_streaming.infrastructure.rtsp_prewarmer import basic_authorization
from mosaic_streaming.infrastructure.transcoder_server import TranscoderServer


class Transcoder:
    """url: with credentials; empty before `open`. media_url: MediaMTX's RTSP."""

    def __init__(
        self,
        desired: DesiredState,
        transcodings: Transcodings,
        tokens: StreamTokens,
        media_url: str,
        limits: Limits,
    ) -> None:
        self._desired = desired
        self._transcodings = transcodings
        self._tokens = tokens
        self._media_url = media_url.rstrip("/")
        self._limits = limits
        self._program = shutil.which("ffmpeg") or "ffmpeg"
        self._server = TranscoderServer(transcodings, self._start, self._may)
        self.url = ""

    async def open(self, host: str, port: int, reached_at: str) -> None:
        """Raises OSError where the port is taken."""
        if self._transcodings.most:
            self._transcodings.found(await find_encoders(self._program))
        self.url = await self._server.open(host, port, reached_at)

    async def close(self) -> None:
        await self._server.close()

    def _may(self, camera_id: UUID) -> bool:
        camera = self._desired.cameras.get(camera_id)
        return camera is not None and camera.enabled and may_be_transcoded(camera)

    def _start(self, path: str, encoder: Encoder) -> FfmpegTranscoding:
        token, _ = self._tokens.token([path], service_name("streaming"))
        source = f"{self._media_url}/{path}"
        authorization = basic_authorization(token)
        return FfmpegTranscoding(self._program, source, authorization, encoder, self._limits)
