"""Wires files and webcams: one function for the bootstrap."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from mosaic_ai.application.engine_host import (
    CurrentEngines,
    CurrentPlateLocator,
    CurrentPlateReader,
    CurrentScenes,
    EngineHost,
)
from mosaic_ai.application.look_at_frame import WHOLE_LOOK_EVERY_S, FramePipeline, Stages
from mosaic_ai.application.watch_source import WatchedSource, WatchedSources
from mosaic_ai.domain.video_sources import VideoSource
from mosaic_ai.infrastructure.child_video_source import ChildVideoSource
from mosaic_ai.infrastructure.cv_motion_gate import CvMotionGate
from mosaic_ai.infrastructure.cv_patches import CvPatches
from mosaic_ai.settings import Settings
from mosaic_ai.source_settings import sources_of
from mosaic_contracts.internal_api import AiSettings


@asynccontextmanager
async def watched_sources(settings: Settings, host: EngineHost) -> AsyncIterator[WatchedSources]:
    """The configured sources; none runs until somebody listens. Their looks share one thread."""
    executor = ThreadPoolExecutor(1, thread_name_prefix="sources")

    def make_pipeline(source: VideoSource) -> FramePipeline:
        engines = CurrentEngines(host)
        return FramePipeline(
            AiSettings(),
            Stages(
                CvMotionGate(),
                CvPatches(),
                CurrentScenes(engines),
                CurrentPlateLocator(engines),
                CurrentPlateReader(engines),
            ),
            whole_look_every_s=WHOLE_LOOK_EVERY_S / max(1.0, source.fps),
        )

    watched = WatchedSources(
        [
            WatchedSource(source, ChildVideoSource, make_pipeline, executor)
            for source in sources_of(settings.ai_sources, settings.ai_sources_dir)
        ]
    )
    try:
        yield watched
    finally:
        await watched.close()
        executor.shutdown(wait=True, cancel_futures=True)
