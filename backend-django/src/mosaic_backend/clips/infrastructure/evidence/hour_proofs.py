"""The proofs that a package carries: which sealed files its clip was cut from."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.evidence.evidence_keys import evidence_keys
from mosaic_backend.clips.infrastructure.evidence.seal_models import HourSeal
from mosaic_backend.clips.infrastructure.evidence.sealing import head_of, leaves_of, segment_of
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment
from mosaic_evidence import keys, merkle
from mosaic_evidence.chain import Inclusion, includes
from mosaic_evidence.hours import HourProof, hours_document


def hours_of(camera_id: UUID, spans: Collection[Span]) -> tuple[bytes, int] | None:
    """hours.json of those files that show any of the spans and are sealed, and how many; None where none is.

    A file that is not what was sealed is left out: nothing is claimed of it.
    """
    shown: dict[UUID, list[Segment]] = {}
    for row in _files(camera_id, spans):
        if row.seal is not None:
            shown.setdefault(row.seal, []).append(row)
    proofs = []
    for seal in HourSeal.objects.filter(id__in=shown).order_by("number"):
        head, leaves = head_of(seal), leaves_of(seal)
        made = [
            Inclusion(segment_of(row), row.seal_index, _path(leaves, row.seal_index))
            for row in shown[seal.id]
            if row.seal_index is not None and 0 <= row.seal_index < len(leaves)
        ]
        if good := [one for one in made if includes(head, one)]:
            proofs.append(HourProof(head, good))
    if not proofs:
        return None
    signers = {proof.head.document["key"] for proof in proofs}
    known = [keys.from_text(one.public) for one in evidence_keys() if one.fingerprint in signers]
    return hours_document(proofs, known), sum(len(proof.shown) for proof in proofs)


def _files(camera_id: UUID, spans: Collection[Span]) -> list[Segment]:
    if not spans:
        return []
    any_of = Q()
    for span in spans:
        any_of |= Q(starts_at__lt=span.end, ends_at__gt=span.start)
    rows = Segment.objects.filter(any_of, camera_id=camera_id, seal__isnull=False)
    return list(rows.order_by("starts_at", "name"))


def _path(leaves: list[bytes], index: int) -> tuple[str, ...]:
    return tuple(step.hex() for step in merkle.proof(leaves, index))
