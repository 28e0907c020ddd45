from pathlib import Path

import pytest

from mosaic_cli.runtimes.native import packages as module
from mosaic_cli.runtimes.native.packages import PackagesMissingError, ensure_packages


@pytest.fixture
def two_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """redis-server and haproxy are missing; a folder is the whole PATH."""
    absent = {"redis-server": False, "haproxy": False, "ffmpeg": True}
    monkeypatch.setattr(
        module, "NEEDED", {name: lambda there=there: there for name, there in absent.items()}
    )
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setattr(module, "POLICY", tmp_path / "policy-rc.d")
    monkeypatch.setattr(module, "NO_CLUSTER", tmp_path / "createcluster.d" / "mosaic.conf")
    return folder


def _program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_packages_when_all_are_there_then_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NEEDED", {"ffmpeg": lambda: True})
    ensure_packages(pytest.fail)


def test_packages_when_there_is_no_apt_then_they_are_named(
    two_missing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(two_missing))
    with pytest.raises(PackagesMissingError, match="redis-server, haproxy"):
        ensure_packages(pytest.fail)


def test_packages_when_there_are_no_rights_then_the_exact_command_is_told(
    two_missing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(two_missing, "apt-get", "exit 99")
    _program(two_missing, "sudo", "exit 1")
    monkeypatch.setenv("PATH", str(two_missing))
    monkeypatch.setattr(module.os, "geteuid", lambda: 1000)
    command = "sudo apt-get install -y --no-install-recommends redis-server haproxy"
    with pytest.raises(PackagesMissingError, match=command):
        ensure_packages(pytest.fail)


def test_packages_when_installed_then_no_service_could_start_meanwhile_and_the_guards_are_gone(
    two_missing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    guards = f"cat {module.NO_CLUSTER}; {module.POLICY}; echo policy $?"
    _program(two_missing, "apt-get", f'{{ echo "$@"; {guards}; }} >> {seen}')
    monkeypatch.setenv("PATH", f"{two_missing}:/usr/bin:/bin")
    monkeypatch.setattr(module.os, "geteuid", lambda: 0)
    told: list[str] = []
    ensure_packages(told.append)
    log = seen.read_text()
    assert "install -y --no-install-recommends redis-server haproxy" in log
    assert "create_main_cluster = false" in log
    assert "policy 101" in log
    assert "redis-server haproxy" in told[0]
    assert not module.POLICY.exists()
    assert not module.NO_CLUSTER.exists()


def test_packages_when_apt_fails_then_its_words_are_told_and_the_guards_are_gone(
    two_missing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(two_missing, "apt-get", "echo no space left; exit 100")
    monkeypatch.setenv("PATH", f"{two_missing}:/usr/bin:/bin")
    monkeypatch.setattr(module.os, "geteuid", lambda: 0)
    with pytest.raises(PackagesMissingError, match="no space left"):
        ensure_packages(lambda _text: None)
    assert not module.POLICY.exists()
