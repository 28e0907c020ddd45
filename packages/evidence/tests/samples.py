"""A small package."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_evidence import keys
from mosaic_evidence.chain import Inclusion, Segment, head_of, inclusion_of
from mosaic_evidence.hours import HourProof, hours_document
from mosaic_evidence.manifest import Export, Range
from mosaic_evidence.names import HOURS
from mosaic_evidence.packages import PackageWriter

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
FINGERPRINT = keys.fingerprint(keys.raw(KEY.public_key()))
START = datetime(2026, 11, 25, 8, tzinfo=UTC)
VIDEO = b"\0\0\0\x18ftypisom" + bytes(range(256)) * 9
READS = json.dumps(
    {
        "items": [
            {
                "seen_at": "2026-11-25T08:00:07.250Z",
                "text": "AB123CD",
                "confidence": 0.93,
                "images": {"plate": "pictures/1-plate.jpg"},
            }
        ]
    }
).encode()
FILES = {
    "video.mp4": VIDEO,
    "reads.json": READS,
    "detections.json": b'{"items":[]}',
    "pictures/1-plate.jpg": b"\xff\xd8\xff\xd9",
}
EXPORT = Export(
    id="01939d2e-0000-7000-8000-000000000001",
    product="Mosaic",
    version="0.1.0",
    site="https://mosaic.example",
    exported_at=START + timedelta(hours=1),
    exported_by="reviewer",
    reason="Fall 12/26 – Überfall 😀",
    camera_id="01939d2e-0000-7000-8000-000000000002",
    camera_name="Gate",
    clip_id="01939d2e-0000-7000-8000-000000000003",
    wished=Range(START, START + timedelta(seconds=10)),
    recorded=[Range(START + timedelta(seconds=1), START + timedelta(seconds=10))],
    contents={
        "video": {"path": "video.mp4"},
        "reads": {"path": "reads.json", "count": 1},
        "detections": {"path": "detections.json", "count": 0},
    },
)


HOUR_SEGMENTS = [
    Segment(f"{EXPORT.camera_id}/{n}.mp4", START + timedelta(minutes=n), 60_000, 9 + n, f"{n:064x}")
    for n in range(5)
]


def hours(
    segments: list[Segment] = HOUR_SEGMENTS,
    camera: str = EXPORT.camera_id,
    known: Ed25519PrivateKey = OTHER_KEY,
) -> bytes:
    """The proof of two segments; the head is signed by a key that came before the package's."""
    head = head_of(camera, START, HOUR_SEGMENTS, None, OTHER_KEY)
    shown = [Inclusion(segments[n], n, inclusion_of(HOUR_SEGMENTS, n).path) for n in (1, 4)]
    return hours_document([HourProof(head, shown)], [keys.raw(known.public_key())])


def with_hours(content: bytes, path: str = HOURS) -> bytes:
    told = {**EXPORT.contents, "hours": {"path": path, "count": 2}}
    return package(FILES | {HOURS: content}, export=replace(EXPORT, contents=told))


def package(
    files: dict[str, bytes] = FILES, key: Ed25519PrivateKey = KEY, export: Export = EXPORT
) -> bytes:
    target = io.BytesIO()
    writer = PackageWriter(target)
    for path, content in files.items():
        writer.add_bytes(path, content)
    writer.seal(export, key)
    return target.getvalue()


def contents(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
