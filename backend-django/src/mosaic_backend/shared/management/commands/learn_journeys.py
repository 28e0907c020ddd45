"""`python -m mosaic_backend learn_journeys`: learns travel times and the review queue anew from stored reads."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mosaic_backend.journeys.facade import learn_anew

MOST_DAYS = 3650


class Command(BaseCommand):
    help = "Forgets all travel times; the worker learns them anew from the reads of the last days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, choices=range(1, MOST_DAYS), default=30, metavar="DAYS"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        noted = learn_anew(now - timedelta(days=options["days"]), now)
        self.stdout.write(f"{noted} reads wait for the worker")
