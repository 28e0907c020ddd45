"""docker-compose.yml brought up by Compose on Podman, in a checkout of its own."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from mosaic_cli.mediamtx.lookup import find_installed

from ..compose_file import ROOT, SERVICES, one_shot
from .engine import Engine, EngineError
from .images import PREFIX, ours

NAME = "mosaic-smoke"
UP_LIMIT_S = 420
# What each part listens on inside; none of these may be open outside.
INNER_PORTS = (5432, 6379, 5672, 8000, 8001, 8002, 8080, 8404, 8554, 8888, 8889, 9996, 9997, 9998)
HEALTH_EVERY_S = 3
_STAND_INS: dict[str, dict[str, Any]] = {
    "haproxy": {"image": f"{PREFIX}/services"},
    "postgres": {"image": f"{PREFIX}/services", "entrypoint": ["start-postgres"]},
    "redis": {"image": f"{PREFIX}/services", "entrypoint": ["start-redis"]},
    "rabbitmq": {"image": f"{PREFIX}/services", "entrypoint": ["start-rabbitmq"]},
    "mediamtx": {"image": f"{PREFIX}/mediamtx"},
}
_CAMERA = {
    "logLevel": "warn",
    "rtspTransports": ["tcp"],
    "paths": {
        "gate": {
            "runOnInit": "ffmpeg -nostdin -v fatal -re -stream_loop -1 -i /clip.mp4 -c copy -an -f rtsp "
            "-rtsp_transport tcp rtsp://127.0.0.1:8554/gate",
            "runOnInitRestart": True,
        }
    },
} | dict.fromkeys(("hls", "webrtc", "rtmp", "srt", "moq", "api", "metrics"), False)


class Project:
    """One set of containers, made and taken away by Compose alone."""

    def __init__(
        self, engine: Engine, folder: Path, socket: str, ports: tuple[int, int, int]
    ) -> None:
        self.engine, self.folder, self._socket = engine, folder, socket
        self.http_port, self.https_port, self.webrtc_port = ports
        self.url = f"http://127.0.0.1:{self.http_port}"

    def prepare(self, clip: Path, models: Path | None) -> None:
        """A checkout with just what Compose reads, initialised as the guide says."""
        for name in (
            "docker-compose.yml",
            ".env.example",
            "mediamtx.yml",
            "haproxy",
            "kong",
            "deploy",
        ):
            source, target = ROOT / name, self.folder / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
        subprocess.run(
            ["sh", "deploy/compose/init.sh"], cwd=self.folder, check=True, capture_output=True
        )
        settings = {
            "MOSAIC_HTTP_PORT": self.http_port,
            "MOSAIC_HTTPS_PORT": self.https_port,
            "MOSAIC_TLS_NAMES": "vms.example.org",
            "MOSAIC_PUBLIC_URL": self.url,
            "MOSAIC_WEBRTC_PORT": self.webrtc_port,
        } | ({"MOSAIC_MODELS_DIR": models} if models else {})
        with (self.folder / ".env").open("a") as file:
            file.writelines(f"{name}={value}\n" for name, value in settings.items())
        (self.folder / "camera.yml").write_text(json.dumps(_CAMERA))
        (self.folder / "stand-ins.yml").write_text(yaml.safe_dump({"services": _override(clip)}))

    def up(self) -> None:
        """Returns when Compose has started everything, in its order."""
        with self._health_checks():
            self._compose("up", "--detach", "--no-build", "--quiet-pull", limit_s=UP_LIMIT_S)

    def down(self) -> None:
        self._compose("down", "--remove-orphans", "--timeout", "20")

    def accounts(self) -> dict[str, dict[str, str]]:
        path = self.folder / ".mosaic/compose/secrets/accounts.json"
        accounts: dict[str, dict[str, str]] = json.loads(path.read_text())
        return accounts

    def inspected(self) -> dict[str, dict[str, Any]]:
        """`podman inspect` of every container, by the service's name."""
        ids = [str(container["Id"]) for container in self.engine.containers(NAME)]
        if not ids:
            return {}
        every: list[dict[str, Any]] = json.loads(self.engine.podman("inspect", *ids))
        return {each["Config"]["Labels"]["com.docker.compose.service"]: each for each in every}

    def health(self) -> dict[str, str]:
        """Runs each check of the file once; by service, what Podman holds of it."""
        self._check_health()
        return {
            name: each["State"]
            .get("Health", each["State"].get("Healthcheck", {}))
            .get("Status", "")
            for name, each in self.inspected().items()
            if name in SERVICES and not one_shot(SERVICES[name])
        }

    def logs(self, lines: int = 25) -> str:
        """The end of what every container said, for a failure's report."""
        told = []
        for name, each in self.inspected().items():
            state = each["State"]
            said = self.engine.podman(
                "logs", "--tail", str(lines), each["Id"], check=False, both=True
            )
            told.append(f"--- {name}: {state['Status']} {state['ExitCode']}\n{said}")
        return "\n".join(told)

    def clean(self) -> None:
        """Containers, networks and volumes of this project go, however the run ended."""
        label = f"label=com.docker.compose.project={NAME}"
        for kind, remove in (
            (("ps", "--all", "--quiet"), ("rm", "--force", "--time", "2")),
            (("network", "ls", "--quiet"), ("network", "rm", "--force")),
            (("volume", "ls", "--quiet"), ("volume", "rm", "--force")),
        ):
            found = self.engine.podman(*kind, "--filter", label).split()
            if found:
                self.engine.podman(*remove, *found, check=False)

    def leftovers(self) -> list[str]:
        label = f"label=com.docker.compose.project={NAME}"
        networks = self.engine.podman("network", "ls", "--quiet", "--filter", label).split()
        return [str(container["Id"]) for container in self.engine.containers(NAME)] + networks

    def _compose(self, *arguments: str, limit_s: float = 180) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("MOSAIC_")}
        done = subprocess.run(
            [
                *("docker-compose", "--project-name", NAME, "--file", "docker-compose.yml"),
                *("--file", "stand-ins.yml", *arguments),
            ],
            cwd=self.folder,
            env=kept | {"DOCKER_HOST": self._socket, "COMPOSE_HTTP_TIMEOUT": "300"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )
        if done.returncode != 0:
            raise EngineError(
                f"docker-compose {arguments[0]}: {done.returncode}\n{done.stderr[-3000:]}\n{self.logs()}"
            )

    @contextmanager
    def _health_checks(self) -> Iterator[None]:
        """What a daemon or systemd's timers would do."""
        ended = threading.Event()

        def check() -> None:
            while not ended.wait(HEALTH_EVERY_S):
                self._check_health()

        thread = threading.Thread(target=check, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(60)

    def _check_health(self) -> None:
        for each in self._inspected_or_nothing().values():
            if each["State"]["Running"] and each["Config"].get("Healthcheck"):
                self.engine.podman("healthcheck", "run", each["Id"], check=False)

    def _inspected_or_nothing(self) -> dict[str, dict[str, Any]]:
        """While Compose makes and removes containers, one may be gone between two questions."""
        try:
            return self.inspected()
        except EngineError:
            return {}


def _override(clip: Path) -> dict[str, dict[str, Any]]:
    services = {
        name: {"image": ours(service["image"])}
        for name, service in SERVICES.items()
        if service["image"].startswith("mosaic/")
    }
    camera = {
        "image": ours(SERVICES["streaming"]["image"]),
        "command": ["/opt/mediamtx", "/camera.yml"],
        "networks": ["media"],
        "volumes": [
            f"{find_installed()}:/opt/mediamtx:ro",
            "./camera.yml:/camera.yml:ro",
            f"{clip}:/clip.mp4:ro",
        ],
    }
    return services | _STAND_INS | {"camera": camera}
