"""Reads a camera's LL-HLS as a player would, far enough to know that pictures come."""

import re
import subprocess
from typing import Any
from urllib.parse import urljoin

import httpx

from mosaic_cli.programs import require

_URI = re.compile(r'URI="([^"]+)"')


class HlsError(AssertionError):
    """The stream cannot be read."""

    def __init__(self, what: str, status: int = 0) -> None:
        super().__init__(what)
        self.status = status


def playlist(client: httpx.Client, session: dict[str, Any]) -> tuple[str, str]:
    """Address and text of the media playlist. Raises HlsError."""
    headers = {"Authorization": f"Bearer {session['token']}"}
    url, text = _text(client, session["hls_url"], headers)
    variants = [line for line in text.splitlines() if line and not line.startswith("#")]
    if "#EXT-X-STREAM-INF" not in text:
        return url, text
    if not variants:
        raise HlsError(f"no variant in {text!r}")
    return _text(client, urljoin(url, variants[0]), headers)


def segments(client: httpx.Client, session: dict[str, Any]) -> bytes:
    """The initialisation and the newest whole segment, one after the other: a playable file."""
    headers = {"Authorization": f"Bearer {session['token']}"}
    url, text = playlist(client, session)
    names = [line for line in text.splitlines() if line and not line.startswith("#")]
    start = next((line for line in text.splitlines() if line.startswith("#EXT-X-MAP")), "")
    found = _URI.search(start)
    if not names or not found:
        raise HlsError("the playlist has no whole segment yet")
    content = b""
    for name in (found[1], names[-1]):
        response = client.get(urljoin(url, name), headers=headers)
        if response.status_code != 200:
            raise HlsError(f"{name}: {response.status_code}", response.status_code)
        content += response.content
    return content


def decoded_frames(content: bytes, size: str = "320x180") -> int:
    """How many pictures ffmpeg gets out of it, without any error."""
    width, height = (int(part) for part in size.split("x"))
    done = subprocess.run(
        [
            *(require("ffmpeg"), "-nostdin", "-v", "error", "-i", "pipe:0"),
            *("-f", "rawvideo", "-pix_fmt", "gray", "-s", size, "pipe:1"),
        ],
        input=content,
        capture_output=True,
        check=False,
        timeout=60,
    )
    if done.returncode != 0:
        raise HlsError(f"ffmpeg: {done.stderr.decode(errors='replace')[-500:]}")
    return len(done.stdout) // (width * height)


def _text(client: httpx.Client, url: str, headers: dict[str, str]) -> tuple[str, str]:
    response = client.get(url, headers=headers, follow_redirects=True)
    if response.status_code != 200:
        raise HlsError(f"playlist: {response.status_code}", response.status_code)
    return str(response.url), response.text
