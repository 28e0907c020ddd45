"""The commands by which an expert verifies a package by hand do verify it, and notice what was changed."""

import io
import re
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_evidence import keys
from mosaic_evidence.findings import Fault
from mosaic_evidence.manifest import Export, Range
from mosaic_evidence.packages import PackageWriter

from .repository import ROOT

GUIDE = (ROOT / "docs" / "guide" / "evidence.md").read_text()
COMMANDS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)[0].splitlines()
SIGNATURE, SUMS_NAMED, FILES, FINGERPRINT = COMMANDS
KEY = Ed25519PrivateKey.generate()
START = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package, unpacked."""
    target = io.BytesIO()
    writer = PackageWriter(target)
    writer.add_bytes("video.mp4", b"moving pictures")
    writer.add_bytes("pictures/1-plate.jpg", b"a plate")
    export = Export(
        *("1", "Mosaic", "1", "", START, "reviewer", "", "2", "Gate", "3"),
        wished=Range(START, START + timedelta(seconds=9)),
        recorded=None,
        contents={},
    )
    writer.seal(export, KEY)
    zipfile.ZipFile(target).extractall(tmp_path)
    return tmp_path


def run(command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )


def well(folder: Path) -> dict[str, bool]:
    return {
        name: run(command, folder).returncode == 0
        for name, command in (("sig", SIGNATURE), ("sums", SUMS_NAMED), ("files", FILES))
    }


def test_commands_when_nothing_was_changed_then_they_say_so(folder: Path) -> None:
    assert "Signature Verified Successfully" in run(SIGNATURE, folder).stdout
    assert run(SUMS_NAMED, folder).stdout.strip() == "1"
    checked = run(FILES, folder).stdout.splitlines()
    assert checked == [
        f"{name}: OK" for name in ("video.mp4", "pictures/1-plate.jpg", "verify.html")
    ]
    shown = run(FINGERPRINT, folder).stdout.split()[0]
    assert shown == keys.fingerprint(keys.raw(KEY.public_key()))


@pytest.mark.parametrize(
    ("name", "fails"),
    [
        ("manifest.json", {"sig"}),
        ("manifest.sig", {"sig"}),
        ("SHA256SUMS", {"sums", "files"}),
        ("video.mp4", {"files"}),
        ("pictures/1-plate.jpg", {"files"}),
        ("verify.html", {"files"}),
    ],
)
def test_commands_when_a_bit_was_changed_then_one_of_them_fails(
    name: str, fails: set[str], folder: Path
) -> None:
    path = folder / name
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)
    found = {check for check, passed in well(folder).items() if not passed}
    assert found >= fails - {"files"} if name == "SHA256SUMS" else found == fails


def test_codes_then_the_guide_names_each() -> None:
    table = GUIDE.partition("## What is found")[2].partition("\n## ")[0]
    assert set(re.findall(r"`([a-z]+-[a-z]+)`", table)) == set(Fault)
