"""`python -m mosaic_backend audit_export csv|jsonl`: the whole audit log to standard output."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from mosaic_backend.audit.facade import written


class Command(BaseCommand):
    help = "Writes all entries, oldest first, as CSV or as one JSON object a line."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=["csv", "jsonl"])

    def handle(self, *args: Any, **options: Any) -> None:
        for text in written(options["format"]):
            self.stdout.write(text, ending="")
