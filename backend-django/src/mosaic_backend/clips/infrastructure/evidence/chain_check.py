"""Checks the chains of all cameras: heads, links, signatures, and that the index says what was sealed."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from mosaic_backend.clips.infrastructure.evidence.evidence_keys import evidence_keys
from mosaic_backend.clips.infrastructure.evidence.seal_models import HourSeal
from mosaic_backend.clips.infrastructure.evidence.sealing import head_of, leaves_of, segment_of
from mosaic_backend.clips.infrastructure.recording.findings import Finding
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState
from mosaic_evidence import keys, merkle
from mosaic_evidence.canonical import CanonicalError
from mosaic_evidence.chain import SignedHead, check_chain


def chain_findings() -> Iterator[Finding]:
    """No file is read: that files are what the index says, the other checks tell."""
    known = {one.fingerprint: keys.from_text(one.public) for one in evidence_keys()}
    sealed = HourSeal.objects.order_by().values_list("camera_id", flat=True).distinct()
    marked = Segment.objects.filter(seal__isnull=False).order_by()
    cameras = {*sealed, *marked.values_list("camera_id", flat=True).distinct()}
    for camera_id in sorted(cameras):
        leaves: dict[UUID, list[bytes]] = {}
        yield from _of_heads(camera_id, known, leaves)
        yield from _of_segments(camera_id, leaves)


def _of_heads(
    camera_id: UUID, known: Mapping[str, bytes], leaves: dict[UUID, list[bytes]]
) -> Iterator[Finding]:
    before: SignedHead | None = None
    heads = HourSeal.objects.filter(camera_id=camera_id).order_by("number")
    for seal in heads.iterator(chunk_size=500):
        head, leaves[seal.id] = head_of(seal), leaves_of(seal)
        name = f"{seal.hour:%Y-%m-%dT%H:%MZ}"
        for _, fault in check_chain([head], known, before):
            yield Finding("chain", camera_id, name, f"head {seal.number}: {fault}")
        if not _is_of(head, camera_id, leaves[seal.id]):
            yield Finding("chain", camera_id, name, f"head {seal.number} is not of what is kept")
        before = head


def _is_of(head: SignedHead, camera_id: UUID, leaves: list[bytes]) -> bool:
    try:
        document = head.document
    except CanonicalError:
        return True  # that it is no head was told
    root = merkle.root(leaves).hex()
    told = (document["camera"], document["segments"], document["merkle_root"])
    return told == (str(camera_id), len(leaves), root)


def _of_segments(camera_id: UUID, leaves: Mapping[UUID, list[bytes]]) -> Iterator[Finding]:
    rows = Segment.objects.filter(camera_id=camera_id, seal__isnull=False)
    for row in rows.exclude(state=SegmentState.LEAVING).order_by("id").iterator(chunk_size=2000):
        sealed = leaves.get(row.seal) if row.seal else None
        if sealed is None:
            yield Finding("chain", camera_id, row.name, "the head of its hour is gone")
        elif row.seal_index is None or sealed[row.seal_index : row.seal_index + 1] != [
            segment_of(row).leaf
        ]:
            yield Finding("sealed", camera_id, row.name, "the index says otherwise than its seal")
