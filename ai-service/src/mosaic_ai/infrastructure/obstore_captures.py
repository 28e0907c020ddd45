"""Captured pictures in an object store: a folder, S3, or memory, by URL.

frames/YYYY/MM/DD/<camera>/<id>.<reason>.<uncertainty ‰>: `.jpg`, written last: it says that all is there;
`.json`, what the models made of it; `.labels.json`, what reviewers said.
reads/<read>.txt: the frames of a passage, one a line.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, get_args
from uuid import UUID

from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as NoSuchObjectError
from pydantic import TypeAdapter, ValidationError

from mosaic_ai.domain.captures import Capture, KeptCapture, Label, Reason, Worth
from mosaic_ai.infrastructure.object_stores import open_store
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.ids import instant_of

FRAMES, READS = "frames", "reads"
PICTURE, DOCUMENT, LABELS = ".jpg", ".json", ".labels.json"

_capture = TypeAdapter(Capture)
_labels = TypeAdapter(dict[UUID, Label])
_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ID_V7 = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = re.compile(
    rf"{FRAMES}/\d{{4}}/\d\d/\d\d/(?P<camera>{_ID})/(?P<id>{_ID_V7})\.(?P<reason>{'|'.join(get_args(Reason))})\.(?P<milli>\d{{4}})"
)


class ObstoreCaptures:
    """Captures on obstore. Thread-safe within a process; a camera's pictures come from one process."""

    def __init__(self, url: str) -> None:
        self._store = open_store(url)
        self._lock = Lock()

    def add(self, capture: Capture, jpeg: bytes) -> int:
        key = key_of(capture)
        document = _capture.dump_json(capture)
        with self._lock, _translated():
            self._store.put(key + DOCUMENT, document)
            for read_id in _reads(capture):
                frames = {*self._frames_of(read_id), key}
                self._store.put(_read_key(read_id), "\n".join(sorted(frames)).encode())
            self._store.put(key + PICTURE, jpeg)
        return len(jpeg) + len(document)

    def label(self, read_id: UUID, label: Label) -> int:
        with self._lock, _translated():
            frames = self._frames_of(read_id)
            for key in frames:
                labels = self._labels(key)
                known = labels.get(read_id)
                if known is None or known.said_at <= label.said_at:
                    labels[read_id] = label
                    self._store.put(key + LABELS, _labels.dump_json(labels))
            return len(frames)

    def kept(self) -> list[KeptCapture]:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        with _translated():
            for entry in self._store.list(FRAMES).collect():
                if match := _KEY.match(entry["path"]):
                    found[match[0]][entry["path"].removeprefix(match[0])] = entry["size"]
        return [_kept(key, sizes) for key, sizes in found.items()]

    def remove(self, kept: KeptCapture) -> None:
        """The picture first: half a removal leaves nothing that could be used."""
        with self._lock, _translated():
            self._delete(kept.key + PICTURE)
            capture = self._document(kept.key)
            for read_id in _reads(capture) if capture else ():
                left = self._frames_of(read_id) - {kept.key}
                if left:
                    self._store.put(_read_key(read_id), "\n".join(sorted(left)).encode())
                else:
                    self._delete(_read_key(read_id))
            self._delete(kept.key + LABELS)
            self._delete(kept.key + DOCUMENT)

    def capture(self, kept: KeptCapture) -> Capture | None:
        """None where it went meanwhile, or is not one of ours."""
        with _translated():
            return self._document(kept.key)

    def labels(self, kept: KeptCapture) -> dict[UUID, Label]:
        with _translated():
            return self._labels(kept.key) if kept.labelled else {}

    def picture(self, kept: KeptCapture) -> bytes | None:
        """None where it went meanwhile."""
        with _translated():
            return self._get(kept.key + PICTURE)

    def _document(self, key: str) -> Capture | None:
        content = self._get(key + DOCUMENT)
        try:
            return _capture.validate_json(content) if content is not None else None
        except ValidationError:
            return None

    def _labels(self, key: str) -> dict[UUID, Label]:
        content = self._get(key + LABELS)
        return _labels.validate_json(content) if content is not None else {}

    def _frames_of(self, read_id: UUID) -> set[str]:
        content = self._get(_read_key(read_id))
        return set(content.decode().splitlines()) if content is not None else set()

    def _get(self, key: str) -> bytes | None:
        try:
            return bytes(self._store.get(key).bytes())
        except (NoSuchObjectError, FileNotFoundError):
            return None

    def _delete(self, key: str) -> None:
        try:
            self._store.delete(key)
        except (NoSuchObjectError, FileNotFoundError):
            return


def key_of(capture: Capture) -> str:
    day = capture.captured_at.strftime("%Y/%m/%d")
    milli = round(1000 * capture.worth.uncertainty)
    return f"{FRAMES}/{day}/{capture.camera_id}/{capture.id}.{capture.worth.reason}.{milli:04d}"


def _kept(key: str, sizes: dict[str, int]) -> KeptCapture:
    match: Any = _KEY.fullmatch(key)
    return KeptCapture(
        key=key,
        camera_id=UUID(match["camera"]),
        captured_at=instant_of(UUID(match["id"])),
        worth=Worth(match["reason"], int(match["milli"]) / 1000),
        size_bytes=sum(sizes.values()),
        complete=PICTURE in sizes,
        labelled=LABELS in sizes,
    )


def _reads(capture: Capture) -> set[UUID]:
    return {plate.read_id for plate in capture.plates if plate.read_id}


def _read_key(read_id: UUID) -> str:
    return f"{READS}/{read_id}.txt"


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise UnavailableError("the store of captured pictures does not answer") from error
