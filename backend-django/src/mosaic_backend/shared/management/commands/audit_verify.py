"""`python -m mosaic_backend audit_verify [--json]`: tells whether the audit log is as it was written."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from mosaic_backend.audit.facade import verify


class Command(BaseCommand):
    help = "Finds a changed, removed or inserted entry, and a cut-off end. Ends with 1 when it found one."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if options["json"]:
            self.stdout.write(json.dumps({"holds": verdict.holds, **asdict(verdict)}))
        else:
            for finding in verdict.findings:
                self.stdout.write(f"BROKEN  {finding}")
            self.stdout.write(f"{verdict.entries} entries hold, {verdict.heads} signed heads agree")
        if not verdict.holds:
            raise SystemExit(1)
