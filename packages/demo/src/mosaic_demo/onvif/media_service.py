"""The media service: profiles, and where their streams are."""

from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from mosaic_demo.onvif.camera import Profile, SimulatedCamera
from mosaic_demo.onvif.faults import FaultError
from mosaic_demo.onvif.schema import NAMESPACES

VIDEO_SOURCE = "source"
_TRT = f"{{{NAMESPACES['trt']}}}"
_MULTICAST = (
    "<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address>"
    "</tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart>"
    "</tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout>"
)
_SPACE = "http://www.onvif.org/ver10/tptz"
_PTZ = (
    '<tt:PTZConfiguration token="ptz"><tt:Name>ptz</tt:Name><tt:UseCount>2</tt:UseCount>'
    "<tt:NodeToken>node</tt:NodeToken><tt:DefaultContinuousPanTiltVelocitySpace>"
    f"{_SPACE}/PanTiltSpaces/VelocityGenericSpace</tt:DefaultContinuousPanTiltVelocitySpace>"
    "<tt:DefaultPTZTimeout>PT5S</tt:DefaultPTZTimeout></tt:PTZConfiguration>"
)


def get_profiles(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    told = "".join(_profile(profile, camera.has_ptz) for profile in camera.profiles)
    return f"<trt:GetProfilesResponse>{told}</trt:GetProfilesResponse>"


def get_stream_uri(camera: SimulatedCamera, asked: etree._Element, _: str) -> str:
    token = asked.findtext(f"{_TRT}ProfileToken")
    for profile in camera.profiles:
        if profile.token == token:
            return (
                f"<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>{escape(profile.uri)}</tt:Uri>"
                "<tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>"
                "<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout>"
                "</trt:MediaUri></trt:GetStreamUriResponse>"
            )
    raise FaultError("no such profile", "NoProfile")


def _profile(profile: Profile, has_ptz: bool) -> str:
    size = f"<tt:Width>{profile.width}</tt:Width><tt:Height>{profile.height}</tt:Height>"
    return (
        f'<trt:Profiles token={quoteattr(profile.token)} fixed="true">'
        f"<tt:Name>{escape(profile.name)}</tt:Name>"
        '<tt:VideoSourceConfiguration token="vsc"><tt:Name>vsc</tt:Name><tt:UseCount>2</tt:UseCount>'
        f"<tt:SourceToken>{VIDEO_SOURCE}</tt:SourceToken>"
        f'<tt:Bounds x="0" y="0" width="{profile.width}" height="{profile.height}"/>'
        "</tt:VideoSourceConfiguration>"
        f"<tt:VideoEncoderConfiguration token={quoteattr('e-' + profile.token)}><tt:Name>e</tt:Name>"
        f"<tt:UseCount>1</tt:UseCount><tt:Encoding>{profile.encoding}</tt:Encoding>"
        f"<tt:Resolution>{size}</tt:Resolution><tt:Quality>5</tt:Quality><tt:RateControl>"
        f"<tt:FrameRateLimit>{profile.fps}</tt:FrameRateLimit><tt:EncodingInterval>1"
        "</tt:EncodingInterval><tt:BitrateLimit>4096</tt:BitrateLimit></tt:RateControl>"
        f"{_MULTICAST}</tt:VideoEncoderConfiguration>{_PTZ if has_ptz else ''}</trt:Profiles>"
    )
