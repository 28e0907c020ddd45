"""Names that lead to where no camera may be, by a name service that tests turn."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.internal_api import DesiredCamera, DesiredCameras
from mosaic_streaming.application import refused_hosts
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.ports import Desired
from mosaic_streaming.application.refused_hosts import RefusedHosts
from mosaic_streaming.domain.addresses import Address, AddressPolicy
from mosaic_streaming.domain.paths import desired_paths

from .test_paths import IDS, camera

METADATA = "169.254.169.254"
POLICY = AddressPolicy()


class Names:
    """What each name leads to; a name that is not there leads nowhere."""

    def __init__(self, **known: list[str]) -> None:
        self.known = known
        self.hangs = False

    async def addresses(self, host: str) -> Collection[Address]:
        if self.hangs:
            await asyncio.Event().wait()
        return [ip_address(text) for text in self.known.get(host, [])]


class Cameras:
    """The source and the store of some cameras."""

    def __init__(self, *items: DesiredCamera) -> None:
        self.desired = Desired(DesiredCameras(items=list(items), revision=1))

    async def fetch(self, etag: str | None) -> Desired | None:
        return self.desired

    def load(self) -> Desired | None:
        return None

    def save(self, desired: Desired) -> None: ...


async def _made(names: Names, *hosts: str) -> tuple[RefusedHosts, DesiredState]:
    cameras = Cameras(*(camera(IDS[i], f"rtsp://{host}/live") for i, host in enumerate(hosts)))
    desired = DesiredState(cameras, cameras, ManualClock(datetime.now(UTC)))
    await desired.refresh()
    return RefusedHosts(desired, names, POLICY), desired


async def _paths(refused: RefusedHosts, desired: DesiredState) -> set[str]:
    cameras = desired.cameras.values()
    return set(desired_paths(cameras, POLICY, await refused.among(cameras)))


async def test_name_when_it_leads_to_a_refused_address_then_no_path_from_the_first_pass_on() -> (
    None
):
    names = Names(good=["192.0.2.7"], bad=["192.0.2.8", METADATA])
    refused, desired = await _made(names, "good", "BAD")
    assert await _paths(refused, desired) == {str(IDS[0])}


async def test_name_when_the_second_stream_has_it_then_it_is_judged_too_and_the_main_path_stays() -> (
    None
):
    cameras = Cameras(camera(IDS[0], "rtsp://good/live", sub="rtsp://bad/live"))
    desired = DesiredState(cameras, cameras, ManualClock(datetime.now(UTC)))
    await desired.refresh()
    names = Names(good=["192.0.2.7"], bad=[METADATA])
    refused = RefusedHosts(desired, names, POLICY)
    assert await _paths(refused, desired) == {str(IDS[0])}
    names.known["bad"] = ["192.0.2.8"]
    await refused.look()
    assert await _paths(refused, desired) == {str(IDS[0]), f"{IDS[0]}/sub"}


async def test_name_when_it_is_turned_to_a_refused_address_then_the_path_goes_and_comes_back() -> (
    None
):
    names = Names(cam=["192.0.2.7"])
    refused, desired = await _made(names, "cam")
    assert await _paths(refused, desired) == {str(IDS[0])}
    names.known["cam"] = ["::ffff:" + METADATA]
    await refused.look()
    assert not await _paths(refused, desired)
    names.known["cam"] = ["192.0.2.7"]
    await refused.look()
    assert await _paths(refused, desired) == {str(IDS[0])}


async def test_name_when_nobody_tells_of_it_any_more_then_its_verdict_stays() -> None:
    names = Names(good=["192.0.2.7"], bad=[METADATA])
    refused, desired = await _made(names, "good", "bad")
    await _paths(refused, desired)
    names.known.clear()
    await refused.look()
    assert await _paths(refused, desired) == {str(IDS[0])}


async def test_paths_when_the_name_service_hangs_then_they_do_not_wait_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refused_hosts, "FIRST_LOOK_S", 0.01)
    names = Names()
    names.hangs = True
    refused, desired = await _made(names, "cam")
    assert await _paths(refused, desired) == {str(IDS[0])}
    assert await _paths(refused, desired) == {str(IDS[0])}
