import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil

TINY = Path(__file__).with_name("tiny_clips.py")
NAMES = ["tiny-01", "tiny-02", "tiny-03"]
Wait = Callable[[Callable[[], bool], float], None]


def _start(folder: Path, cameras: int = len(NAMES)) -> "subprocess.Popen[str]":
    command = [sys.executable, str(TINY), str(folder), str(cameras)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _made(folder: Path, cameras: int = len(NAMES)) -> list[str]:
    output, _ = (process := _start(folder, cameras)).communicate(timeout=180)
    assert process.returncode == 0
    return output.splitlines()[-1].split()[1:]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _finished(folder: Path) -> list[str]:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["cameras"].values()) == set(manifest["clips"])
    return sorted(manifest["clips"])


def test_render_when_killed_midway_then_the_next_one_renders_only_the_rest_and_the_same(
    tmp_path: Path, wait_until: Wait
) -> None:
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    process = _start(killed)
    assert process.stdout is not None
    while "rendered tiny-01" not in process.stdout.readline():
        assert process.poll() is None
    wait_until(lambda: any(killed.glob(".rendering-*/tiny-02*")), 60.0)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    _, outlived = psutil.wait_procs(family, timeout=60)
    assert not outlived
    assert _finished(killed) == ["tiny-01"]

    assert _made(killed) == ["tiny-02", "tiny-03"]
    assert _made(whole) == NAMES
    assert _files(killed) == _files(whole)
    assert not any(path.is_dir() for path in killed.iterdir())
    assert _made(killed) == []


def test_render_when_a_file_of_a_clip_is_gone_then_that_clip_alone_is_rendered(
    tmp_path: Path,
) -> None:
    assert _made(tmp_path) == NAMES
    assert _made(tmp_path, 2) == []
    assert _finished(tmp_path) == NAMES
    before = _files(tmp_path)
    (tmp_path / "tiny-03.json").unlink()
    assert _made(tmp_path) == ["tiny-03"]
    assert _files(tmp_path) == before
