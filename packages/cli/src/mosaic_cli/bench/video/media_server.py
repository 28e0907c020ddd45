"""A MediaMTX of its own, and one camera that sends a picture."""

import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from mosaic_cli.components.mediamtx import PORTS, MediaMTX
from mosaic_cli.mediamtx.lookup import MediaMTXError, find_installed
from mosaic_cli.ports import LOOPBACK, free_ports
from mosaic_cli.programs import require
from mosaic_cli.repository import ROOT

WITHIN_S = 120.0
LOOK_S = 0.05
FIRST_PICTURE_S = 60.0

Paths = Mapping[str, Mapping[str, Any]]


class MediaServer:
    """The repository's configuration on free ports; it can be killed and started anew."""

    def __init__(self, folder: Path, jwks_url: str) -> None:
        binary = find_installed()
        if binary is None:
            raise MediaMTXError("MediaMTX is not here; `./mosaic up` obtains it")
        self.component = MediaMTX(
            binary=binary,
            folder=folder / "mediamtx",
            template=ROOT / "mediamtx.yml",
            recordings=folder / "recordings",
            ports=dict(zip(PORTS, free_ports(len(PORTS)), strict=True)),
            jwks_url=jwks_url,
        )
        self.part = self.component.part()
        self.part.prepare()
        self._log = folder / "mediamtx.log"
        self._client = httpx.Client(timeout=10, trust_env=False)
        self._process: subprocess.Popen[bytes] | None = None

    def hls_url(self, path: str) -> str:
        return f"http://{LOOPBACK}:{self.component.ports['hls']}/{path}/index.m3u8?cookieCheck=1"

    @property
    def webrtc_origin(self) -> str:
        return f"http://{LOOPBACK}:{self.component.ports['webrtc']}"

    @property
    def pid(self) -> int:
        """Of the one that was started last."""
        if self._process is None:
            raise MediaMTXError("it was not started")
        return self._process.pid

    def start(self) -> None:
        """Returns at once."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self.part.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        self.kill()
        self._client.close()

    def count(self) -> int:
        """How many paths it has; -1 while it does not answer."""
        try:
            answer = self._client.get(self._api("config/paths/list?itemsPerPage=1"))
            return int(answer.json()["itemCount"])
        except (httpx.HTTPError, KeyError, ValueError):
            return -1

    def paths(self) -> dict[str, Any]:
        """What it has, by name."""
        found: dict[str, Any] = {}
        page, pages = 0, 1
        while page < pages:
            told = self._client.get(
                self._api(f"config/paths/list?itemsPerPage=1000&page={page}")
            ).json()
            found |= {item["name"]: item for item in told["items"]}
            page, pages = page + 1, int(told["pageCount"])
        return found

    def await_count(self, number: int) -> float:
        """The instant (monotonic) at which it has just so many. Raises TimeoutError."""
        deadline = time.monotonic() + WITHIN_S
        while (found := self.count()) != number:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{found} paths instead of {number} after {WITHIN_S:.0f} s")
            time.sleep(LOOK_S)
        return time.monotonic()

    def open_to_all(self) -> None:
        """Readers need no token from now on; before a start."""
        base = yaml.safe_load(self.component.base_config.read_text())
        base |= {
            "authMethod": "internal",
            "authInternalUsers": [
                {
                    "user": "any",
                    "permissions": [{"action": action} for action in ("read", "api", "metrics")],
                }
            ],
        }
        self.component.base_config.write_text(yaml.safe_dump(base))
        self.write({})

    def write(self, paths: Paths) -> None:
        """Its configuration with these paths, written as the streaming service does: renamed into place."""
        self.prepared(paths, "new").replace(self.component.config)

    def prepared(self, paths: Paths, suffix: str) -> Path:
        """The same beside its place."""
        base = yaml.safe_load(self.component.base_config.read_text()) | {"paths": dict(paths)}
        beside = self.component.config.with_suffix(f".{suffix}")
        beside.write_text(yaml.dump(base, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper)))
        return beside

    def _api(self, what: str) -> str:
        return f"http://{LOOPBACK}:{self.component.ports['api']}/v3/{what}"


@contextmanager
def camera(folder: Path) -> Iterator[str]:
    """The address of a source that sends H.264 with a key frame a second."""
    [port] = free_ports(1)
    server = find_installed()
    if server is None:
        raise MediaMTXError("MediaMTX is not here; `./mosaic up` obtains it")
    configuration = {
        "rtspAddress": f"{LOOPBACK}:{port}",
        "rtspTransports": ["tcp"],
        **dict.fromkeys(("rtmp", "srt", "moq", "hls", "webrtc", "api"), False),
        "paths": {"all_others": {}},
    }
    file = folder / "camera.yml"
    file.write_text(json.dumps(configuration))
    url = f"rtsp://{LOOPBACK}:{port}/camera"
    encoding = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "10")
    publish = (
        *(require("ffmpeg"), "-nostdin", "-v", "error", "-re", "-f", "lavfi"),
        *("-i", "testsrc2=size=320x240:rate=10", *encoding),
        *("-f", "rtsp", "-rtsp_transport", "tcp", url),
    )
    with (folder / "camera.log").open("ab") as log:
        serving = subprocess.Popen([str(server), str(file)], stdout=log, stderr=log)
        publishing = None
        try:
            deadline = time.monotonic() + WITHIN_S
            while not _sees_picture(url):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"no picture of the bench's own camera, see {folder}")
                if publishing is None or publishing.poll() is not None:
                    publishing = subprocess.Popen(
                        publish, stdin=subprocess.DEVNULL, stdout=log, stderr=log
                    )
            yield url
        finally:
            for process in (publishing, serving):
                if process is not None:
                    process.kill()
                    process.wait()


def _sees_picture(url: str) -> bool:
    """Reads until one picture is decoded; False where there is none to be had."""
    done = subprocess.run(
        [
            *(require("ffmpeg"), "-nostdin", "-v", "quiet", "-rtsp_transport", "tcp"),
            *("-i", url, "-an", "-frames:v", "1", "-f", "null", "-"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=FIRST_PICTURE_S,
    )
    return done.returncode == 0
