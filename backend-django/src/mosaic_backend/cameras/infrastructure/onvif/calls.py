"""What the backend may ask of a camera, by name; arguments were checked where they came in."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from mosaic_backend.cameras.domain.onvif_errors import OnvifRefusedError
from mosaic_backend.cameras.infrastructure.onvif.device import Device
from mosaic_backend.cameras.infrastructure.onvif.imaging import Imaging
from mosaic_backend.cameras.infrastructure.onvif.session import Session, ptz_of

Args = Mapping[str, Any]
Call = Callable[[Session, Args], Awaitable[Any]]


def _imaging(device: Device) -> Imaging:
    if device.imaging is None:
        raise OnvifRefusedError("The camera has no settings of its picture.")
    return device.imaging


async def _describe(session: Session, _: Args) -> Any:
    return await session.run(lambda device: device.describe())


async def _hold(session: Session, args: Args) -> Any:
    await session.hold(args["pan"], args["tilt"], args["zoom"], args["hold_s"])


async def _stop(session: Session, _: Args) -> Any:
    await session.stop()


def _of_ptz(name: str) -> Call:
    async def call(session: Session, args: Args) -> Any:
        return await session.run(lambda device: getattr(ptz_of(device), name)(**args))

    return call


async def _status(session: Session, _: Args) -> Any:
    async def ask(device: Device) -> Any:
        ptz = ptz_of(device)
        return await ptz.status() | {"can": await ptz.abilities()}

    return await session.run(ask)


async def _settings(session: Session, _: Args) -> Any:
    return await session.run(lambda device: _imaging(device).settings())


async def _change(session: Session, args: Args) -> Any:
    return await session.run(lambda device: _imaging(device).change(args["wanted"]))


CALLS: dict[str, Call] = {
    "describe": _describe,
    "hold": _hold,
    "stop": _stop,
    "status": _status,
    **{
        name: _of_ptz(name)
        for name in (
            *("step", "centre", "absolute"),
            *("presets", "save_preset", "goto_preset", "remove_preset"),
            *("tours", "operate_tour"),
        )
    },
    "imaging": _settings,
    "change_imaging": _change,
}
