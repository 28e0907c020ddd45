"""The ONVIF schemas that come with the client's library, so that both sides are held to the same text."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from lxml import etree

XSD = "http://www.w3.org/2001/XMLSchema"
NAMESPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tptz": "http://www.onvif.org/ver20/ptz/wsdl",
    "timg": "http://www.onvif.org/ver20/imaging/wsdl",
    "tev": "http://www.onvif.org/ver10/events/wsdl",
    "wsnt": "http://docs.oasis-open.org/wsn/b-2",
    "wsa": "http://www.w3.org/2005/08/addressing",
    "tns1": "http://www.onvif.org/ver10/topics",
    "tt": "http://www.onvif.org/ver10/schema",
    "ter": "http://www.onvif.org/ver10/error",
}
_WSDL = {
    NAMESPACES["tds"]: "devicemgmt.wsdl",
    NAMESPACES["trt"]: "media.wsdl",
    NAMESPACES["tptz"]: "ptz.wsdl",
    NAMESPACES["timg"]: "imaging.wsdl",
    NAMESPACES["tev"]: "events.wsdl",
    NAMESPACES["wsnt"]: "b-2.xsd",
}


class SchemaError(Exception):
    """A body is not what the WSDL says."""


@lru_cache
def _schema(namespace: str) -> etree.XMLSchema:
    folder = Path(str(files("onvif"))) / "wsdl"
    document = etree.parse(folder / _WSDL[namespace])
    root = document.getroot()
    found = root if root.tag == f"{{{XSD}}}schema" else document.find(f".//{{{XSD}}}schema")
    if found is None:
        raise FileNotFoundError(f"{_WSDL[namespace]} holds no schema")
    text = etree.tostring(found)
    return etree.XMLSchema(etree.fromstring(text, base_url=str(folder / "service.xsd")))


def check(body: etree._Element) -> None:
    """Raises SchemaError unless the element is one of its service's schema, and complete."""
    namespace = etree.QName(body).namespace or ""
    if namespace not in _WSDL:
        raise SchemaError(f"there is no service {namespace}")
    schema = _schema(namespace)
    # A copy stands alone: namespaces that only the envelope declares come along.
    if not schema.validate(etree.ElementTree(etree.fromstring(etree.tostring(body)))):
        raise SchemaError(str(schema.error_log.last_error))
