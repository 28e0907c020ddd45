"""`./mosaic verify` as a process: what it prints and how it ends."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_evidence import keys
from mosaic_evidence.manifest import Export, Range
from mosaic_evidence.packages import PackageWriter
from mosaic_evidence.page import page

KEY = Ed25519PrivateKey.generate()
FINGERPRINT = keys.fingerprint(keys.raw(KEY.public_key()))
START = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    target = io.BytesIO()
    writer = PackageWriter(target)
    writer.add_bytes("video.mp4", b"moving pictures")
    writer.seal(
        Export(
            id="1",
            product="Mosaic",
            version="1",
            site="",
            exported_at=START,
            exported_by="reviewer",
            reason="a \x1b[31mcase",
            camera_id="2",
            camera_name="Gate",
            clip_id="3",
            wished=Range(START, START + timedelta(seconds=9)),
            recorded=None,
            contents={"video": {"path": "video.mp4"}},
        ),
        KEY,
    )
    path = tmp_path / "evidence.zip"
    path.write_bytes(target.getvalue())
    return path


def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "mosaic_cli", "verify", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_verify_when_nothing_was_changed_then_0_and_the_key_is_told(package: Path) -> None:
    ended = run(package)
    assert ended.returncode == 0, ended.stderr
    assert "ok   video.mp4" in ended.stdout
    assert "Gate" in ended.stdout
    assert "\x1b" not in ended.stdout
    last = ended.stdout.splitlines()[-1]
    assert last == f"consistent, signed by key {FINGERPRINT}: compare it"
    assert run(package, "--key", FINGERPRINT).returncode == 0


def test_verify_when_a_bit_is_flipped_then_1_and_the_file_is_named(package: Path) -> None:
    content = package.read_bytes()
    package.write_bytes(content.replace(b"moving pictures", b"moving picturer"))
    ended = run(package, "--json")
    assert ended.returncode == 1
    told = json.loads(ended.stdout)
    assert (told["ok"], told["fingerprint"]) == (False, FINGERPRINT)
    assert [(found["code"], found["path"]) for found in told["findings"]] == [
        ("changed-file", "video.mp4")
    ]
    assert "BAD  video.mp4" in run(package).stdout


def test_verify_when_another_key_is_expected_then_1(package: Path) -> None:
    ended = run(package, "--key", "ab" * 32)
    assert (ended.returncode, "wrong-key" in ended.stdout) == (1, True)


@pytest.mark.parametrize("arguments", [[], ["nowhere.zip"], ["--key", "xy", "PACKAGE"], ["."]])
def test_verify_when_called_wrongly_then_2_and_a_reason(
    arguments: list[str], package: Path
) -> None:
    ended = run(*(package if word == "PACKAGE" else word for word in arguments))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.strip()


def test_verify_when_the_page_is_wanted_then_written(tmp_path: Path) -> None:
    assert run("--page", tmp_path / "verify.html").returncode == 0
    assert (tmp_path / "verify.html").read_bytes() == page()
