"""Brings MediaMTX's paths to what is desired, level-triggered: whatever is there, the next pass mends it."""

import asyncio
from collections.abc import Collection

from prometheus_client import Counter, Gauge

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.ports import MediaServer, PathFile
from mosaic_streaming.application.refused_hosts import RefusedHosts
from mosaic_streaming.domain.addresses import AddressPolicy
from mosaic_streaming.domain.paths import Changes, Settings, changes_between, desired_paths

PASS_EVERY_S = 5.0
# MediaMTX ignores what happens to the file within a second after a reload (confwatcher, minInterval).
PACE_S = 1.2
TAKE_UP_S = 1.0
LOOK_S = 0.03

_log = get_logger(__name__)
_drift = Gauge("mosaic_streaming_path_drift", "Paths that differ from what is desired")
_paths = Gauge("mosaic_streaming_paths", "Paths that are desired")
_changes = Counter("mosaic_streaming_path_changes_total", "Changes made to paths", ["kind"])
_kicked = Counter("mosaic_streaming_kicked_readers_total", "Readers whose path was taken away")


class Reconciler:
    """The only writer of MediaMTX's paths, and only by the file.

    The file makes one change and thousands alike in about 0.1 s, survives a restart of MediaMTX, and leaves
    the readers of unchanged paths alone. The API is not used for changes: see MediaMtxApi.
    """

    def __init__(
        self,
        desired: DesiredState,
        media: MediaServer,
        file: PathFile,
        policy: AddressPolicy,
        refused: RefusedHosts,
        *,
        clock: Clock,
    ) -> None:
        self._desired = desired
        self._media = media
        self._file = file
        self._policy = policy
        self._refused = refused
        self._clock = clock
        self._changed = desired.subscribe()
        self._write_allowed_at = 0.0

    async def run(self) -> None:
        while True:
            self._changed.clear()
            settled = False
            try:
                settled = await self.reconcile()
            except (UnavailableError, OSError) as error:
                _log.warning("reconcile_failed", error=str(error))
            try:
                async with asyncio.timeout(PASS_EVERY_S if settled else PACE_S):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def reconcile(self) -> bool:
        """One pass; True once MediaMTX has what is desired. Does nothing before that is known."""
        if not self._desired.known:
            return False
        cameras = self._desired.cameras.values()
        wanted = desired_paths(cameras, self._policy, await self._refused.among(cameras))
        _paths.set(len(wanted))
        try:
            changes = changes_between(await self._media.configured_paths(), wanted)
        except UnavailableError:
            await self._write(wanted, again=False)
            raise
        # Before the file too: it may have to wait, and who is sent away finds no session any more.
        await self._send_away(changes.remove)
        wrote = await self._write(wanted, again=bool(changes))
        if not changes:
            _drift.set(0)
            return True
        _log.info("paths_changing", **_sizes(changes), wrote=wrote)
        left = await self._taken_up(wanted)
        _drift.set(len(left))
        await self._send_away(changes.remove)
        for kind, count in _sizes(changes).items():
            _changes.labels(kind).inc(count)
        return not left

    async def _send_away(self, names: Collection[str]) -> None:
        if names:
            _kicked.inc(await self._media.kick_readers(names))

    async def _write(self, wanted: dict[str, Settings], *, again: bool) -> bool:
        wait_s = self._write_allowed_at - self._clock.monotonic()
        if again and wait_s > 0:
            await asyncio.sleep(wait_s)
        wrote = await asyncio.to_thread(self._file.write, wanted, again=again)
        if wrote:
            self._write_allowed_at = self._clock.monotonic() + PACE_S
        return wrote

    async def _taken_up(self, wanted: dict[str, Settings]) -> Changes:
        """Waits until MediaMTX has read the file; returns what is missing after TAKE_UP_S."""
        deadline = self._clock.monotonic() + TAKE_UP_S
        while True:
            left = changes_between(await self._media.configured_paths(), wanted)
            if not left or self._clock.monotonic() > deadline:
                return left
            await asyncio.sleep(LOOK_S)


def _sizes(changes: Changes) -> dict[str, int]:
    return {
        "added": len(changes.add),
        "patched": len(changes.patch),
        "removed": len(changes.remove),
    }
