"""Brings MediaMTX's paths to what is desired, level-triggered: whatever is there, the next pass mends it."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from itertools import islice
from uuid import UUID

from prometheus_client import Counter, Gauge

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.membership import Membership
from mosaic_streaming.application.ports import MediaServer, PathFile
from mosaic_streaming.application.refused_hosts import RefusedHosts
from mosaic_streaming.application.taken_up import TakenUpPaths
from mosaic_streaming.domain.addresses import AddressPolicy
from mosaic_streaming.domain.paths import (
    Changes,
    Settings,
    changes_between,
    desired_paths,
    same_settings,
)

PASS_EVERY_S = 5.0
# MediaMTX ignores what happens to the file within a second after a reload (confwatcher, minInterval).
PACE_S = 1.2
TAKE_UP_S = 1.0
TAKE_UP_PATH_S = 0.001  # more for each path: a reload takes a quarter of that of an idle core
LOOK_S = 0.03
LISTED_WITHIN_S = 30.0  # all of them, also while one change follows another
LOOKED_AT = 3  # of each kind of change, before everything is compared
REST = 10  # times what a pass took: comparing thousands of paths keeps no core busy

_KnownPaths = tuple[DesiredCamera, dict[str, Settings]]

_log = get_logger(__name__)
_drift = Gauge("mosaic_streaming_path_drift", "Paths that differ from what is desired")
_paths = Gauge("mosaic_streaming_paths", "Paths that are desired")
_cameras = Gauge("mosaic_streaming_cameras", "Cameras that this node serves", ["node"])
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
        membership: Membership,
        clock: Clock,
        transcoder_url: Callable[[], str] = str,
    ) -> None:
        self.taken_up = TakenUpPaths()
        self._desired = desired
        self._transcoder_url = transcoder_url
        self._media = media
        self._file = file
        self._policy = policy
        self._refused = refused
        self._clock = clock
        self._membership = membership
        self._changed = desired.subscribe()
        membership.subscribe(self._changed)
        self.drift = 0
        self._write_allowed_at = self._listed_at = 0.0
        self._wanted_of: tuple[int, int, frozenset[str]] = (0, 0, frozenset())
        self._kept: object = None  # so that no other object gets the same identity
        self._wanted_paths: dict[str, Settings] = {}
        self._known: dict[UUID, _KnownPaths] = {}
        self._settled: dict[str, Settings] | None = None

    async def run(self) -> None:
        while True:
            self._changed.clear()
            settled, begun = False, self._clock.monotonic()
            try:
                settled = await self.reconcile()
            except (UnavailableError, OSError) as error:
                _log.warning("reconcile_failed", error=str(error))
            try:
                took_s = self._clock.monotonic() - begun
                rest_s = min(max(PASS_EVERY_S, REST * took_s), LISTED_WITHIN_S)
                async with asyncio.timeout(rest_s if settled else PACE_S):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def reconcile(self) -> bool:
        """One pass; True once MediaMTX has what is desired. Does nothing before that and the others are known."""
        if not (self._desired.known and self._membership.settled):
            return False
        wanted = await self._wanted()
        try:
            changes = changes_between(await self._present(wanted), wanted)
        except UnavailableError:
            await self._write(wanted, again=False)
            raise
        # Before the file too: it may have to wait, and who is sent away finds no session any more.
        await self._send_away(changes.remove)
        wrote = await self._write(wanted, again=bool(changes))
        if not changes:
            self.drift = 0
            _drift.set(0)
            self._settled = wanted
            self.taken_up.tell(wanted)
            return True
        self.drift = len(changes)
        _drift.set(len(changes))
        _log.info("paths_changing", **_sizes(changes), wrote=wrote)
        left = await self._left_over(changes, wanted)
        self.drift = len(left)
        _drift.set(len(left))
        self._settled = None if left else wanted
        self.taken_up.tell(wanted.keys() - left.add.keys() if left else wanted)
        await self._send_away(changes.remove)
        for kind, count in _sizes(changes).items():
            _changes.labels(kind).inc(count)
        return not left

    async def _present(self, wanted: Mapping[str, Settings]) -> Mapping[str, Settings]:
        """What MediaMTX has, by its own word; for a change that somebody waits for, as it was seen last.

        Either way what is to change is compared by its own word before it counts as taken up.
        """
        settled, self._settled = self._settled, None
        overdue = self._clock.monotonic() - self._listed_at > LISTED_WITHIN_S
        if settled is None or settled is wanted or overdue:
            return await self._listed()
        return settled

    async def _listed(self) -> Mapping[str, Settings]:
        paths = await self._media.configured_paths()
        self._listed_at = self._clock.monotonic()
        return paths

    async def _wanted(self) -> dict[str, Settings]:
        """The paths of the cameras that are ours; made anew only when they may be other than before."""
        cameras, living = self._desired.cameras, self._membership.living
        refused = await self._refused.among(cameras.values())
        of = (id(cameras), id(living), refused)
        if self._wanted_of != of:
            if self._wanted_of[2] != refused:
                self._known.clear()
            self._known = {
                camera_id: self._as_known(camera, refused)
                for camera_id, camera in cameras.items()
                if self._membership.is_own(camera_id)
            }
            self._wanted_of, self._kept = of, (cameras, living)
            self._wanted_paths = {
                name: settings
                for _, paths in self._known.values()
                for name, settings in paths.items()
            }
            _paths.set(len(self._wanted_paths))
            _cameras.labels(self._membership.own.name).set(len(self._known))
        return self._wanted_paths

    def _as_known(self, camera: DesiredCamera, refused: Collection[str]) -> _KnownPaths:
        known = self._known.get(camera.id)
        if known is not None and known[0] is camera:
            return known
        paths = desired_paths(
            [camera], self._policy, refused, transcoder_url=self._transcoder_url()
        )
        return camera, paths

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

    async def _left_over(self, changes: Changes, wanted: dict[str, Settings]) -> Changes:
        """Waits until MediaMTX has read the file; returns what is missing when that takes too long.

        Also when something else is desired meanwhile: what is missing then goes with that. Where each change was
        looked at, all others wait for the next pass: listing thousands takes from who waits for the picture.
        """
        deadline = self._clock.monotonic() + TAKE_UP_S + TAKE_UP_PATH_S * len(wanted)
        while not await self._shows(changes):
            if self._clock.monotonic() > deadline or self._changed.is_set():
                break
            await asyncio.sleep(LOOK_S)
        else:
            if max(_sizes(changes).values()) <= LOOKED_AT:
                return Changes()
        return changes_between(await self._listed(), wanted)

    async def _shows(self, changes: Changes) -> bool:
        """By a few of them: MediaMTX takes a file up as a whole, and a list of all paths costs it dear."""
        for name, settings in islice({**changes.add, **changes.patch}.items(), LOOKED_AT):
            found = await self._media.configured_path(name)
            if found is None or not same_settings(found, settings):
                return False
        for name in islice(changes.remove, LOOKED_AT):
            if await self._media.configured_path(name) is not None:
                return False
        return True


def _sizes(changes: Changes) -> dict[str, int]:
    return {
        "added": len(changes.add),
        "patched": len(changes.patch),
        "removed": len(changes.remove),
    }
