"""Writing: what unzip and Python read, sizes that need zip64, sources that lie."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from mosaic_evidence.findings import Report
from mosaic_evidence.packages import PackageWriter
from mosaic_evidence.verify import verify_file
from mosaic_evidence.zip_format import Entry, central_header, end_records, local_header
from mosaic_evidence.zip_reader import entries_of

from .samples import EXPORT, FILES, KEY, package

FIVE_GB = 5 << 30


def test_package_when_opened_by_others_then_whole(tmp_path: Path) -> None:
    path = tmp_path / "evidence.zip"
    path.write_bytes(package())
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
    unzip = shutil.which("unzip")
    if unzip:
        subprocess.run([unzip, "-tqq", path], check=True)


@pytest.mark.parametrize(
    "name", ["manifest.json", "verify.html", "../x", "/x", "", "x/", ".x", "x" * 201]
)
def test_add_when_the_name_cannot_be_then_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        PackageWriter(io.BytesIO()).add_bytes(name, b"")


def test_add_when_twice_then_refused() -> None:
    writer = PackageWriter(io.BytesIO())
    writer.add_bytes("x", b"")
    with pytest.raises(ValueError, match="x"):
        writer.add_bytes("x", b"")


@pytest.mark.parametrize("size", [2, 4])
def test_add_when_the_source_is_of_another_size_then_refused(size: int) -> None:
    with pytest.raises(ValueError, match="source"):
        PackageWriter(io.BytesIO()).add("x", io.BytesIO(b"abc"), size)


def test_add_when_interrupted_then_it_ends() -> None:
    def interrupted() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        PackageWriter(io.BytesIO(), interrupted).add_bytes("x", b"abc")


def test_headers_when_numbers_are_large_then_python_reads_them(tmp_path: Path) -> None:
    """A sparse file of 10 GB: no content is written, only what lies around it."""
    path = tmp_path / "large.zip"
    first = Entry("one", FIVE_GB, 1, 0)
    second = Entry("two", FIVE_GB, 2, first.end)
    third = Entry("three", 0, 0, second.end)
    entries = (first, second, third)
    directory = b"".join(central_header(entry) for entry in entries)
    with path.open("wb") as file:
        for entry in entries:
            file.seek(entry.offset)
            file.write(local_header(entry))
        file.seek(third.end)
        file.write(directory + end_records(3, third.end, len(directory)))
    with zipfile.ZipFile(path) as opened:
        assert [(info.filename, info.file_size) for info in opened.infolist()] == [
            (entry.name, entry.size) for entry in entries
        ]
        assert opened.open("three").read() == b""
    report = Report()
    with path.open("rb") as file:
        assert entries_of(file, report) == list(entries)
    assert report.findings == []


def test_package_when_of_many_files_then_zip64_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with path.open("wb") as target:
        writer = PackageWriter(target)
        for number in range(66_000):
            writer.add_bytes(f"pictures/{number}.jpg", b"")
        for name, content in FILES.items():
            writer.add_bytes(name, content)
        writer.seal(EXPORT, KEY)
    assert verify_file(path).ok
    with zipfile.ZipFile(path) as opened:
        assert len(opened.namelist()) == 66_000 + len(FILES) + 5
