"""What is known of a plate, for the person whose it is (GDPR, article 15)."""

import json
import os
import zipfile
from functools import partial
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from mosaic_backend.alerts import facade as alerts
from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.clips import facade as clips
from mosaic_backend.detections import facade as detections
from mosaic_backend.detections.facade import PlateRecord
from mosaic_backend.journeys import facade as journeys
from mosaic_backend.partners import facade as partners
from mosaic_backend.privacy.domain.subject import checked_plate, finds
from mosaic_backend.privacy.infrastructure.letting_go import passage_of
from mosaic_backend.shared.plate_hash import plate_hash
from mosaic_contracts.errors import NotFoundError

NOT_HERE = (
    "Recordings, clips and sealed evidence packages show the plate as long as they are kept.",
    "Pictures kept to retrain the models: python -m mosaic_ai.capture_erase tells and removes them.",
)


class SubjectReport:
    """content: JSON values, besides UUIDs and instants; pictures: name in the ZIP → key of the evidence store."""

    def __init__(self, content: dict[str, Any], pictures: dict[str, str]) -> None:
        self.content = content
        self.pictures = pictures

    def write(self, path: Path) -> None:
        """A ZIP with pictures where the name ends so, else the JSON alone; readable by its owner alone."""
        with _private(path) as file:
            if path.suffix.lower() != ".zip":
                file.write(self._json())
                return
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("report.json", self._json())
                for name, key in self.pictures.items():
                    picture = _picture(key)
                    if picture is not None:
                        archive.writestr(name, picture)

    def _json(self) -> bytes:
        return json.dumps(
            self.content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1
        ).encode()


def report(text: str, *, least: float, reason: str, by: str) -> SubjectReport:
    """Stands in the audit log, by a hash of the plate. Raises InvalidInputError, ReasonRequiredError."""
    plate = checked_plate(text)
    audit.check_search_reason(reason)
    subject = f"plate:{plate_hash(plate)}"
    found = detections.reads_like(plate, least)
    reads = sorted(found.reads, key=lambda each: each[0].id)
    ids = [read.id for read, _ in reads]
    names = camera_names({read.camera_id for read, _ in reads})
    said = detections.corrected(ids)
    kept = _why_kept([read for read, _ in reads])
    content = {
        "plate": text,
        "folded": plate,
        "made_at": timezone.now(),
        "least_likelihood": least,
        "truncated": found.truncated,
        "reads": [
            {
                **detections.shown_hit(detections.Hit(read, likelihood, None), names, "pictures"),
                "folded": read.folded,
                "candidates": read.glyphs,
                "corrected_to": said[read.id].text if read.id in said else None,
                "kept_for": kept.get(read.id),
                "images": _names_of(read),
            }
            for read, likelihood in reads
        ],
        **alerts.traces_of(plate, ids),
        **journeys.traces_of(plate, ids),
        "told_to_partners": partners.events_of(ids),
        "searches": list(audit.searches_for(partial(finds, plate))),
        "entries_about_it": list(audit.entries_about([subject, *map("plate:{}".format, ids)])),
        "not_in_this_report": NOT_HERE,
    }
    audit.record(
        "system",
        "plate.reported",
        subject,
        {"by": by, "reads": len(ids)},
        reason=reason,
    )
    pictures = {
        name: read.images[kind] for read, _ in reads for kind, name in _names_of(read).items()
    }
    return SubjectReport(content, pictures)


def _why_kept(reads: list[PlateRecord]) -> dict[UUID, str]:
    with transaction.atomic():
        return clips.why_kept([passage_of(read) for read in reads])


def _names_of(read: PlateRecord) -> dict[str, str]:
    """Kind of picture → its name in the ZIP."""
    return {kind: f"pictures/{read.id}-{kind}.jpg" for kind in read.images if read.images[kind]}


def _picture(key: str) -> bytes | None:
    """None: it is no longer kept. Raises UnavailableError."""
    try:
        return detections.picture(key)
    except NotFoundError:
        return None


def _private(path: Path) -> IO[bytes]:
    """Raises FileExistsError: a report never takes the place of another file."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
