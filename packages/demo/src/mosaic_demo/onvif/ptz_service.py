"""The PTZ service: moves, presets, tours, status."""

import re
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from mosaic_demo.onvif.camera import SimulatedCamera
from mosaic_demo.onvif.faults import FaultError
from mosaic_demo.onvif.head import Position
from mosaic_demo.onvif.schema import NAMESPACES

_TPTZ, _TT = f"{{{NAMESPACES['tptz']}}}", f"{{{NAMESPACES['tt']}}}"
_SPACE = "http://www.onvif.org/ver10/tptz"
FIELD_OF_VIEW = f"{_SPACE}/PanTiltSpaces/TranslationSpaceFov"
_VIEW_SHARE = 0.1
"""Half the width of the picture, as share of the range."""
_TIMEOUT = re.compile(r"PT(?:(\d+)M)?(?:([\d.]+)S)?\Z")
MAX_PRESETS = 8


def get_nodes(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    plane = _ranges("XRange", -1) + _ranges("YRange", -1)
    kinds = (
        ("AbsolutePanTiltPositionSpace", "PanTiltSpaces/PositionGenericSpace", plane),
        ("AbsoluteZoomPositionSpace", "ZoomSpaces/PositionGenericSpace", _ranges("XRange", 0)),
        ("RelativePanTiltTranslationSpace", "PanTiltSpaces/TranslationGenericSpace", plane),
        ("RelativePanTiltTranslationSpace", "PanTiltSpaces/TranslationSpaceFov", plane),
        (
            "RelativeZoomTranslationSpace",
            "ZoomSpaces/TranslationGenericSpace",
            _ranges("XRange", -1),
        ),
        ("ContinuousPanTiltVelocitySpace", "PanTiltSpaces/VelocityGenericSpace", plane),
        ("ContinuousZoomVelocitySpace", "ZoomSpaces/VelocityGenericSpace", _ranges("XRange", -1)),
    )
    spaces = "".join(
        f"<tt:{tag}><tt:URI>{_SPACE}/{uri}</tt:URI>{span}</tt:{tag}>" for tag, uri, span in kinds
    )
    return (
        '<tptz:GetNodesResponse><tptz:PTZNode token="node"><tt:Name>node</tt:Name>'
        f"<tt:SupportedPTZSpaces>{spaces}</tt:SupportedPTZSpaces>"
        f"<tt:MaximumNumberOfPresets>{MAX_PRESETS}</tt:MaximumNumberOfPresets>"
        "<tt:HomeSupported>false</tt:HomeSupported></tptz:PTZNode></tptz:GetNodesResponse>"
    )


def get_status(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    at, moving = camera.head.position(), "MOVING" if camera.head.moving() else "IDLE"
    return (
        "<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position>"
        f'<tt:PanTilt x="{at.pan:.4f}" y="{at.tilt:.4f}"/><tt:Zoom x="{at.zoom:.4f}"/></tt:Position>'
        f"<tt:MoveStatus><tt:PanTilt>{moving}</tt:PanTilt><tt:Zoom>{moving}</tt:Zoom></tt:MoveStatus>"
        f"<tt:UtcTime>{camera.now():%Y-%m-%dT%H:%M:%SZ}</tt:UtcTime>"
        "</tptz:PTZStatus></tptz:GetStatusResponse>"
    )


def continuous_move(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    timeout = _TIMEOUT.match(asked.findtext(f"{_TPTZ}Timeout") or "PT5S")
    if not timeout:
        raise FaultError("the timeout is no duration")
    seconds = 60 * int(timeout[1] or 0) + float(timeout[2] or 0)
    camera.head.move(_vector(asked), seconds)
    return "<tptz:ContinuousMoveResponse/>"


def stop(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    camera.head.stop()
    return "<tptz:StopResponse/>"


def relative_move(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    pan, tilt, zoom = _vector(asked)
    plane = asked.find(f".//{_TT}PanTilt")
    if plane is not None and plane.get("space") == FIELD_OF_VIEW:
        pan, tilt = pan * _VIEW_SHARE, tilt * _VIEW_SHARE
    camera.head.jump(camera.head.position().moved(pan, tilt, zoom))
    return "<tptz:RelativeMoveResponse/>"


def absolute_move(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    plane, zoom, at = (
        asked.find(f".//{_TT}PanTilt"),
        asked.find(f".//{_TT}Zoom"),
        camera.head.position(),
    )
    if plane is not None:
        at = Position(_number(plane, "x"), _number(plane, "y"), at.zoom)
    if zoom is not None:
        at = Position(at.pan, at.tilt, _number(zoom, "x"))
    camera.head.jump(Position().moved(at.pan, at.tilt, at.zoom))
    return "<tptz:AbsoluteMoveResponse/>"


def get_presets(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    told = "".join(
        f"<tptz:Preset token={quoteattr(token)}><tt:Name>{escape(name)}</tt:Name></tptz:Preset>"
        for token, (name, _) in camera.head.presets.items()
    )
    return f"<tptz:GetPresetsResponse>{told}</tptz:GetPresetsResponse>"


def set_preset(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    presets = camera.head.presets
    token = asked.findtext(f"{_TPTZ}PresetToken")
    if token is None:
        if len(presets) >= MAX_PRESETS:
            raise FaultError("there is room for no more presets", "TooManyPresets", "Receiver")
        token = f"p{max((int(known[1:]) for known in presets), default=0) + 1}"
    elif token not in presets:
        raise FaultError("no such preset", "NoToken")
    name = asked.findtext(f"{_TPTZ}PresetName") or presets.get(token, (token,))[0]
    presets[token] = (name, camera.head.position())
    return f"<tptz:SetPresetResponse><tptz:PresetToken>{token}</tptz:PresetToken></tptz:SetPresetResponse>"


def goto_preset(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    camera.head.jump(camera.head.presets[_preset(camera, asked)][1])
    return "<tptz:GotoPresetResponse/>"


def remove_preset(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    del camera.head.presets[_preset(camera, asked)]
    return "<tptz:RemovePresetResponse/>"


def get_preset_tours(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    told = "".join(
        f"<tptz:PresetTour token={quoteattr(token)}><tt:Name>{escape(token)}</tt:Name><tt:Status>"
        f"<tt:State>{'Touring' if runs else 'Idle'}</tt:State></tt:Status>"
        "<tt:AutoStart>false</tt:AutoStart><tt:StartingCondition/></tptz:PresetTour>"
        for token, runs in camera.head.tours.items()
    )
    return f"<tptz:GetPresetToursResponse>{told}</tptz:GetPresetToursResponse>"


def operate_preset_tour(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    token = asked.findtext(f"{_TPTZ}PresetTourToken") or ""
    if token not in camera.head.tours:
        raise FaultError("no such tour", "NoToken")
    camera.head.tours[token] = asked.findtext(f"{_TPTZ}Operation") == "Start"
    return "<tptz:OperatePresetTourResponse/>"


def _preset(camera: SimulatedCamera, asked: etree._Element) -> str:
    token = asked.findtext(f"{_TPTZ}PresetToken") or ""
    if token not in camera.head.presets:
        raise FaultError("no such preset", "NoToken")
    return token


def _vector(asked: etree._Element) -> tuple[float, float, float]:
    plane, zoom = asked.find(f".//{_TT}PanTilt"), asked.find(f".//{_TT}Zoom")
    pan, tilt = (_number(plane, "x"), _number(plane, "y")) if plane is not None else (0.0, 0.0)
    return pan, tilt, _number(zoom, "x") if zoom is not None else 0.0


def _number(element: etree._Element, name: str) -> float:
    number = float(element.get(name) or 0)
    if not -1 <= number <= 1:
        raise FaultError(f"{number} is outside the space", "InvalidPosition")
    return number


def _ranges(tag: str, low: int) -> str:
    return f"<tt:{tag}><tt:Min>{low}</tt:Min><tt:Max>1</tt:Max></tt:{tag}>"
