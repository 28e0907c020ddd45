"""MediaMTX's playback server, read with a token that the streaming service signs."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

import httpx

from mosaic_backend.clips.application.recordings import InterruptedCutError, NoRecordingError
from mosaic_backend.clips.domain.spans import Span
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import ReaderSession
from mosaic_platform.service_tokens import ServiceTokenSigner

TIMEOUT = httpx.Timeout(10.0, connect=3.0, read=30.0)


class MediaMtxPlayback:
    """Adapter of VideoSource.

    playback_url: of the only MediaMTX; where there are several, streaming tells which has the camera.
    """

    def __init__(self, playback_url: str, streaming_url: str, signer: ServiceTokenSigner) -> None:
        self._playback = playback_url.rstrip("/")
        self._streaming = streaming_url.rstrip("/")
        self._signer = signer

    def cut(
        self, camera_id: UUID, wish: Span, target: Path, interrupted: Callable[[], bool]
    ) -> None:
        query = {
            "path": str(camera_id),
            "start": wish.start.isoformat(),
            "duration": f"{(wish.end - wish.start).total_seconds():.3f}",
            "format": "mp4",
        }
        with ExitStack() as stack:
            client = stack.enter_context(_client())
            playback, headers = self._session(client, camera_id)
            answer = stack.enter_context(
                client.stream("GET", f"{playback}/get", params=query, headers=headers)
            )
            if answer.status_code == httpx.codes.NOT_FOUND:
                raise NoRecordingError("nothing was recorded of this camera in that time")
            _check(answer)
            with target.open("wb") as file:
                for chunk in answer.iter_bytes(1 << 18):
                    if interrupted():
                        raise InterruptedCutError
                    file.write(chunk)

    def _session(self, client: httpx.Client, camera_id: UUID) -> tuple[str, dict[str, str]]:
        """Where the camera's recordings are, and with what they are asked for."""
        answer = client.post(
            f"{self._streaming}/internal/v1/cameras/{camera_id}/reader-sessions",
            json={"actions": ["playback"]},
            headers=self._signer.header(),
        )
        _check(answer)
        session = ReaderSession.model_validate_json(answer.content)
        place = session.playback_url or self._playback
        return place, {"Authorization": f"Bearer {session.token}"}


@contextmanager
def _client() -> Iterator[httpx.Client]:
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False) as client:
            yield client
    except httpx.HTTPError as error:
        raise UnavailableError("the recordings cannot be reached now") from error


def _check(answer: httpx.Response) -> None:
    if not answer.is_success:
        raise UnavailableError(f"the recordings cannot be read now ({answer.status_code})")
