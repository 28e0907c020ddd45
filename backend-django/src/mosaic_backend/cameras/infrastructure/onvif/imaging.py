"""How the picture looks: levels with their ranges, the infrared filter, the focus."""

from collections.abc import Mapping
from typing import Any

from mosaic_backend.cameras.domain.onvif_errors import OnvifRefusedError
from mosaic_backend.cameras.infrastructure.onvif.services import Services

LEVELS = {
    "brightness": "Brightness",
    "contrast": "Contrast",
    "saturation": "ColorSaturation",
    "sharpness": "Sharpness",
}


class Imaging:
    """Of one video source."""

    def __init__(self, services: Services, source: str) -> None:
        self._services = services
        self._source = source

    async def settings(self) -> dict[str, Any]:
        """levels: those that the camera has, with value and range; None for what it does not tell."""
        now = await self._call("GetImagingSettings")
        can = await self._call("GetOptions")
        levels = {}
        for name, element in LEVELS.items():
            value, span = getattr(now, element, None), getattr(can, element, None)
            if value is not None and span is not None:
                levels[name] = {"value": value, "min": span.Min, "max": span.Max}
        focus, focuses = getattr(now, "Focus", None), getattr(can, "Focus", None)
        return {
            "levels": levels,
            "ir_cut": _mode(getattr(now, "IrCutFilter", None)),
            "ir_cut_modes": _modes(getattr(can, "IrCutFilterModes", None)),
            "focus": _mode(getattr(focus, "AutoFocusMode", None)),
            "focus_modes": _modes(getattr(focuses, "AutoFocusModes", None)),
        }

    async def change(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Sets what is named; the answer is what the camera has then. Raises OnvifRefusedError."""
        present = await self.settings()
        asked: dict[str, object] = {}
        for name, value in wanted.items():
            if name in LEVELS:
                span = present["levels"].get(name)
                if span is None or not span["min"] <= value <= span["max"]:
                    raise OnvifRefusedError(_outside(name, span))
                asked[LEVELS[name]] = value
            elif value.upper() not in [mode.upper() for mode in present[f"{name}_modes"]]:
                raise OnvifRefusedError(f"The camera has no {name} {value}.")
            elif name == "ir_cut":
                asked["IrCutFilter"] = value.upper()
            else:
                asked["Focus"] = {"AutoFocusMode": value.upper()}
        await self._call("SetImagingSettings", {"ImagingSettings": asked, "ForcePersistence": True})
        return await self.settings()

    async def _call(self, operation: str, params: dict[str, object] | None = None) -> Any:
        return await self._services.call(
            "imaging", operation, {"VideoSourceToken": self._source} | (params or {})
        )


def _outside(name: str, span: Mapping[str, float] | None) -> str:
    if span is None:
        return f"The camera has no {name}."
    return f"{name} is from {span['min']:g} to {span['max']:g}."


def _mode(value: object) -> str | None:
    return str(value).lower() if value is not None else None


def _modes(values: Any) -> list[str]:
    return [str(value).lower() for value in values or []]
