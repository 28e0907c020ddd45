"""One camera: who it is, its clock, its profiles."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from onvif.definition import SERVICES

from mosaic_backend.cameras.domain.onvif_errors import (
    OnvifBrokenAnswerError,
    OnvifRefusedError,
    OnvifUnauthorisedError,
)
from mosaic_backend.cameras.infrastructure.onvif.imaging import Imaging
from mosaic_backend.cameras.infrastructure.onvif.ptz import Ptz
from mosaic_backend.cameras.infrastructure.onvif.services import Services

MAX_PROFILES = 32
_SETUP = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
CLOCK_TOLERANCE_S = 5.0


class Device:
    """Made by `open_device`; close it. ptz, imaging: None where the camera has none."""

    def __init__(self, services: Services, profiles: list[Any]) -> None:
        self._services = services
        self._profiles = profiles
        with_ptz = [profile for profile in profiles if profile.PTZConfiguration is not None]
        self.ptz = (
            Ptz(services, str(with_ptz[0].token), str(with_ptz[0].PTZConfiguration.NodeToken))
            if with_ptz and services.has("ptz")
            else None
        )
        sources = [
            str(profile.VideoSourceConfiguration.SourceToken)
            for profile in profiles
            if profile.VideoSourceConfiguration is not None
        ]
        self.imaging = (
            Imaging(services, sources[0]) if sources and services.has("imaging") else None
        )

    async def describe(self) -> dict[str, Any]:
        """What the camera is and gives, as JSON."""
        about = await self._services.call("devicemgmt", "GetDeviceInformation")
        return {
            "manufacturer": _text(about.Manufacturer),
            "model": _text(about.Model),
            "firmware": _text(about.FirmwareVersion),
            "clock_offset_s": clock_offset_s(self._services),
            "profiles": [await self._profile(profile) for profile in self._profiles],
            "ptz": await self.ptz.abilities() if self.ptz else None,
            "imaging": self.imaging is not None,
        }

    async def close(self) -> None:
        await self._services.close()

    async def _profile(self, profile: Any) -> dict[str, Any]:
        encoder = profile.VideoEncoderConfiguration
        size = getattr(encoder, "Resolution", None)
        rate = getattr(encoder, "RateControl", None)
        try:
            told = await self._services.call(
                "media", "GetStreamUri", {"ProfileToken": profile.token, "StreamSetup": _SETUP}
            )
            uri = _text(told.Uri) or None
        except OnvifRefusedError:
            uri = None  # a profile without a stream
        return {
            "token": _text(profile.token),
            "name": _text(profile.Name),
            "codec": _text(getattr(encoder, "Encoding", None)) or None,
            "width": getattr(size, "Width", None),
            "height": getattr(size, "Height", None),
            "fps": getattr(rate, "FrameRateLimit", None),
            "uri": uri,
        }


async def open_device(address: str, username: str, password: str) -> Device:
    """Raises MosaicError."""
    services = Services(address, username, password)
    async with opened(services):
        profiles = await services.call("media", "GetProfiles")
        return Device(services, list(profiles or [])[:MAX_PROFILES])


@asynccontextmanager
async def opened(services: Services) -> AsyncIterator[None]:
    """Finds what the camera has, and closes after any error. Raises MosaicError.

    The clock comes first: what is signed has to be dated by it.
    """
    try:
        await services.set_clock(await _clock_offset(services))
        await _find_services(services)
        yield
    except OnvifUnauthorisedError as error:
        await services.close()
        off_s = clock_offset_s(services)
        if off_s is not None and abs(off_s) > CLOCK_TOLERANCE_S:
            raise OnvifUnauthorisedError(
                f"{error.detail} Its clock is {abs(off_s):.0f} s {'ahead' if off_s > 0 else 'behind'}."
            ) from error
        raise
    except BaseException:
        await services.close()
        raise


def clock_offset_s(services: Services) -> float | None:
    """How far the camera's clock is ahead; None: it does not tell."""
    offset = services.clock_offset
    return round(offset.total_seconds(), 1) if offset is not None else None


async def _clock_offset(services: Services) -> timedelta | None:
    asked_at = datetime.now(UTC)
    try:
        told = await services.call("devicemgmt", "GetSystemDateAndTime", signed=False)
    except (OnvifUnauthorisedError, OnvifRefusedError):
        return None
    try:
        day, at = told.UTCDateTime.Date, told.UTCDateTime.Time
        theirs = datetime(
            day.Year, day.Month, day.Day, at.Hour, at.Minute, min(at.Second, 59), tzinfo=UTC
        )
    except (AttributeError, TypeError, ValueError):
        return None  # optional in the schema, and some set it to nonsense
    now = datetime.now(UTC)
    return theirs - (asked_at + (now - asked_at) / 2)


async def _find_services(services: Services) -> None:
    told: Mapping[str, str] = {}
    try:
        found = await services.call("devicemgmt", "GetServices", {"IncludeCapability": False})
        told = {service.Namespace: service.XAddr for service in found or [] if service.XAddr}
    except (OnvifRefusedError, OnvifBrokenAnswerError):
        pass  # older cameras have capabilities only
    services.keep_addresses(told or await _by_capabilities(services))


async def _by_capabilities(services: Services) -> dict[str, str]:
    try:
        found = await services.call("devicemgmt", "GetCapabilities", {"Category": "All"})
        named = {
            **{"media": found.Media, "ptz": found.PTZ, "imaging": found.Imaging},
            "events": found.Events,
        }
    except AttributeError as error:
        raise OnvifBrokenAnswerError from error
    return {SERVICES[name]["ns"]: told.XAddr for name, told in named.items() if told is not None}


def _text(value: object) -> str:
    return " ".join(str(value or "").split())[:500]
