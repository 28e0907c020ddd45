"""`python -m mosaic_backend export_openapi [--check]`: the committed OpenAPI documents."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from mosaic_backend.shared.http.openapi import PartnerSchemaGenerator

FOLDER = Path(__file__).resolve().parents[5]


class Command(BaseCommand):
    help = "Writes backend-django/openapi*.json, or with --check tells whether they are up to date."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        from mosaic_backend.config import urls

        documents = {
            "openapi.json": SchemaGenerator(patterns=urls.api),  # type: ignore[no-untyped-call]
            "openapi-partner.json": PartnerSchemaGenerator(patterns=urls.partner),  # type: ignore[no-untyped-call]
        }
        for name, generator in documents.items():
            _export(FOLDER / name, _text(generator), check=options["check"])


def _text(generator: SchemaGenerator) -> str:
    GENERATOR_STATS.reset()
    document = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    GENERATOR_STATS.emit_summary()
    if GENERATOR_STATS:
        raise CommandError("the document has warnings")
    validate_schema(document)  # type: ignore[no-untyped-call]
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _export(path: Path, text: str, *, check: bool) -> None:
    if not check:
        path.write_text(text)
    elif not path.exists() or path.read_text() != text:
        raise CommandError(f"{path.name} is stale: run python -m mosaic_backend export_openapi")
