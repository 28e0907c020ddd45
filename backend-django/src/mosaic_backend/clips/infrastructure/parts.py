"""The parts that clips stand on: the recordings and folders for the files."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from mosaic_backend.clips.application.recordings import Recordings
from mosaic_backend.clips.infrastructure.encryption.at_rest import EncryptionAtRest
from mosaic_backend.clips.infrastructure.playback.thumbnails import Thumbnails
from mosaic_backend.clips.infrastructure.recording.event_backlog import EventBacklog
from mosaic_backend.clips.infrastructure.recording.event_recording import EventRecording
from mosaic_backend.clips.infrastructure.recording.ledger_keeper import LedgerKeeper
from mosaic_backend.clips.infrastructure.recording.mediamtx_run import MediaMtxRun
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.clips.infrastructure.recording.recording_index import IndexedRecordings
from mosaic_backend.clips.infrastructure.recording.retention import Retention
from mosaic_backend.config.environment import environment
from mosaic_platform.service_tokens import ServiceTokenSigner

QUEUE = "backend.events"


@lru_cache
def recordings() -> Recordings:
    return IndexedRecordings(environment().recordings_dir)


@lru_cache
def follower() -> RecordingFollower:
    """The one of the process; one thread at a time uses it."""
    return RecordingFollower(environment().recordings_dir)


@lru_cache
def keeper() -> LedgerKeeper:
    """The one of the process; the thread of the follower uses it."""
    settings = environment()
    server = MediaMtxRun(settings.mediamtx_api_url)
    return LedgerKeeper(settings.recordings_dir, follower(), server)


@lru_cache
def retention() -> Retention:
    """The one of the process; one thread at a time uses it."""
    return Retention(environment().recordings_dir)


@lru_cache
def event_recording() -> EventRecording:
    """The one of the process; one thread at a time uses it."""
    settings = environment()
    backlog = EventBacklog(
        settings.ai_url,
        ServiceTokenSigner("backend", settings.secrets_dir),
        settings.amqp_url.get_secret_value(),
        QUEUE,
    )
    margin = timedelta(seconds=settings.event_recording_margin_s)
    return EventRecording(settings.recordings_dir, backlog, margin)


@lru_cache
def encryption_at_rest() -> EncryptionAtRest:
    """The one of the process; one thread at a time uses it."""
    settings = environment()
    return EncryptionAtRest(settings.recordings_dir, wished=settings.recording_encryption)


def clips_folder() -> Path:
    return environment().data_dir / "clips"


def packages_folder() -> Path:
    return environment().data_dir / "evidence-packages"


def recordings_folder() -> Path:
    return environment().recordings_dir


@lru_cache
def thumbnails() -> Thumbnails:
    settings = environment()
    return Thumbnails(
        settings.recordings_dir,
        settings.data_dir / "thumbnails",
        on_disk=not settings.recording_encryption,
    )
