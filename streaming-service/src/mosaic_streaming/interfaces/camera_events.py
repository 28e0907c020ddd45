"""Takes camera events as what they are: a hint to look again."""

from collections.abc import Sequence

from mosaic_contracts.events import CameraChanged, CloudEvent
from mosaic_platform.messaging import Consumer
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.membership import Membership

QUEUE = "streaming.cameras"


async def consume_camera_events(
    amqp_url: str, desired: DesiredState, membership: Membership
) -> None:
    """Runs until cancelled. Each event comes to one of the nodes, which tells the others.

    A lost one only delays: the desired cameras are asked for regularly anyway.
    """

    async def look_again(events: Sequence[CloudEvent]) -> None:
        await desired.reach(max(int(event.data["revision"]) for event in events))
        membership.poke()

    await Consumer(amqp_url, QUEUE, [CameraChanged.TYPE], batch_size=100).run(look_again)
