"""WS-Discovery as ONVIF cameras speak it: the question, and what an answer says.

OASIS WS-Discovery 1.0 (April 2005) with the type of ONVIF's core specification.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from uuid import UUID
from xml.etree import ElementTree

from mosaic_backend.cameras.domain.source_url import Address, parsed_address

MAX_ANSWER_BYTES = 65_535
MAX_ADDRESSES = 8
_DISCOVERY = "{http://schemas.xmlsoap.org/ws/2005/04/discovery}"
_ADDRESSING = "{http://schemas.xmlsoap.org/ws/2004/08/addressing}"
_SCOPE = "onvif://www.onvif.org/"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class FoundDevice:
    """endpoint: the device's own name for itself; service_urls: only those at addresses that cameras may have."""

    endpoint: str
    address: str
    service_urls: tuple[str, ...]
    name: str | None
    hardware: str | None
    location: str | None


def question(message_id: UUID) -> bytes:
    """The Probe message."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"'
        ' xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
        ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"'
        ' xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><e:Header>'
        f"<w:MessageID>uuid:{message_id}</w:MessageID>"
        '<w:To e:mustUnderstand="true">urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>'
        '<w:Action e:mustUnderstand="true">'
        "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action>"
        "</e:Header><e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe>"
        "</e:Body></e:Envelope>"
    ).encode()


def devices_in(
    answer: bytes, message_id: UUID, sender: str, allowed: Callable[[Address], bool]
) -> list[FoundDevice]:
    """The devices of a ProbeMatches message that answers our question; nothing for anything else.

    What an answer says is only read: no address in it is opened or looked up. Those that are not allowed, and
    names, which lead who knows where, are left out.
    """
    if len(answer) > MAX_ANSWER_BYTES or b"<!" in answer.replace(b"<!--", b""):
        return []  # a document type could define entities that grow without bound
    if not allowed(parsed_address(sender)):
        return []
    try:
        root = ElementTree.fromstring(answer)  # noqa: S314 - no document type, 64 KiB at most
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError):
        return []
    relates = (root.findtext(f".//{_ADDRESSING}RelatesTo") or "").strip().lower()
    if not relates.endswith(str(message_id)):
        return []
    found = []
    for match in root.iter(f"{_DISCOVERY}ProbeMatch"):
        urls = _allowed_urls(match.findtext(f"{_DISCOVERY}XAddrs") or "", allowed)
        scopes = (match.findtext(f"{_DISCOVERY}Scopes") or "").split()
        endpoint = match.findtext(f"{_ADDRESSING}EndpointReference/{_ADDRESSING}Address") or ""
        found.append(
            FoundDevice(
                endpoint=_clean(endpoint) or sender,
                address=sender,
                service_urls=urls,
                name=_scope(scopes, "name"),
                hardware=_scope(scopes, "hardware"),
                location=_scope(scopes, "location"),
            )
        )
    return found


def _allowed_urls(text: str, allowed: Callable[[Address], bool]) -> tuple[str, ...]:
    urls = []
    for url in text.split()[:MAX_ADDRESSES]:
        try:
            parts = urlsplit(url)
            address = parsed_address(parts.hostname or "")
        except ValueError:
            continue
        plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc
        if plain and len(url) <= 500 and not _CONTROL.search(url) and allowed(address):
            urls.append(url)
    return tuple(urls)


def _scope(scopes: list[str], kind: str) -> str | None:
    for scope in scopes:
        if scope.startswith(f"{_SCOPE}{kind}/"):
            return _clean(unquote(scope.removeprefix(f"{_SCOPE}{kind}/"))) or None
    return None


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()[:200]
