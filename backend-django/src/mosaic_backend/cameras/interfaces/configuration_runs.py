"""Plan, apply and export of the whole configuration, the same for REST and the admin."""

from dataclasses import asdict

from django.db import transaction
from django.http import HttpResponse

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.bootstrap import bulk_administration
from mosaic_backend.cameras.domain.configuration import Plan
from mosaic_backend.cameras.infrastructure import config_export
from mosaic_backend.cameras.infrastructure.config_apply import ConfigurationWriter
from mosaic_backend.cameras.infrastructure.config_reading import Reading
from mosaic_contracts.errors import ConflictError
from mosaic_contracts.permissions import Principal

MAX_BYTES = 64 << 20
LINES_AUDITED = 200


def run(
    reading: Reading, principal: Principal, *, prune: bool, apply: bool, expected: str | None = None
) -> Plan:
    """What applying does; done only with `apply`, and then all or nothing.

    expected: digest of the plan that was shown. Raises ConfigurationError with every fault of the file, and
    ConflictError where applying would do something else than that plan said.
    """
    with transaction.atomic():
        plan = ConfigurationWriter(reading, bulk_administration(), prune=prune).write()
        if expected and expected != plan.digest:
            raise ConflictError("This would do something else than the plan said; look again.")
        if not apply:
            transaction.set_rollback(True)
        elif not plan.nothing_to_do:
            audit.record(
                principal,
                "config.applied",
                "config",
                {
                    "counts": plan.counts,
                    "digest": plan.digest,
                    "prune": prune,
                    "changes": [asdict(line) for line in plan.lines[:LINES_AUDITED]],
                },
            )
    return plan


def exported(principal: Principal, kind: str, *, with_credentials: bool) -> HttpResponse:
    """The configuration as a file that can be applied again. kind: yaml, or csv (cameras only)."""
    audit.record(
        principal,
        "config.exported",
        "config",
        {"format": kind, "with_credentials": with_credentials},
    )
    make = config_export.as_yaml if kind == "yaml" else config_export.as_csv
    return HttpResponse(
        make(with_credentials=with_credentials),
        content_type="application/yaml" if kind == "yaml" else "text/csv; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="mosaic.{kind}"',
        },
    )
