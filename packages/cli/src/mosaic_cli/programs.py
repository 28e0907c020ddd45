"""Where the system's programs are; Debian keeps some outside of PATH."""

import shutil
from pathlib import Path

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class MissingProgramError(Exception):
    """A program that the stack needs is not installed."""


def find(name: str, *folders: str) -> str | None:
    """The absolute path of a program: in PATH, in the system's folders, or in one of the given ones."""
    found = shutil.which(name) or shutil.which(name, path=":".join((SYSTEM_PATH, *folders)))
    return str(Path(found).absolute()) if found else None


def require(name: str, *folders: str) -> str:
    found = find(name, *folders)
    if found is None:
        raise MissingProgramError(f"{name} is not installed; `./mosaic doctor` tells the mend")
    return found


def postgresql_folder() -> Path | None:
    """The newest installed server's programs; Debian keeps one folder a major version."""
    versions = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()
    ]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    initdb = find("initdb")
    return Path(initdb).parent if initdb else None
