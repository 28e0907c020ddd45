"""What reviewers correct becomes labels of the pictures that were kept of the passage."""

import asyncio
from collections.abc import Sequence

from mosaic_ai.application.capture_frames import Captures
from mosaic_ai.domain.captures import Label
from mosaic_contracts.events import CloudEvent, PlateCorrected
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)


class CaptureLabels:
    """The handler of `mosaic.plate.corrected.v1`. Raises UnavailableError while the store is away."""

    def __init__(self, captures: Captures) -> None:
        self._captures = captures

    async def take(self, events: Sequence[CloudEvent]) -> None:
        for event in events:
            correction = event.payload()
            if not isinstance(correction, PlateCorrected):
                continue
            label = Label(correction.text, correction.corrected_at)
            count = await asyncio.to_thread(self._captures.label, correction.read_id, label)
            _log.info("correction_taken", read_id=str(correction.read_id), pictures=count)
