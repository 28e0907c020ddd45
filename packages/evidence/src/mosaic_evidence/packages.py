"""Writes evidence packages."""

import io
from collections.abc import Callable
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_evidence import keys
from mosaic_evidence.canonical import canonical
from mosaic_evidence.manifest import Export, manifest_of
from mosaic_evidence.names import MANIFEST, PUBLIC_KEY, SEALS, SIGNATURE
from mosaic_evidence.page import page
from mosaic_evidence.zip_writer import StoredFile, ZipWriter

VIDEO, READS, DETECTIONS = "video.mp4", "reads.json", "detections.json"
SUMS, PAGE = "SHA256SUMS", "verify.html"


class PackageWriter:
    """Files first, then `seal`. target: seekable, empty; it stays open."""

    def __init__(self, target: BinaryIO, interrupted: Callable[[], None] = lambda: None) -> None:
        self._zip = ZipWriter(target, interrupted)
        self._files: list[StoredFile] = []

    def add(self, path: str, source: BinaryIO, size: int) -> StoredFile:
        """Raises ValueError for a name that cannot be, or a source that is not that long."""
        if path in {*SEALS, SUMS, PAGE}:
            raise ValueError(f"{path!r} is the writer's own")
        return self._add(path, source, size)

    def add_bytes(self, path: str, content: bytes) -> StoredFile:
        return self.add(path, io.BytesIO(content), len(content))

    def seal(self, export: Export, key: Ed25519PrivateKey) -> bytes:
        """Adds the page, the sums, the manifest and its signature; the manifest's bytes."""
        self._own(PAGE, page())
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in self._files)
        self._own(SUMS, sums.encode())
        public = keys.raw(key.public_key())
        manifest = canonical(manifest_of(export, self._files, public))
        for name, content in (
            (MANIFEST, manifest),
            (SIGNATURE, key.sign(manifest)),
            (PUBLIC_KEY, keys.pem(public)),
        ):
            self._zip.add(name, io.BytesIO(content), len(content))
        self._zip.close()
        return manifest

    def _own(self, path: str, content: bytes) -> None:
        self._add(path, io.BytesIO(content), len(content))

    def _add(self, path: str, source: BinaryIO, size: int) -> StoredFile:
        file = self._zip.add(path, source, size)
        self._files.append(file)
        return file
