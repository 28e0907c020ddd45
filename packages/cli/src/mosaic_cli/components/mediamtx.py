"""MediaMTX: the base configuration with this home's addresses, and the running server."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mosaic_cli.components.rendered_paths import rendered_paths
from mosaic_cli.files import make_private, write_private
from mosaic_cli.part import Part
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.readiness import http_status

PORTS = ("rtsp", "hls", "webrtc", "webrtc-media", "api", "metrics", "playback")


@dataclass(frozen=True)
class MediaMTX:
    """folder: holds both files. template: the repository's mediamtx.yml. ports: by the names in PORTS."""

    binary: Path
    folder: Path
    template: Path
    recordings: Path
    ports: dict[str, int]
    jwks_url: str

    @property
    def base_config(self) -> Path:
        return self.folder / "base.yml"

    @property
    def config(self) -> Path:
        return self.folder / "mediamtx.yml"

    def part(self) -> Part:
        return Part(
            name="mediamtx",
            command=(str(self.binary), str(self.config)),
            address=f"{LOOPBACK}:{self.ports['api']}",
            # Recordings are named by the local time, which an hour of autumn has twice.
            environment={"TZ": "UTC"},
            prepare=self._prepare,
            ready=lambda: http_status(self.ports["api"], "/v3/info") == 200,
        )

    def environment(self) -> dict[str, str]:
        """How the services reach it."""
        urls = {
            "API": f"http://{LOOPBACK}:{self.ports['api']}",
            "HLS": f"http://{LOOPBACK}:{self.ports['hls']}",
            "WEBRTC": f"http://{LOOPBACK}:{self.ports['webrtc']}",
            "RTSP": f"rtsp://{LOOPBACK}:{self.ports['rtsp']}",
            "PLAYBACK": f"http://{LOOPBACK}:{self.ports['playback']}",
            "METRICS": f"http://{LOOPBACK}:{self.ports['metrics']}",
        }
        return {f"MOSAIC_MEDIAMTX_{name}_URL": url for name, url in urls.items()} | {
            "MOSAIC_MEDIAMTX_CONFIG": str(self.config),
            "MOSAIC_MEDIAMTX_BASE_CONFIG": str(self.base_config),
        }

    def _prepare(self) -> None:
        make_private(self.folder)
        make_private(self.recordings)
        base = yaml.safe_dump(
            self._settings(yaml.safe_load(self.template.read_text())), sort_keys=False
        )
        write_private(self.base_config, base)
        # Cameras play at once, before streaming is up again.
        write_private(self.config, base + rendered_paths(self.config))

    def _settings(self, template: dict[str, Any]) -> dict[str, Any]:
        addresses = {
            "rtspAddress": "rtsp",
            "hlsAddress": "hls",
            "webrtcAddress": "webrtc",
            "apiAddress": "api",
            "metricsAddress": "metrics",
            "playbackAddress": "playback",
        }
        filled = {key: f"{LOOPBACK}:{self.ports[name]}" for key, name in addresses.items()}
        media = f"{LOOPBACK}:{self.ports['webrtc-media']}"
        defaults = dict(template.get("pathDefaults") or {})
        defaults["recordPath"] = f"{self.recordings}/%path/%Y-%m-%d_%H-%M-%S-%f"
        return (
            template
            | filled
            | {
                "webrtcLocalUDPAddress": media,
                "webrtcLocalTCPAddress": media,
                "webrtcIPsFromInterfaces": False,
                "webrtcAdditionalHosts": [LOOPBACK],
                "authJWTJWKS": self.jwks_url,
                "pathDefaults": defaults,
            }
        )
