"""`python -m mosaic_backend export_kong > kong.yml`: Kong's configuration from the API clients."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mosaic_backend.partners.infrastructure.kong import document


class Command(BaseCommand):
    help = (
        "Writes Kong's declarative configuration to the standard output. It holds digests, no keys."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(timezone.now()), ending="")
