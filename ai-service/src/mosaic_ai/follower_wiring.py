"""Wires what follows one camera, from its stream to its events."""

from concurrent.futures import Executor
from dataclasses import dataclass

from aiohttp import ClientSession

from mosaic_ai.application.cpu_budget import CpuBudget
from mosaic_ai.application.engine_host import (
    CurrentEngines,
    CurrentPlateLocator,
    CurrentPlateReader,
    CurrentScenes,
    EngineHost,
)
from mosaic_ai.application.follow_camera import CameraFollower, Observations
from mosaic_ai.application.look_at_frame import FramePipeline, Stages
from mosaic_ai.application.predictions import Predictions
from mosaic_ai.application.record_reads import Outbox, SightingRecorder
from mosaic_ai.application.resume_reads import ReadResumer
from mosaic_ai.application.stage_times import Measuring
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.domain.ports import FrameDecoder, ReaderSessions
from mosaic_ai.domain.quiet_video import QuietVideo
from mosaic_ai.infrastructure.cv_motion_gate import CvMotionGate
from mosaic_ai.infrastructure.cv_patches import CvPatches
from mosaic_ai.infrastructure.cv_vehicle_colours import CvVehicleColours
from mosaic_ai.infrastructure.hls_source import HlsFrameSource
from mosaic_ai.infrastructure.images import to_jpeg
from mosaic_ai.stores import Stores
from mosaic_contracts.clock import SystemClock
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.messaging import OutboxRelay


@dataclass(frozen=True)
class Followers:
    """What all cameras share. outbox: in front of the stores' own."""

    host: EngineHost
    sessions: ReaderSessions
    media: ClientSession
    decoder: FrameDecoder
    budget: CpuBudget
    stages: Measuring
    observations: Observations
    interpreter: Interpreter
    stores: Stores
    outbox: Outbox
    relay: OutboxRelay
    resumer: ReadResumer
    executor: Executor
    predictions: Predictions

    def follower(self, camera: DesiredCamera) -> CameraFollower:
        """A new one, which goes on with what was open of the camera."""
        coverage = Coverage()
        engines = CurrentEngines(self.host)
        pipeline = FramePipeline(
            camera.ai,
            Stages(
                CvMotionGate(camera.ai.zones),
                CvPatches(),
                CurrentScenes(engines),
                CurrentPlateLocator(engines),
                CurrentPlateReader(engines),
                self.stages,
                CvVehicleColours(),
            ),
            sparing=lambda: self.budget.tight,
        )
        recorder = SightingRecorder(
            camera.id,
            camera.ai.zones,
            evidence=self.stores.evidence,
            open_reads=self.stores.open_reads,
            outbox=self.outbox,
            to_jpeg=to_jpeg,
            interpreter=self.interpreter,
            engines=engines,
            coverage=coverage,
        )
        self.resumer.resume(camera.id, pipeline, recorder)
        source = HlsFrameSource(
            camera.id,
            self.sessions,
            self.decoder,
            self.media,
            coverage=coverage,
            turns=self.budget,
            quiet=QuietVideo(),
            measuring=self.stages,
        )
        return CameraFollower(
            camera.id,
            source,
            pipeline,
            recorder,
            coverage=coverage,
            executor=self.executor,
            predictions=self.predictions,
            observations=self.observations,
            recorded=self.relay.wake,
            clock=SystemClock(),
            times=self.stages,
            looking=engines.looking,
        )
