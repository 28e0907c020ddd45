"""Moving a camera, its presets and tours."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mosaic_backend.cameras.domain.onvif_errors import OnvifRefusedError
from mosaic_backend.cameras.infrastructure.onvif.services import Services

MAX_PRESETS = 300
FIELD_OF_VIEW = "http://www.onvif.org/ver10/tptz/PanTiltSpaces/TranslationSpaceFov"


class Ptz:
    """By one profile and its node. Numbers are shares from -1 to 1: right, up and in are positive."""

    def __init__(self, services: Services, profile: str, node: str) -> None:
        self._services = services
        self._profile = profile
        self._node = node
        self._spaces: Any = None
        self._takes_timeout = True

    async def abilities(self) -> dict[str, bool]:
        spaces = await self._supported()
        return {
            "move": bool(_of(spaces, "ContinuousPanTiltVelocitySpace")),
            "zoom": bool(_of(spaces, "ContinuousZoomVelocitySpace")),
            "step": bool(_of(spaces, "RelativePanTiltTranslationSpace")),
            "absolute": bool(_of(spaces, "AbsolutePanTiltPositionSpace")),
            "centre": self._view(spaces) is not None,
        }

    async def move(self, pan: float, tilt: float, zoom: float, timeout_s: float) -> None:
        """Goes on for timeout_s where the camera knows such a limit; the caller stops it in any case."""
        spaces = await self._supported()
        velocity: dict[str, object] = {}
        if _of(spaces, "ContinuousPanTiltVelocitySpace"):
            velocity["PanTilt"] = {"x": pan, "y": tilt}
        if _of(spaces, "ContinuousZoomVelocitySpace"):
            velocity["Zoom"] = {"x": zoom}
        asked: dict[str, object] = {"Velocity": velocity}
        if self._takes_timeout:
            try:
                await self._call(
                    "ContinuousMove", asked | {"Timeout": timedelta(seconds=timeout_s)}
                )
            except OnvifRefusedError:
                await self._call("ContinuousMove", asked)
                self._takes_timeout = False  # it was the timeout that was refused
        else:
            await self._call("ContinuousMove", asked)

    async def stop(self) -> None:
        await self._call("Stop", {"PanTilt": True, "Zoom": True})

    async def step(self, pan: float, tilt: float, zoom: float) -> None:
        spaces = await self._supported()
        translation: dict[str, object] = {}
        if _of(spaces, "RelativePanTiltTranslationSpace") and (pan or tilt):
            translation["PanTilt"] = {"x": pan, "y": tilt}
        if _of(spaces, "RelativeZoomTranslationSpace") and zoom:
            translation["Zoom"] = {"x": zoom}
        if not translation:
            raise OnvifRefusedError("The camera has no steps of this kind.")
        await self._call("RelativeMove", {"Translation": translation})

    async def centre(self, x: float, y: float) -> None:
        """Brings a point of the picture (shares, origin top left) to its middle.

        ONVIF PTZ, TranslationSpaceFov: the ends of the range are the edges of the picture.
        """
        space = self._view(await self._supported())
        if space is None:
            raise OnvifRefusedError("The camera does not know how far its picture reaches.")
        plane = {
            "x": _share((x - 0.5) * 2, space.XRange),
            "y": _share((0.5 - y) * 2, space.YRange),
            "space": FIELD_OF_VIEW,
        }
        await self._call("RelativeMove", {"Translation": {"PanTilt": plane}})

    async def absolute(self, pan: float, tilt: float, zoom: float) -> None:
        position = {"PanTilt": {"x": pan, "y": tilt}, "Zoom": {"x": zoom}}
        await self._call("AbsoluteMove", {"Position": position})

    async def status(self) -> dict[str, Any]:
        told = await self._call("GetStatus")
        plane, zoom = _of(told.Position, "PanTilt"), _of(told.Position, "Zoom")
        moves = {str(_of(told.MoveStatus, name)) for name in ("PanTilt", "Zoom")}
        return {
            "pan": _of(plane, "x"),
            "tilt": _of(plane, "y"),
            "zoom": _of(zoom, "x"),
            "moving": True if "MOVING" in moves else False if "IDLE" in moves else None,
        }

    async def presets(self) -> list[dict[str, str]]:
        found = await self._call("GetPresets")
        return [
            {"token": str(preset.token), "name": str(preset.Name or preset.token)[:100]}
            for preset in list(found or [])[:MAX_PRESETS]
            if preset.token
        ]

    async def save_preset(self, name: str, token: str | None) -> dict[str, str]:
        """Where it looks now, as a new preset or in place of one."""
        saved = await self._call(
            "SetPreset", {"PresetName": name} | ({"PresetToken": token} if token else {})
        )
        return {"token": str(saved or token), "name": name}

    async def goto_preset(self, token: str) -> None:
        await self._call("GotoPreset", {"PresetToken": token})

    async def remove_preset(self, token: str) -> None:
        await self._call("RemovePreset", {"PresetToken": token})

    async def tours(self) -> list[dict[str, Any]]:
        """Empty also where the camera knows no tours."""
        try:
            found = await self._call("GetPresetTours")
        except OnvifRefusedError:
            return []
        return [
            {
                "token": str(tour.token),
                "name": str(tour.Name or tour.token)[:100],
                "running": str(_of(tour.Status, "State")) == "Touring",
            }
            for tour in list(found or [])[:MAX_PRESETS]
            if tour.token
        ]

    async def operate_tour(self, token: str, running: bool) -> None:
        operation = "Start" if running else "Stop"
        await self._call("OperatePresetTour", {"PresetTourToken": token, "Operation": operation})

    async def _call(self, operation: str, params: Mapping[str, object] | None = None) -> Any:
        return await self._services.call(
            "ptz", operation, {"ProfileToken": self._profile} | dict(params or {})
        )

    async def _supported(self) -> Any:
        if self._spaces is None:
            nodes = await self._services.call("ptz", "GetNodes")
            ours = [node for node in nodes or [] if str(node.token) == self._node]
            found = (ours or list(nodes or []))[:1]
            self._spaces = found[0].SupportedPTZSpaces if found else False
        return self._spaces

    def _view(self, spaces: Any) -> Any:
        known = _of(spaces, "RelativePanTiltTranslationSpace") or []
        return next((space for space in known if str(space.URI) == FIELD_OF_VIEW), None)


def _of(element: Any, name: str) -> Any:
    """An optional part of an optional part."""
    return getattr(element, name, None) if element else None


def _share(share: float, span: Any) -> float:
    low, high = float(span.Min), float(span.Max)
    return low + (share + 1) / 2 * (high - low)
