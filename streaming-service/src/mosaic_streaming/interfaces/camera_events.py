"""Takes camera events as what they are: a hint to look again."""

from collections.abc import Sequence

from mosaic_contracts.events import CameraChanged, CloudEvent
from mosaic_platform.messaging import Consumer
from mosaic_streaming.application.desired_state import DesiredState

QUEUE = "streaming.cameras"


async def consume_camera_events(amqp_url: str, desired: DesiredState) -> None:
    """Runs until cancelled. A lost event only delays: the desired cameras are asked for regularly anyway."""

    async def look_again(_events: Sequence[CloudEvent]) -> None:
        await desired.refresh()

    await Consumer(amqp_url, QUEUE, [CameraChanged.TYPE], batch_size=100).run(look_again)
