"""The imaging service: brightness and its kin, the infrared filter, the focus."""

from lxml import etree

from mosaic_demo.onvif.camera import SimulatedCamera
from mosaic_demo.onvif.faults import FaultError
from mosaic_demo.onvif.schema import NAMESPACES

_TT = f"{{{NAMESPACES['tt']}}}"
_LEVELS = {
    "Brightness": "brightness",
    "ColorSaturation": "saturation",
    "Contrast": "contrast",
    "Sharpness": "sharpness",
}
_RANGE = "<tt:Min>0</tt:Min><tt:Max>100</tt:Max>"


def get_imaging_settings(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    now = camera.imaging
    return (
        "<timg:GetImagingSettingsResponse><timg:ImagingSettings>"
        f"<tt:Brightness>{now.brightness:g}</tt:Brightness>"
        f"<tt:ColorSaturation>{now.saturation:g}</tt:ColorSaturation>"
        f"<tt:Contrast>{now.contrast:g}</tt:Contrast>"
        f"<tt:Focus><tt:AutoFocusMode>{now.focus}</tt:AutoFocusMode></tt:Focus>"
        f"<tt:IrCutFilter>{now.ir_cut}</tt:IrCutFilter><tt:Sharpness>{now.sharpness:g}</tt:Sharpness>"
        "</timg:ImagingSettings></timg:GetImagingSettingsResponse>"
    )


def get_options(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    return (
        "<timg:GetOptionsResponse><timg:ImagingOptions>"
        f"<tt:Brightness>{_RANGE}</tt:Brightness><tt:ColorSaturation>{_RANGE}</tt:ColorSaturation>"
        f"<tt:Contrast>{_RANGE}</tt:Contrast>"
        "<tt:Focus><tt:AutoFocusModes>AUTO</tt:AutoFocusModes><tt:AutoFocusModes>MANUAL"
        "</tt:AutoFocusModes></tt:Focus>"
        "<tt:IrCutFilterModes>ON</tt:IrCutFilterModes><tt:IrCutFilterModes>OFF"
        "</tt:IrCutFilterModes><tt:IrCutFilterModes>AUTO</tt:IrCutFilterModes>"
        f"<tt:Sharpness>{_RANGE}</tt:Sharpness>"
        "</timg:ImagingOptions></timg:GetOptionsResponse>"
    )


def set_imaging_settings(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    levels = {}
    for element, name in _LEVELS.items():
        if (text := asked.findtext(f".//{_TT}{element}")) is not None:
            if not 0 <= float(text) <= 100:
                raise FaultError(f"{element} is from 0 to 100", "SettingsInvalid")
            levels[name] = float(text)
    for name, level in levels.items():
        setattr(camera.imaging, name, level)
    if mode := asked.findtext(f".//{_TT}IrCutFilter"):
        camera.imaging.ir_cut = mode
    if mode := asked.findtext(f".//{_TT}AutoFocusMode"):
        camera.imaging.focus = mode
    return "<timg:SetImagingSettingsResponse/>"
