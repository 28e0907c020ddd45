"""Brings MediaMTX's paths to what is desired, level-triggered: whatever is there, the next pass mends it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping

from prometheus_client import Counter, Gauge

from mosaic_contracts.errors import UnavailableError
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.ports import MediaServer, PathFile
from mosaic_streaming.domain.addresses import AddressPolicy
from mosaic_streaming.domain.paths import Changes, Settings, changes_between, desired_paths

PASS_EVERY_S = 5.0
BULK = 8  # an API call reloads the whole configuration (20 to 390 ms each), a file all at once

PathCall = Callable[[str, Settings], Awaitable[None]]

_log = get_logger(__name__)
_drift = Gauge("mosaic_streaming_path_drift", "Paths that differ from what is desired")
_paths = Gauge("mosaic_streaming_paths", "Paths that are desired")
_changes = Counter("mosaic_streaming_path_changes_total", "Changes made to paths", ["kind"])
_kicked = Counter("mosaic_streaming_kicked_readers_total", "Readers whose path was taken away")


class Reconciler:
    """The only writer of MediaMTX's paths."""

    def __init__(
        self,
        desired: DesiredState,
        media: MediaServer,
        file: PathFile,
        policy: AddressPolicy,
    ) -> None:
        self._desired = desired
        self._media = media
        self._file = file
        self._policy = policy
        self._changed = desired.subscribe()

    async def run(self) -> None:
        while True:
            self._changed.clear()
            try:
                await self.reconcile()
            except (UnavailableError, OSError) as error:
                _log.warning("reconcile_failed", error=str(error))
            try:
                async with asyncio.timeout(PASS_EVERY_S):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def reconcile(self) -> Changes:
        """One pass; returns what was to be changed.

        The file comes first: a reload replaces what the API added, so at any moment the file must already say
        it. Does nothing before the desired state is known.
        """
        if not self._desired.known:
            return Changes()
        wanted = desired_paths(self._desired.cameras.values(), self._policy)
        _paths.set(len(wanted))
        if await asyncio.to_thread(self._file.write, wanted):
            _log.info("path_file_written", paths=len(wanted))
        changes = changes_between(await self._media.configured_paths(), wanted)
        _drift.set(len(changes))
        if not changes:
            return changes
        await self._readers_off(changes.remove)
        if len(changes) <= BULK:
            await self._apply(changes)
        self._count(changes)
        return changes

    async def _apply(self, changes: Changes) -> None:
        for name in changes.remove:
            await self._media.remove_path(name)
        await self._each(changes.patch, self._media.patch_path)
        await self._each(changes.add, self._media.add_path)

    async def _each(self, paths: Mapping[str, Settings], call: PathCall) -> None:
        for name, settings in paths.items():
            await call(name, settings)

    async def _readers_off(self, names: Collection[str]) -> None:
        if names:
            _kicked.inc(await self._media.kick_readers(names))

    def _count(self, changes: Changes) -> None:
        _changes.labels("add").inc(len(changes.add))
        _changes.labels("patch").inc(len(changes.patch))
        _changes.labels("remove").inc(len(changes.remove))
        _log.info(
            "paths_changed",
            added=len(changes.add),
            patched=len(changes.patch),
            removed=len(changes.remove),
        )
