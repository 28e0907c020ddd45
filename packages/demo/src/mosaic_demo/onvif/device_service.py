"""The device service: who the camera is, what time it thinks it is, where its services are."""

from xml.sax.saxutils import escape

from lxml import etree

from mosaic_demo.onvif.camera import SimulatedCamera
from mosaic_demo.onvif.schema import NAMESPACES

OPEN = frozenset({"GetSystemDateAndTime"})
"""What a camera tells before anybody has signed in; the other operations want a password."""


def get_system_date_and_time(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    now = camera.now()
    return (
        "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>"
        "<tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>"
        f"<tt:UTCDateTime><tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute>"
        f"<tt:Second>{now.second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.year}</tt:Year>"
        f"<tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date></tt:UTCDateTime>"
        "</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
    )


def get_device_information(camera: SimulatedCamera, _: etree._Element, __: str) -> str:
    return (
        "<tds:GetDeviceInformationResponse><tds:Manufacturer>Mosaic</tds:Manufacturer>"
        "<tds:Model>Simulated dome</tds:Model><tds:FirmwareVersion>1.0</tds:FirmwareVersion>"
        "<tds:SerialNumber>SIM-1</tds:SerialNumber><tds:HardwareId>sim</tds:HardwareId>"
        "</tds:GetDeviceInformationResponse>"
    )


def get_services(camera: SimulatedCamera, _: etree._Element, base: str) -> str:
    """base: the address under which the camera was asked."""
    root = f"http://{camera.faults.elsewhere}" if camera.faults.elsewhere else base
    names = ["tds", "trt", "timg"]
    names += ["tptz"] * camera.has_ptz + ["tev"] * camera.has_events
    told = "".join(
        f"<tds:Service><tds:Namespace>{NAMESPACES[name]}</tds:Namespace>"
        f"<tds:XAddr>{escape(root)}/onvif/{name}</tds:XAddr>"
        "<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>"
        for name in names
    )
    return f"<tds:GetServicesResponse>{told}</tds:GetServicesResponse>"
