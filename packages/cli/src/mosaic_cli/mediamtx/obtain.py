"""Gets MediaMTX where it is not there yet: the official release archive, else a build from its Go module."""

import hashlib
import io
import os
import platform
import shutil
import tarfile
import threading
import urllib.error
import urllib.request
from pathlib import Path

from mosaic_cli.commands import CommandError, run
from mosaic_cli.mediamtx.lookup import (
    VERSION,
    MediaMTXError,
    cached_binary,
    find_installed,
    version_of,
)

PROJECT = "github.com/bluenviron/mediamtx"
# SHA-256 of mediamtx_v1.20.0_linux_<key>.tar.gz as published with the release.
ARCHIVES = {
    "amd64": "952d5f7d31d1b448ab4da4509550594c511d42636db9d7bb175d377f4ede81df",
    "arm64": "6aa3c03da7b6477f1e110c8e18e819cf9ef121e8981b52b8f8219982dae35f2f",
}
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
DOWNLOAD_S = 20
LARGEST_ARCHIVE = 200 << 20


def obtain(cancel: threading.Event) -> str:
    """Leaves a MediaMTX of the right version where `find_installed` finds it; the answer tells how.

    Raises MediaMTXError, which names all the ways and why each failed.
    """
    installed = find_installed()
    if installed is not None:
        return f"{VERSION} at {installed}"
    failures = ["MOSAIC_MEDIAMTX is not set", f"no mediamtx {VERSION} on PATH"]
    try:
        return _from_archive(cached_binary())
    except (OSError, ValueError, tarfile.TarError) as error:
        failures.append(f"the release archive could not be had ({error})")
    try:
        return _from_source(cached_binary(), cancel)
    except (CommandError, OSError) as error:
        failures.append(f"building it from its Go module failed ({error})")
    raise MediaMTXError("MediaMTX is missing: " + "; ".join(failures))


def archive_url(architecture: str) -> str:
    """MOSAIC_MEDIAMTX_ARCHIVES names a mirror: the folder that holds the archives of this version."""
    folder = (
        os.environ.get("MOSAIC_MEDIAMTX_ARCHIVES")
        or f"https://{PROJECT}/releases/download/{VERSION}"
    )
    return f"{folder.rstrip('/')}/mediamtx_{VERSION}_linux_{architecture}.tar.gz"


def _from_archive(target: Path, checksums: dict[str, str] | None = None) -> str:
    architecture = MACHINES.get(platform.machine(), platform.machine())
    expected = (checksums or ARCHIVES).get(architecture)
    if expected is None:
        raise ValueError(f"no checksum is known for {architecture}")
    url = archive_url(architecture)
    if not url.startswith(("https://", "http://")):
        raise ValueError("the archive's address must be http or https")
    with urllib.request.urlopen(url, timeout=DOWNLOAD_S) as answer:  # noqa: S310
        content = answer.read(LARGEST_ARCHIVE)
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise ValueError(f"its SHA-256 is {found}, not {expected}")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        member = archive.extractfile("mediamtx")
        if member is None:
            raise ValueError("it holds no program")
        _install(member.read(), target)
    return f"{VERSION} from the release archive"


def _install(program: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_suffix(".new")
    new.write_bytes(program)
    new.chmod(0o755)
    found = version_of(new)
    if found != VERSION:
        new.unlink()
        raise ValueError(f"the program says that it is {found}")
    new.replace(target)


def _from_source(target: Path, cancel: threading.Event) -> str:
    for program in ("go", "npm"):
        if shutil.which(program) is None:
            raise OSError(f"{program} is not installed")
    script = Path(__file__).parent / "build.sh"
    run(["nice", "sh", str(script), str(target)], cancel)
    return f"{VERSION} built from its Go module"
