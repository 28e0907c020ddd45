"""Builds the evidence package of a clip."""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Protocol
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_backend.clips.application.recordings import InterruptedCutError
from mosaic_backend.clips.application.sightings import SeenRead, Sightings
from mosaic_backend.clips.domain.spans import Span
from mosaic_contracts.errors import MosaicError
from mosaic_evidence.keys import fingerprint, raw
from mosaic_evidence.manifest import Export, Range
from mosaic_evidence.names import HOURS
from mosaic_evidence.packages import DETECTIONS, READS, VIDEO, PackageWriter

_AT_ONCE = 1 << 20


class ClipChangedError(MosaicError):
    """The clip's file is gone, or no longer what was cut."""

    code = "clip-changed"


@dataclass(frozen=True)
class Order:
    """What is to be packed, and for whom. recorded: None where it is not known.

    hours: hours.json with how many files it proves of; None: there is no proof.
    """

    package_id: UUID
    clip_id: UUID
    clip_sha256: str
    camera_id: UUID
    camera_name: str
    wish: Span
    recorded: tuple[Span, ...] | None
    requested_by: str
    reason: str
    site: str
    version: str
    made_at: datetime
    hours: tuple[bytes, int] | None = None


class Files(Protocol):
    """How clips and packages lie on the disk. Both raise OSError."""

    def open(self, path: Path) -> AbstractContextManager[BinaryIO]: ...

    def new(self, path: Path) -> AbstractContextManager[BinaryIO]:
        """To be written, read and written again; whole after the block, and not yet synced."""


@dataclass(frozen=True)
class BuiltPackage:
    """part: the file, whole and not yet in its place."""

    part: Path
    size_bytes: int
    sha256: str
    manifest_sha256: str
    fingerprint: str


def build_package(
    order: Order,
    *,
    video: Path,
    sightings: Sightings | None,
    key: Ed25519PrivateKey,
    folder: Path,
    files: Files,
    interrupted: Callable[[], bool],
) -> BuiltPackage:
    """Writes the package to a file of this attempt alone: a job may be taken up twice.

    sightings: None leaves reads and detections out.
    Raises ClipChangedError, UnavailableError, InterruptedCutError, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{order.package_id}.{token_hex(4)}.part"

    def go_on() -> None:
        if interrupted():
            raise InterruptedCutError

    try:
        with files.new(part) as target:
            writer = PackageWriter(target, go_on)
            contents = {"video": _add_video(writer, files, video, order.clip_sha256)}
            if sightings is not None:
                contents |= _add_sightings(writer, sightings, order, folder)
            if order.hours is not None:
                content, count = order.hours
                writer.add_bytes(HOURS, content)
                contents["hours"] = {"path": HOURS, "count": count}
            manifest = writer.seal(_export(order, contents), key)
            target.seek(0)
            digest = hashlib.sha256()
            while piece := target.read(_AT_ONCE):
                digest.update(piece)
            size = target.tell()
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    signer = fingerprint(raw(key.public_key()))
    return BuiltPackage(
        part, size, digest.hexdigest(), hashlib.sha256(manifest).hexdigest(), signer
    )


def package_path(folder: Path, package_id: UUID) -> Path:
    return folder / f"{package_id}.zip"


def _add_video(writer: PackageWriter, files: Files, video: Path, sha256: str) -> dict[str, Any]:
    try:
        with files.open(video) as source:
            size = source.seek(0, os.SEEK_END)
            source.seek(0)
            added = writer.add(VIDEO, source, size)
    except FileNotFoundError as error:
        raise ClipChangedError("the clip's file is gone") from error
    if added.sha256 != sha256:
        raise ClipChangedError("the clip's file is no longer what was cut")
    return {"path": VIDEO}


def _add_sightings(
    writer: PackageWriter, sightings: Sightings, order: Order, folder: Path
) -> dict[str, dict[str, Any]]:
    reads = (
        _with_pictures(writer, sightings, read)
        for read in sightings.reads(order.camera_id, order.wish)
    )
    detections = sightings.detections(order.camera_id, order.wish)
    return {
        "reads": {"path": READS, "count": _add_list(writer, READS, reads, folder)},
        "detections": {
            "path": DETECTIONS,
            "count": _add_list(writer, DETECTIONS, detections, folder),
        },
    }


def _with_pictures(
    writer: PackageWriter, sightings: Sightings, read: SeenRead
) -> dict[str, object]:
    """The read's content, after its pictures were added; a picture that is no longer kept is null."""
    paths: dict[str, str | None] = {}
    for kind, key in sorted(read.images.items()):
        picture = sightings.picture(key)
        paths[kind] = None
        if picture is not None:
            paths[kind] = f"pictures/{read.id}-{kind}.jpg"
            writer.add_bytes(f"pictures/{read.id}-{kind}.jpg", picture)
    return {**read.content, "images": paths}


def _add_list(writer: PackageWriter, path: str, items: Iterable[object], folder: Path) -> int:
    """Adds `{"items": […]}` without holding it in memory; how many there are."""
    # Nameless, so that nothing of it stays behind a kill.
    with TemporaryFile(dir=folder) as spooled:
        count = _write_list(spooled, items)
        size = spooled.tell()
        spooled.seek(0)
        writer.add(path, spooled, size)
    return count


def _write_list(target: BinaryIO, items: Iterable[object]) -> int:
    count = 0
    target.write(b'{"items":[')
    for item in items:
        target.write(b",\n" if count else b"\n")
        target.write(orjson.dumps(item, option=orjson.OPT_UTC_Z))
        count += 1
    target.write(b"\n]}\n")
    return count


def _export(order: Order, contents: dict[str, dict[str, Any]]) -> Export:
    recorded = None
    if order.recorded is not None:
        recorded = [Range(span.start, span.end) for span in order.recorded]
    return Export(
        id=str(order.package_id),
        product="Mosaic",
        version=order.version,
        site=order.site,
        exported_at=order.made_at,
        exported_by=order.requested_by,
        reason=order.reason,
        camera_id=str(order.camera_id),
        camera_name=order.camera_name,
        clip_id=str(order.clip_id),
        wished=Range(order.wish.start, order.wish.end),
        recorded=recorded,
        contents=contents,
    )
