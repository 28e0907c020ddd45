"""Takes secrets out of text that is logged or shown: credentials in URLs, bearer tokens, known parameters."""

import re
from urllib.parse import urlsplit, urlunsplit

# The bound keeps a long run of letters from costing its square; a longer scheme is matched from its middle on.
_URL_CREDENTIALS = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]{0,31}://)[^/?#\s\"'<>]*@")
# A password with a raw slash, question mark or hash is no valid URL, yet people write it and a refused URL is
# logged too. What follows the colon and looks like a port with a path is left alone.
_UNESCAPED_CREDENTIALS = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]{0,31}://)[^/?#@:\s\"'<>]+:(?!\d{1,5}(?:[/?#]|$))[^\s\"'<>]{0,1024}@"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}")
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*")
_PARAMETER = re.compile(
    r"(?i)\b(password|passwd|pass|pwd|secret|token|api_?key|user_?pw|auth)=([^&\s\"']+)"
)


def redact(text: str) -> str:
    """The text with every credential replaced by ***."""
    text = _URL_CREDENTIALS.sub(r"\g<scheme>***@", text)
    text = _UNESCAPED_CREDENTIALS.sub(r"\g<scheme>***@", text)
    text = _JWT.sub("***", text)
    text = _BEARER.sub(r"\1 ***", text)
    return _PARAMETER.sub(r"\1=***", text)


def without_credentials(url: str) -> str:
    """The URL without its user and password; other parts untouched. Raises ValueError if it is no URL."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
