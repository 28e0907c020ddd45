import hashlib
import http.server
import io
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from mosaic_cli.mediamtx import obtain as module
from mosaic_cli.mediamtx.lookup import VERSION, MediaMTXError, find_installed

PROGRAM = f"#!/bin/sh\necho {VERSION}\n".encode()


def _archive(program: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        member = tarfile.TarInfo("mediamtx")
        member.size = len(program)
        member.mode = 0o755
        archive.addfile(member, io.BytesIO(program))
    return buffer.getvalue()


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No MOSAIC_MEDIAMTX, no mediamtx, go or npm on PATH, and an empty cache; the cached path."""
    monkeypatch.delenv("MOSAIC_MEDIAMTX", raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "mosaic" / "mediamtx" / VERSION / "mediamtx"


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder served over HTTP as the place of the release archives."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("MOSAIC_MEDIAMTX_ARCHIVES", f"http://127.0.0.1:{server.server_port}/")
        yield folder
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


def _offer(
    folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch, checksum: str = ""
) -> None:
    for machine in module.ARCHIVES:
        (folder / f"mediamtx_{VERSION}_linux_{machine}.tar.gz").write_bytes(content)
    wanted = checksum or hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(module, "ARCHIVES", dict.fromkeys(module.ARCHIVES, wanted))


def test_obtain_when_the_archive_is_genuine_then_it_is_installed(
    nothing_installed: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _offer(mirror, _archive(PROGRAM), monkeypatch)
    assert "release archive" in module.obtain(threading.Event())
    assert nothing_installed.stat().st_mode & 0o111
    assert find_installed() == nothing_installed


def test_obtain_when_the_checksum_differs_then_nothing_is_installed_and_all_ways_are_named(
    nothing_installed: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _offer(mirror, _archive(PROGRAM), monkeypatch, checksum="0" * 64)
    with pytest.raises(MediaMTXError) as caught:
        module.obtain(threading.Event())
    message = str(caught.value)
    for way in ("MOSAIC_MEDIAMTX", "PATH", "SHA-256", "go is not installed"):
        assert way in message
    assert not nothing_installed.exists()


def test_obtain_when_the_archive_holds_another_version_then_it_is_refused(
    nothing_installed: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _offer(mirror, _archive(b"#!/bin/sh\necho v1.0.0\n"), monkeypatch)
    with pytest.raises(MediaMTXError, match=r"v1\.0\.0"):
        module.obtain(threading.Event())
    assert not nothing_installed.exists()


def test_lookup_when_the_named_program_is_another_version_then_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "mediamtx"
    other.write_text("#!/bin/sh\necho v1.19.3\n")
    other.chmod(0o755)
    monkeypatch.setenv("MOSAIC_MEDIAMTX", str(other))
    with pytest.raises(MediaMTXError, match=r"v1\.19\.3"):
        find_installed()


def test_lookup_when_path_has_the_right_version_then_the_cache_is_not_needed(
    nothing_installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "mediamtx").write_bytes(PROGRAM)
    (folder / "mediamtx").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    assert find_installed() == folder / "mediamtx"
