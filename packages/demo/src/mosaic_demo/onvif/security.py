"""WS-Security's user name token, digested (OASIS UsernameToken Profile 1.0)."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from lxml import etree

from mosaic_demo.onvif.camera import SimulatedCamera

_WSSE = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}"
_WSU = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}"
MAX_AGE_S = 300


def allowed(envelope: etree._Element, camera: SimulatedCamera) -> bool:
    """Whether the message is signed with the camera's password, not long before or after its own clock."""
    if camera.faults.refuse_all:
        return False
    token = envelope.find(f".//{_WSSE}UsernameToken")
    if token is None:
        return False
    said = {
        etree.QName(part).localname: (part.text or "").strip()
        for part in token
        if isinstance(part.tag, str)
    }
    try:
        created = datetime.fromisoformat(said["Created"])
        nonce = base64.b64decode(said["Nonce"])
    except (KeyError, ValueError):
        return False
    text = nonce + said["Created"].encode() + camera.password.encode()
    expected = base64.b64encode(hashlib.sha1(text).digest()).decode()  # noqa: S324 - the profile's
    fresh = abs((camera.now() - created.astimezone(UTC)).total_seconds()) <= MAX_AGE_S
    same = hmac.compare_digest(expected, said.get("Password", ""))
    return fresh and same and said.get("Username") == camera.username
