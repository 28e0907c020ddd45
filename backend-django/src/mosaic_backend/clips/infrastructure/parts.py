"""The parts that clips stand on: MediaMTX's playback and a folder for the files."""

from functools import lru_cache
from pathlib import Path

from mosaic_backend.clips.application.recordings import Recordings
from mosaic_backend.clips.infrastructure.mediamtx_playback import MediaMtxPlayback
from mosaic_backend.config.environment import environment
from mosaic_platform.service_tokens import ServiceTokenSigner


@lru_cache
def recordings() -> Recordings:
    settings = environment()
    return MediaMtxPlayback(
        settings.mediamtx_playback_url,
        settings.streaming_url,
        ServiceTokenSigner("backend", settings.secrets_dir),
    )


def clips_folder() -> Path:
    return environment().data_dir / "clips"


def packages_folder() -> Path:
    return environment().data_dir / "evidence-packages"
