"""The simulated ONVIF camera, asked by the library's own client."""

import time
from collections.abc import Awaitable, Callable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import onvif
import pytest
from zeep.exceptions import Fault

from mosaic_demo.onvif.camera import Faults, SimulatedCamera
from mosaic_demo.onvif.head import Position
from mosaic_demo.onvif.schema import NAMESPACES, SchemaError, check
from mosaic_demo.onvif.server import serving

WAIT_S = 60.0


async def asking(
    camera: SimulatedCamera, address: str, ask: Callable[[onvif.ONVIFCamera], Awaitable[object]]
) -> object:
    port = int(address.split(":")[2].split("/", maxsplit=1)[0])
    client = onvif.ONVIFCamera(
        "127.0.0.1", port, camera.username, camera.password, no_cache=True, adjust_time=True
    )
    try:
        await client.update_xaddrs()
        return await ask(client)
    finally:
        await client.close()


def posted(address: str, body: str) -> tuple[int, str]:
    request = Request(address, body.encode(), {"Content-Type": "application/soap+xml"})
    try:
        with urlopen(request, timeout=WAIT_S) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def envelope(body: str) -> str:
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
    return f"<s:Envelope {spaces}><s:Body>{body}</s:Body></s:Envelope>"


async def test_profiles_when_asked_by_the_library_then_they_are_those_of_the_camera() -> None:
    camera = SimulatedCamera()

    async def ask(client: onvif.ONVIFCamera) -> object:
        media = await client.create_media_service()
        profiles = await media.GetProfiles()
        setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
        uri = await media.GetStreamUri({"ProfileToken": "sub", "StreamSetup": setup})
        return [profile.token for profile in profiles], uri.Uri

    with serving(camera) as address:
        told = await asking(camera, address, ask)
    assert told == (["main", "sub"], "rtsp://127.0.0.1:8554/sub")


async def test_head_when_moved_by_the_library_then_it_moves_and_stops() -> None:
    camera = SimulatedCamera()

    async def ask(client: onvif.ONVIFCamera) -> object:
        ptz = await client.create_ptz_service()
        await ptz.ContinuousMove(
            {
                "ProfileToken": "main",
                "Velocity": {"PanTilt": {"x": 0.5, "y": 0}, "Zoom": {"x": 0.1}},
            }
        )
        moving = camera.head.moving()
        await ptz.Stop({"ProfileToken": "main", "PanTilt": True, "Zoom": True})
        token = await ptz.SetPreset({"ProfileToken": "main", "PresetName": "gate"})
        await ptz.AbsoluteMove(
            {"ProfileToken": "main", "Position": {"PanTilt": {"x": -1, "y": 1}, "Zoom": {"x": 1}}}
        )
        far = camera.head.position()
        await ptz.GotoPreset({"ProfileToken": "main", "PresetToken": token})
        return moving, far

    with serving(camera) as address:
        moving, far = await asking(camera, address, ask)  # type: ignore[misc]
    assert moving
    assert far == Position(-1.0, 1.0, 1.0)
    assert camera.head.position().pan > 0
    assert not camera.head.moving()


def test_head_when_nobody_stops_it_then_the_timeout_does() -> None:
    camera = SimulatedCamera()
    camera.head.move((1.0, 0.0, 0.0), 0.05)
    deadline = time.monotonic() + WAIT_S
    while camera.head.moving():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert camera.head.position().pan == pytest.approx(0.025)


async def test_clock_when_it_is_wrong_then_who_signs_by_it_is_let_in() -> None:
    camera = SimulatedCamera(faults=Faults(clock_offset_s=-7200))

    async def ask(client: onvif.ONVIFCamera) -> object:
        device = await client.create_devicemgmt_service()
        return (await device.GetDeviceInformation()).Model

    with serving(camera) as address:
        assert await asking(camera, address, ask) == "Simulated dome"


async def test_password_when_it_is_wrong_then_the_answer_is_a_fault() -> None:
    camera = SimulatedCamera()
    with serving(camera) as address:
        camera.password = "changed"
        stranger = SimulatedCamera()

        async def ask(client: onvif.ONVIFCamera) -> object:
            device = await client.create_devicemgmt_service()
            return await device.GetDeviceInformation()

        with pytest.raises(Fault):
            await asking(stranger, address, ask)


def test_request_when_it_is_not_by_the_schema_then_it_is_refused() -> None:
    with serving(SimulatedCamera()) as address:
        status, told = posted(address, envelope("<tptz:GetStatus><tptz:Wrong/></tptz:GetStatus>"))
        unsigned, refusal = posted(address, envelope("<tds:GetDeviceInformation/>"))
    assert (status, unsigned) == (400, 401)
    assert "InvalidArgs" in told
    assert "NotAuthorized" in refusal


def test_answer_when_it_is_not_by_the_schema_then_the_check_tells() -> None:
    from lxml import etree

    name = f"{{{NAMESPACES['tptz']}}}GetStatusResponse"
    with pytest.raises(SchemaError):
        check(etree.Element(name))
