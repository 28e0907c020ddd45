"""Reads a path of MediaMTX by LL-HLS, as a player does, up to the first bytes of its video."""

import re
import time
from urllib.parse import urljoin

import httpx

WITHIN_S = 60.0
AGAIN_S = 0.02
_LINE = re.compile(r"^[^#\s].*$", re.MULTILINE)
_PART = re.compile(r'#EXT-X-PART:[^\n]*URI="([^"]+)"')


def read_first_part(hls_url: str, token: str = "") -> None:
    """Returns once a part of the video has come whole. Raises TimeoutError."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    deadline = time.monotonic() + WITHIN_S
    with httpx.Client(timeout=15, trust_env=False, headers=headers) as client:
        while time.monotonic() < deadline:
            if _part_comes(client, hls_url):
                return
            time.sleep(AGAIN_S)
    raise TimeoutError(f"no video after {WITHIN_S:.0f} s: {hls_url}")


def _part_comes(client: httpx.Client, hls_url: str) -> bool:
    try:
        variants = client.get(hls_url)
        found = _LINE.search(variants.text) if variants.is_success else None
        if found is None:
            return False
        address = urljoin(hls_url, found.group())
        playlist = client.get(address)
        part = _PART.search(playlist.text) if playlist.is_success else None
        return part is not None and client.get(urljoin(address, part.group(1))).is_success
    except httpx.TransportError:
        return False
