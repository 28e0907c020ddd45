"""Wires the camera doctor."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from aiohttp import ClientSession

from mosaic_ai.application.examine_camera import CameraExaminer, HealthOutbox
from mosaic_ai.application.examine_nightly import ExaminationRounds
from mosaic_ai.application.plate_passages import PlatePassages
from mosaic_ai.domain.ports import ReaderSessions
from mosaic_ai.infrastructure.camera_health.cv_picture_measures import CvPictureMeasures
from mosaic_ai.infrastructure.camera_health.health_metrics import PrometheusHealthCounts
from mosaic_ai.infrastructure.camera_health.hls_stream_probe import HlsStreamProbe
from mosaic_ai.infrastructure.camera_health.sqlite_health import SqliteHealth
from mosaic_ai.settings import Settings
from mosaic_contracts.clock import SystemClock


@dataclass(frozen=True)
class CameraDoctor:
    """examiner and records: for the HTTP interface; rounds: to be kept running."""

    examiner: CameraExaminer
    records: SqliteHealth
    rounds: ExaminationRounds

    def close(self) -> None:
        self.records.close()


def camera_doctor(
    settings: Settings,
    *,
    sessions: ReaderSessions,
    media: ClientSession,
    plates: PlatePassages,
    outbox: HealthOutbox,
    published: Callable[[], None],
    followed: Callable[[], Collection[UUID]],
) -> CameraDoctor:
    """published: called when an event was put into the outbox. followed: the cameras to examine by themselves."""
    clock = SystemClock()
    records = SqliteHealth(settings.data_dir / "camera-health.sqlite")
    examiner = CameraExaminer(
        probe=HlsStreamProbe(sessions, media),
        measures=CvPictureMeasures(),
        records=records,
        plates=plates,
        outbox=outbox,
        counts=PrometheusHealthCounts(),
        published=published,
        clock=clock,
    )
    rounds = ExaminationRounds(
        examiner, records, followed, hour=settings.ai_doctor_hour, clock=clock
    )
    return CameraDoctor(examiner, records, rounds)
