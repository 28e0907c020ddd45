"""Verifies an evidence package: everything that is wrong is named, by file."""

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from mosaic_evidence import keys
from mosaic_evidence.canonical import CanonicalError
from mosaic_evidence.findings import CheckedFile, Fault, Report
from mosaic_evidence.hours import fault_of_hours
from mosaic_evidence.manifest import MAX_BYTES, read_manifest
from mosaic_evidence.names import HOURS, MANIFEST, PUBLIC_KEY, SEALS, SIGNATURE, is_safe
from mosaic_evidence.zip_format import Entry
from mosaic_evidence.zip_reader import entries_of

CHUNK = 1 << 20


@dataclass(frozen=True)
class _Content:
    """crc_well: as the ZIP says. whole: the bytes, of what is read only."""

    sha256: str
    crc_well: bool
    whole: bytes


def verify_file(path: Path, expected: str = "") -> Report:
    """expected: fingerprint of the key that must have signed. Raises OSError."""
    with path.open("rb") as file:
        return verify(file, expected)


def verify(file: BinaryIO, expected: str = "") -> Report:
    report = Report(expected=expected)
    entries = entries_of(file, report)
    _check_names(entries, report)
    contents = {entry.name: _content(file, entry, report) for entry in entries}
    _check_manifest(contents, report)
    _check_files(entries, contents, report)
    _check_hours(contents, report)
    return report


def _check_names(entries: list[Entry], report: Report) -> None:
    seen: set[str] = set()
    for entry in entries:
        if not is_safe(entry.name):
            report.add(Fault.UNSAFE_NAME, entry.name, "such a name could leave its folder")
        if entry.name in seen:
            report.add(Fault.DUPLICATE_NAME, entry.name, "there are several files of this name")
        seen.add(entry.name)


def _content(file: BinaryIO, entry: Entry, report: Report) -> _Content:
    kept = entry.name in {*SEALS, HOURS}
    if kept and entry.size > MAX_BYTES:
        report.add(Fault.TOO_LARGE, entry.name, "it is larger than any of ours")
        kept = False
    digest, crc, whole = hashlib.sha256(), 0, []
    file.seek(entry.data_offset)
    left = entry.size
    while left > 0 and (piece := file.read(min(CHUNK, left))):
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
        left -= len(piece)
        if kept:
            whole.append(piece)
    return _Content(digest.hexdigest(), crc == entry.crc32 and left == 0, b"".join(whole))


def _check_manifest(contents: dict[str, _Content], report: Report) -> None:
    """Sets the manifest where it can be read, and the fingerprint where it is signed."""
    missing = [name for name in SEALS if name not in contents]
    for name in missing:
        report.add(Fault.MISSING_FILE, name, "it is not in the package")
    if MANIFEST in missing:
        return
    try:
        report.manifest = read_manifest(contents[MANIFEST].whole)
    except CanonicalError as error:
        changed = not contents[MANIFEST].crc_well
        fault = Fault.CHANGED_MANIFEST if changed else Fault.BAD_MANIFEST
        report.add(fault, MANIFEST, f"it was changed: {error}" if changed else str(error))
        return
    public = keys.from_text(report.manifest["key"]["public"])
    if PUBLIC_KEY not in missing and contents[PUBLIC_KEY].whole != keys.pem(public):
        report.add(Fault.CHANGED_FILE, PUBLIC_KEY, "it is not the key that the manifest names")
    if SIGNATURE in missing:
        return
    if not keys.is_signed(public, contents[SIGNATURE].whole, contents[MANIFEST].whole):
        _tell_which(contents, report)
        return
    report.fingerprint = keys.fingerprint(public)
    if report.expected and report.fingerprint != report.expected:
        report.add(
            Fault.WRONG_KEY,
            "",
            f"it is signed by key {report.fingerprint}, not by the expected one",
        )


def _tell_which(contents: dict[str, _Content], report: Report) -> None:
    """The signature is not of this manifest; the ZIP's own sums may tell which of the two was changed."""
    if not contents[SIGNATURE].crc_well:
        report.add(Fault.CHANGED_FILE, SIGNATURE, "the signature was changed")
    else:
        report.add(
            Fault.CHANGED_MANIFEST,
            MANIFEST,
            "it was changed: the signature is not of this manifest",
        )


def _check_files(entries: list[Entry], contents: dict[str, _Content], report: Report) -> None:
    listed: list[dict[str, Any]] = report.manifest["files"] if report.manifest else []
    wanted = {file["path"]: file for file in listed}
    sizes = {entry.name: entry.size for entry in entries}
    for path in wanted.keys() - sizes.keys():
        report.add(Fault.MISSING_FILE, path, "the manifest names it, and it is not in the package")
    for entry in entries:
        content = contents[entry.name]
        if entry.name not in SEALS:
            _check_file(entry, content, wanted.get(entry.name), report)
        elif not content.crc_well and not _told(report, entry.name):
            report.add(Fault.ARCHIVE_HEADER, entry.name, "the ZIP's CRC of this file was changed")
    order = [entry.name for entry in entries]
    if report.ok and order != [*wanted, *SEALS]:
        report.add(Fault.ARCHIVE_ORDER, "", "the files are not in the order of the manifest")


def _check_hours(contents: dict[str, _Content], report: Report) -> None:
    """The proofs, where the package has any and they are what was signed."""
    manifest = report.manifest if report.manifest and report.fingerprint else {}
    told, camera = manifest.get("contents"), manifest.get("camera")
    if not isinstance(told, dict) or "hours" not in told:
        return
    member = told["hours"]
    if not isinstance(member, dict) or member.get("path") != HOURS:
        report.add(Fault.BAD_PROOF, HOURS, f"the manifest does not call it {HOURS}")
    elif any(file.path == HOURS and file.well for file in report.files):
        named = camera.get("id") if isinstance(camera, dict) else None
        if fault := fault_of_hours(contents[HOURS].whole, str(named)):
            report.add(Fault.BAD_PROOF, HOURS, fault)


def _told(report: Report, path: str) -> bool:
    return any(found.path == path for found in report.findings) or not report.fingerprint


def _check_file(
    entry: Entry, content: _Content, wanted: dict[str, Any] | None, report: Report
) -> None:
    well = content.crc_well
    if wanted is not None:
        same = (wanted["sha256"], wanted["size"]) == (content.sha256, entry.size)
        if not same:
            report.add(Fault.CHANGED_FILE, entry.name, "its SHA-256 is not that of the manifest")
        elif not well:
            report.add(Fault.ARCHIVE_HEADER, entry.name, "the ZIP's CRC of this file was changed")
        well = same
    elif report.manifest is not None:
        report.add(Fault.EXTRA_FILE, entry.name, "the manifest does not name it")
        well = False
    elif not well:
        report.add(Fault.CHANGED_FILE, entry.name, "it was changed after the ZIP was written")
    report.files.append(
        CheckedFile(entry.name, entry.size, content.sha256, well and bool(report.fingerprint))
    )
