"""Podman with a storage of its own: nothing of the user's Podman is read or changed."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

PROGRAMS = (
    "podman",
    "runc",
    "netavark",
    "aardvark-dns",
    "iptables",
    "catatonit",
    "docker-compose",
    "debootstrap",
)
PRIVATE_PLACES = ("/usr/lib/podman", "/usr/libexec/podman")
SETTINGS = """\
[containers]
default_ulimits = ["nofile=16384:16384", "nproc=4096:4096"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
static_dir = "{store}/libpod"
volume_path = "{store}/volumes"
tmp_dir = "{run}/libpod"
[network]
network_backend = "netavark"
network_config_dir = "{store}/networks"
"""


class EngineError(AssertionError):
    """Podman refused; the message has its own words."""


def missing() -> str:
    """Why containers cannot run here; empty where they can."""
    if os.geteuid() != 0:
        return "containers are run as root only"
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *PRIVATE_PLACES))
    lacking = [name for name in PROGRAMS if shutil.which(name, path=path) is None]
    return (
        f"missing programs: {', '.join(lacking)} (docs/CONTRIBUTING.md has the packages)"
        if lacking
        else ""
    )


class Engine:
    """The command line of Podman, and its Docker-compatible API for Compose."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_cache_path("mosaic") / "podman"
        self._run = Path("/run/mosaic-podman")
        store = self.folder / "storage"
        for path in (store, self._run):
            path.mkdir(parents=True, exist_ok=True)
        self._settings = self.folder / "containers.conf"
        self._settings.write_text(SETTINGS.format(store=store, run=self._run))
        self._globals = ("--root", str(store), "--runroot", str(self._run / "storage"))
        # There is no systemd whose timers could run the health checks; `Project` runs them.
        self.environment = os.environ | {
            "CONTAINERS_CONF": str(self._settings),
            "DISABLE_HC_SYSTEMD": "true",
        }

    def podman(
        self,
        *arguments: str,
        limit_s: float = 120,
        check: bool = True,
        both: bool = False,
    ) -> str:
        """Standard output, with both=True standard error too. Raises EngineError with the end of what it said."""
        done = subprocess.run(
            ["nice", "podman", *self._globals, *arguments]
            if arguments[0] == "build"
            else ["podman", *self._globals, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )
        if check and done.returncode != 0:
            shown = f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            raise EngineError(f"podman {' '.join(arguments[:3])}: {done.returncode}\n{shown}")
        return done.stdout + done.stderr if both else done.stdout

    def has_image(self, name: str) -> bool:
        return bool(self.podman("images", "--quiet", name).strip())

    def containers(self, project: str) -> list[dict[str, object]]:
        """What `podman ps --all` tells of a Compose project's containers."""
        label = f"label=com.docker.compose.project={project}"
        found: list[dict[str, object]] = json.loads(
            self.podman("ps", "--all", "--filter", label, "--format", "json") or "[]"
        )
        return found

    def refused(self) -> str:
        """Why this machine's kernel or sandbox lets no container run; empty where one ran."""
        try:
            self.podman("run", "--rm", "--rootfs", "/:O", "true")
        except EngineError as error:
            return str(error)
        return ""

    def drop_unfinished_builds(self) -> None:
        """What a build that was killed left behind; only whoever has the engine's lock may call this."""
        left = self.podman("ps", "--all", "--external", "--quiet", "--filter", "status=unknown")
        if left.split():
            self.podman("rm", "--force", *left.split())

    @contextmanager
    def api(self) -> Iterator[str]:
        """The address of the Docker-compatible API while the context lasts."""
        socket = self._run / "api.sock"
        socket.unlink(missing_ok=True)
        with (self.folder / "api.log").open("wb") as log:
            process = subprocess.Popen(
                ["podman", *self._globals, "system", "service", "--time", "0", f"unix://{socket}"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
            try:
                yield f"unix://{socket}"
            finally:
                process.terminate()
                process.wait(30)
