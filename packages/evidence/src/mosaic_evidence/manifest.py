"""The manifest of a package: what it says, and how it is read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mosaic_evidence import keys, merkle
from mosaic_evidence.canonical import CanonicalError, canonical, parsed
from mosaic_evidence.zip_writer import StoredFile

FORMAT = "mosaic-evidence/1"
MAX_BYTES = 64 << 20


@dataclass(frozen=True)
class Range:
    """Half open; aware."""

    start: datetime
    end: datetime

    @property
    def document(self) -> dict[str, str]:
        return {"from": instant(self.start), "to": instant(self.end)}


@dataclass(frozen=True)
class Export:
    """What a package is of, and who took it out.

    recorded: the parts of the wished time of which there was a recording; None where that is not known.
    contents: kind of content (`video`, `reads`, `detections`, …) to path and whatever else is to be told.
    """

    id: str
    product: str
    version: str
    site: str
    exported_at: datetime
    exported_by: str
    reason: str
    camera_id: str
    camera_name: str
    clip_id: str
    wished: Range
    recorded: Sequence[Range] | None
    contents: dict[str, dict[str, Any]]


def manifest_of(export: Export, files: Sequence[StoredFile], public: bytes) -> dict[str, Any]:
    """files: in the order of the archive. public: the signer's key, 32 bytes."""
    listed = [{"path": file.path, "sha256": file.sha256, "size": file.size} for file in files]
    return {
        "format": FORMAT,
        "id": export.id,
        "product": {"name": export.product, "version": export.version},
        "site": export.site,
        "key": {
            "algorithm": "Ed25519",
            "fingerprint": keys.fingerprint(public),
            "public": keys.text(public),
        },
        "exported": {
            "at": instant(export.exported_at),
            "by": export.exported_by,
            "reason": export.reason,
        },
        "camera": {"id": export.camera_id, "name": export.camera_name},
        "clip": export.clip_id,
        "wished": export.wished.document,
        "recorded": None
        if export.recorded is None
        else [part.document for part in export.recorded],
        "contents": export.contents,
        "files": listed,
        "merkle_root": merkle_root(listed),
    }


def merkle_root(files: Sequence[dict[str, Any]]) -> str:
    """Leaves are the canonical entries of the files, so that one file can be shown without the others."""
    return merkle.root([merkle.leaf(canonical(file)) for file in files]).hex()


def read_manifest(content: bytes) -> dict[str, Any]:
    """With `files`, `key`, `merkle_root` of the right form. Raises CanonicalError."""
    document = parsed(content)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise CanonicalError(f"it is no {FORMAT}")
    listed, key = document.get("files"), document.get("key")
    if not (isinstance(listed, list) and all(_is_file(entry) for entry in listed)):
        raise CanonicalError("its list of files is none")
    if not isinstance(key, dict) or not isinstance(key.get("public"), str):
        raise CanonicalError("it names no key")
    try:
        public = keys.from_text(key["public"])
    except ValueError as error:
        raise CanonicalError(str(error)) from error
    if key.get("fingerprint") != keys.fingerprint(public) or key.get("algorithm") != "Ed25519":
        raise CanonicalError("the fingerprint is not that of the key")
    if document.get("merkle_root") != merkle_root(listed):
        raise CanonicalError("the Merkle root is not that of the files")
    return document


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _is_file(entry: object) -> bool:
    if not isinstance(entry, dict) or set(entry) != {"path", "sha256", "size"}:
        return False
    path, digest, size = entry["path"], entry["sha256"], entry["size"]
    return (
        isinstance(path, str)
        and isinstance(digest, str)
        and len(digest) == 64
        and isinstance(size, int)
        and not isinstance(size, bool)
        and size >= 0
    )
