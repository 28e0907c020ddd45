"""What this node tells the others of itself."""

from mosaic_contracts.ids import new_id
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.membership import Membership, NodeReport, TranscodingReport
from mosaic_streaming.application.ports import MediaServer
from mosaic_streaming.application.reconcile import Reconciler
from mosaic_streaming.application.transcodings import Transcodings
from mosaic_streaming.application.watch_streams import StreamWatcher

STATES_AT_ONCE = 1000
"""An answer stays small: one that comes too late counts as none."""


class OwnReport:
    def __init__(
        self,
        desired: DesiredState,
        media: MediaServer,
        watcher: StreamWatcher,
        reconciler: Reconciler,
        membership: Membership,
        *,
        transcodings: Transcodings,
    ) -> None:
        self._transcodings = transcodings
        self._desired = desired
        self._media = media
        self._watcher = watcher
        self._reconciler = reconciler
        self._membership = membership
        self._epoch = str(new_id())

    async def report(self, epoch: str = "", version: int = 0) -> NodeReport:
        """epoch, version: of the last report that the asking node had."""
        since = version if epoch == self._epoch else 0
        reached, states = self._watcher.told_after(since, STATES_AT_ONCE)
        return NodeReport(
            name=self._membership.own.name,
            serving=self._desired.known and await self._media.alive(),
            revision=self._desired.revision,
            cameras=self._watcher.cameras,
            drift=self._reconciler.drift,
            epoch=self._epoch,
            version=reached,
            states=states,
            transcoding=TranscodingReport(
                encoder=self._transcodings.encoder,
                most=self._transcodings.most,
                running=sorted(self._transcodings.running),
                b_frames=self._watcher.b_frames,
            ),
        )
