"""HTTP to one camera, and to nothing else: no redirects, bounded answers, no document types."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from lxml import etree
from onvif.client import AsyncTransportProtocolErrorHandler
from onvif.settings import DEFAULT_SETTINGS
from onvif.util import create_no_verify_ssl_context

from mosaic_backend.cameras.domain.onvif_errors import (
    OnvifBrokenAnswerError,
    OnvifUnauthorisedError,
)

MAX_ANSWER_BYTES = 2 << 20
CONNECT_TIMEOUT_S = 4.0
ANSWER_TIMEOUT_S = 8.0

# The library's own: the answers of cameras are parsed by these. Its default lifts the parser's limits.
DEFAULT_SETTINGS.forbid_dtd = True
DEFAULT_SETTINGS.forbid_entities = True
DEFAULT_SETTINGS.xml_huge_tree = False


def new_session() -> aiohttp.ClientSession:
    """For one camera: one connection at a time. Certificates of cameras are their own, so none is checked."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=1, ssl=create_no_verify_ssl_context()),
        timeout=aiohttp.ClientTimeout(
            total=ANSWER_TIMEOUT_S, connect=CONNECT_TIMEOUT_S, sock_read=ANSWER_TIMEOUT_S
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    )


def pinned(url: str, to: str) -> str:
    """The path that a camera tells, at the address at which it was asked: it cannot lead us elsewhere."""
    told, at = urlsplit(url), urlsplit(to)
    return urlunsplit((at.scheme, at.netloc, told.path, told.query, ""))


class GuardedTransport(AsyncTransportProtocolErrorHandler):  # type: ignore[misc]
    """The library's transport, held to one address. digest: answers a camera that wants HTTP's own digest."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        address: str,
        digest: aiohttp.DigestAuthMiddleware | None,
    ) -> None:
        super().__init__(session=session, verify_ssl=False, cache=None)
        self._only = urlsplit(address)[:2]
        self._middlewares = (digest,) if digest else ()

    async def _post_internal(
        self, address: str, message: str | bytes, headers: dict[str, str]
    ) -> tuple[Any, bytes]:
        if urlsplit(address)[:2] != self._only:
            raise OnvifBrokenAnswerError("The camera names a service at another address.")
        response = await self.session.post(
            address,
            data=message.encode() if isinstance(message, str) else message,
            headers={"Content-Type": "application/soap+xml; charset=utf-8"} | (headers or {}),
            allow_redirects=False,
            middlewares=self._middlewares,
        )
        try:
            content = await _read(response)
        finally:
            response.release()
        if response.status == 401:
            raise OnvifUnauthorisedError
        if 300 <= response.status < 400:
            raise OnvifBrokenAnswerError("The camera sends to another address.")
        check_envelope(content)
        return response, content

    async def get(self, *_: Any, **__: Any) -> Any:
        raise OnvifBrokenAnswerError("The camera wants a document to be fetched.")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for piece in response.content.iter_chunked(65536):
        content += piece
        if len(content) > MAX_ANSWER_BYTES:
            raise OnvifBrokenAnswerError("The camera's answer does not end.")
    return bytes(content)


def check_envelope(content: bytes) -> None:
    """Raises OnvifBrokenAnswerError for what is no SOAP, and for document types: they can define entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OnvifBrokenAnswerError from error
    if root is None or etree.QName(root).localname != "Envelope":
        raise OnvifBrokenAnswerError("The camera answers, but not by ONVIF.")
    if root.getroottree().docinfo.doctype:
        raise OnvifBrokenAnswerError("The camera's answer has a document type, which none needs.")
