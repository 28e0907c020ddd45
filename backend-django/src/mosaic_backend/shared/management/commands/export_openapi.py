"""`python -m mosaic_backend export_openapi [--check]`: the committed OpenAPI document."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

DOCUMENT = Path(__file__).resolve().parents[5] / "openapi.json"


class Command(BaseCommand):
    help = "Writes backend-django/openapi.json, or with --check tells whether it is up to date."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        GENERATOR_STATS.reset()
        document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        GENERATOR_STATS.emit_summary()
        if GENERATOR_STATS:
            raise CommandError("the document has warnings")
        validate_schema(document)  # type: ignore[no-untyped-call]
        text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        if not options["check"]:
            DOCUMENT.write_text(text)
        elif not DOCUMENT.exists() or DOCUMENT.read_text() != text:
            raise CommandError("openapi.json is stale: run python -m mosaic_backend export_openapi")
