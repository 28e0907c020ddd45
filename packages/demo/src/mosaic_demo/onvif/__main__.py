"""`python -m mosaic_demo.onvif --port 8700`: a simulated ONVIF camera to try things by hand, until Ctrl-C."""

import signal
import sys
from dataclasses import replace
from typing import Annotated

import typer

from mosaic_demo.onvif.camera import CAMERA_PASSWORD, Faults, SimulatedCamera
from mosaic_demo.onvif.server import serving


def main(
    port: Annotated[int, typer.Option(min=1, max=65535, help="HTTP port on 127.0.0.1")],
    main_uri: Annotated[str, typer.Option(help="RTSP address of the main stream")] = "",
    sub_uri: Annotated[str, typer.Option(help="RTSP address of the smaller stream")] = "",
    password: Annotated[str, typer.Option(help="of the user `operator`")] = CAMERA_PASSWORD,
    clock_offset_s: Annotated[float, typer.Option(help="how far its clock is ahead")] = 0.0,
    ptz: Annotated[bool, typer.Option(help="whether it can move")] = True,
) -> None:
    """Serve one simulated ONVIF camera on loopback."""
    camera = SimulatedCamera(
        password=password, has_ptz=ptz, faults=Faults(clock_offset_s=clock_offset_s)
    )
    uris = (main_uri or camera.profiles[0].uri, sub_uri or camera.profiles[1].uri)
    camera.profiles = tuple(
        replace(profile, uri=uri) for profile, uri in zip(camera.profiles, uris, strict=True)
    )
    with serving(camera, port) as address:
        sys.stdout.write(f"{address} user {camera.username}\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    typer.run(main)
