"""Backend, streaming and MediaMTX with parts of their own, in a folder that goes."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import httpx

from mosaic_cli.bench.backend.site import Site, private_site
from mosaic_cli.bench.video.media_server import MediaServer
from mosaic_cli.ports import LOOPBACK, free_ports

READY_S = 60.0


@dataclass(frozen=True)
class VideoSite:
    """api: the backend and streaming, as administrator. media: what streaming provisions."""

    site: Site
    streaming_url: str
    media: MediaServer
    api: httpx.Client

    def sign_in(self) -> None:
        """Anew, where a measurement lasts longer than an access token."""
        self.api.headers["Authorization"] = f"Bearer {self.site.token('admin')}"

    def stream_states(self) -> dict[str, int]:
        """How many cameras are in which state."""
        answer = self.api.get(f"{self.streaming_url}/api/streaming/v1/streams", timeout=30)
        counts: dict[str, int] = {}
        for item in answer.raise_for_status().json()["items"]:
            counts[item["state"]] = counts.get(item["state"], 0) + 1
        return counts


@contextmanager
def video_site() -> Iterator[VideoSite]:
    """All processes that a camera's way to MediaMTX takes, as the native stack runs them."""
    with private_site() as plain, ExitStack() as stack:
        [port] = free_ports(1)
        streaming_url = f"http://{LOOPBACK}:{port}"
        media = MediaServer(plain.folder, f"{streaming_url}/internal/jwks.json")
        stack.callback(media.close)
        site = replace(
            plain,
            environment=plain.environment
            | media.component.environment()
            | {
                "MOSAIC_ALLOW_LOOPBACK_CAMERAS": "1",
                "MOSAIC_BACKEND_URL": plain.url,
                "MOSAIC_PUBLIC_URL": plain.url,
                "MOSAIC_STREAMING_URL": streaming_url,
                "MOSAIC_STREAMING_PORT": str(port),
            },
        )
        media.start()
        media.await_count(0)
        stack.enter_context(site.serving())
        stack.enter_context(site.process("-m", "mosaic_backend", "consume"))
        stack.enter_context(site.process("-m", "mosaic_backend", "relay"))
        stack.enter_context(site.process("-m", "mosaic_streaming"))
        await_ready(lambda: httpx.get(f"{streaming_url}/ready").is_success)
        api = stack.enter_context(httpx.Client(base_url=site.url, timeout=120, trust_env=False))
        video = VideoSite(site, streaming_url, media, api)
        video.sign_in()
        yield video


def await_ready(condition: Callable[[], bool]) -> None:
    """Raises TimeoutError."""
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"not ready in {READY_S:.0f} s")
