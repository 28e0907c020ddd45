"""Local images: a Debian of one's own, stand-ins for the official images, and the project's own Dockerfiles."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mosaic_cli.mediamtx.lookup import find_installed
from mosaic_cli.programs import require

from ..compose_file import ROOT, SERVICES
from .engine import Engine, EngineError

STANDINS = Path(__file__).with_name("standins")
PREFIX = "localhost/mosaic-test"
SUITE = "bookworm"
CA_BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")
BUILD_LIMIT_S = 1200
# How this machine reaches its package registries goes into the builds; files that are not there are left out.
APT = Path("/etc/apt")
HOST_SETTINGS = ("/usr/share/keyrings", "/etc/pip.conf", "/usr/etc/npmrc")
BASES = {
    "PYTHON_BASE": f"{PREFIX}/python",
    "NODE_BASE": f"{PREFIX}/node",
    "NGINX_BASE": f"{PREFIX}/services",
}


def ours(image: str) -> str:
    """The local name of `mosaic/NAME:VERSION` of the Compose file."""
    return f"{PREFIX}/{image.partition(':')[0].rpartition('/')[2]}"


def build_all(engine: Engine, say: Callable[[str], None]) -> None:
    """Every image that the run needs; what did not change is taken from the cache of layers."""
    engine.drop_unfinished_builds()
    # A copy, since packages write there while they are installed; always in one place, for the cache.
    shutil.rmtree(engine.folder / "apt", ignore_errors=True)
    shutil.copytree(APT, engine.folder / "apt")
    with tempfile.TemporaryDirectory(prefix="mosaic-images-") as folder:
        scratch = Path(folder)
        _timed(say, "debian", lambda: _debian(engine, scratch))
        for name in ("python", "services", "node", "mediamtx"):
            context = _context(scratch / name, name)
            recipe = STANDINS / f"{name}.Containerfile"
            _timed(
                say, name, lambda r=recipe, n=name, c=context: _build(engine, r, f"{PREFIX}/{n}", c)
            )
    for service in SERVICES.values():
        if build := service.get("build"):
            context, recipe = ROOT / build["context"], ROOT / build["dockerfile"]
            name = ours(service["image"])
            _timed(say, name, lambda r=recipe, n=name, c=context: _build(engine, r, n, c))
    engine.podman("image", "prune", "--force", limit_s=300)


def _timed(say: Callable[[str], None], what: str, action: Callable[[], None]) -> None:
    started = time.monotonic()
    action()
    say(f"image {what}: {time.monotonic() - started:.0f} s")


def _debian(engine: Engine, scratch: Path) -> None:
    if engine.has_image(f"{PREFIX}/debian"):
        return
    tree, archive = scratch / "debian", scratch / "debian.tar"
    for command in (
        ("nice", require("debootstrap"), "--variant=minbase", SUITE, str(tree)),
        ("tar", "-C", str(tree), "--one-file-system", "-cf", str(archive), "."),
    ):
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode != 0:
            raise EngineError(f"{command[1]}: {done.stdout[-2000:]}{done.stderr[-1000:]}")
    engine.podman("import", str(archive), f"{PREFIX}/debian", limit_s=300)


def _context(folder: Path, name: str) -> Path:
    """What a stand-in is made of."""
    folder.mkdir()
    match name:
        case "python":
            shutil.copy(CA_BUNDLE, folder / CA_BUNDLE.name)
        case "services":
            for script in STANDINS.glob("start-*"):
                shutil.copy(script, folder)
        case "node":
            shutil.copy(require("node"), folder / "node")
            npm = Path(require("npm")).resolve().parents[1]
            shutil.copytree(npm, folder / "npm", symlinks=True)
        case "mediamtx":
            binary = find_installed()
            if binary is None:
                raise EngineError("MediaMTX is missing; ./mosaic test obtains it")
            shutil.copy(binary, folder / "mediamtx")
    return folder


def _build(engine: Engine, recipe: Path, name: str, context: Path) -> None:
    text = recipe.read_text()
    mounts = [f"--volume={path}:{path}:ro" for path in HOST_SETTINGS if Path(path).exists()]
    mounts.append(f"--volume={engine.folder / 'apt'}:{APT}")
    bases = [f"--build-arg={key}={value}" for key, value in BASES.items() if f"ARG {key}=" in text]
    engine.podman(
        *("build", "--layers", "--pull=never", "--network=host", "--isolation=chroot"),
        *(*mounts, *bases, f"--file={recipe}", f"--tag={name}", str(context)),
        limit_s=BUILD_LIMIT_S,
    )
