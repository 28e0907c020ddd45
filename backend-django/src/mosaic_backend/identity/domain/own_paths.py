"""Where somebody is led after signing in: to pages of this site only."""

import re

MAX_LENGTH = 2000
START = "/"
ADMIN = "/admin/"
# One slash, then neither a second nor a backslash, which browsers read as one; no spaces or control characters.
_OWN = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")


def own_path(text: str) -> str:
    """The path if it leads to a page of the console or the admin, START otherwise."""
    if len(text) > MAX_LENGTH or not _OWN.fullmatch(text) or text.startswith("/api/"):
        return START
    return text


def is_admin(path: str) -> bool:
    return path.startswith(ADMIN)
