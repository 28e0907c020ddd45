"""Configuration files that wait for somebody to apply them."""

import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from mosaic_backend.cameras.domain.configuration import ConfigurationError, Fault, Plan
from mosaic_backend.cameras.infrastructure.config_reading import Reading, read_csv, read_yaml
from mosaic_backend.cameras.infrastructure.models import ConfigurationUpload

KEPT = timedelta(days=1)
KINDS: Mapping[str, bool] = {"csv": True, "yaml": False, "yml": False}
"""Whether a file whose name ends so is CSV."""


def content_of(raw: bytes) -> str:
    """The file as text; empty where it is none in UTF-8, which reading it tells with the place."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return ""


def reading_of(raw: bytes, *, is_csv: bool) -> Reading:
    """Raises ConfigurationError."""
    file = io.BytesIO(raw)
    return read_csv(file) if is_csv else read_yaml(file)


def take_plan(upload: ConfigurationUpload, plan: Plan) -> None:
    """Keeps what the plan says in place of an earlier one; the caller saves."""
    upload.state = "nothing" if plan.nothing_to_do else "planned"
    upload.counts, upload.digest = plan.counts, plan.digest
    upload.lines = [asdict(line) for line in plan.lines]
    upload.faults = []
    if plan.nothing_to_do:
        upload.content = ""


def take_faults(upload: ConfigurationUpload, error: ConfigurationError) -> None:
    """Keeps why the file cannot be applied; the caller saves."""
    upload.state, upload.content = "refused", ""
    upload.counts, upload.digest, upload.lines = {"faults": len(error.faults)}, "", []
    upload.faults = [[fault.pointer, _storable(fault)] for fault in error.faults]


def forget_old(now: datetime) -> int:
    """How many went."""
    return ConfigurationUpload.objects.filter(uploaded_at__lt=now - KEPT).delete()[0]


def _storable(fault: Fault) -> str:
    # PostgreSQL's JSON takes no NUL, and a fault may quote the file.
    return fault.detail.replace("\x00", "\N{SYMBOL FOR NULL}")
