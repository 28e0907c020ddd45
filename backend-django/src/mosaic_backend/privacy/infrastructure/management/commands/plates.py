"""`python -m mosaic_backend plates report|erase PLATE …`: what is known of a plate, told or taken away.

`plates protect [--undo]` brings all that names plates into the form that MOSAIC_PLATE_PROTECTION asks for.
"""

import getpass
import json
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from redis.exceptions import RedisError

from mosaic_backend.audit.facade import record
from mosaic_backend.detections.facade import remove_crops
from mosaic_backend.privacy.domain.subject import LEAST_LIKELIHOOD
from mosaic_backend.privacy.infrastructure.erasing import erase
from mosaic_backend.privacy.infrastructure.reporting import NOT_HERE, report
from mosaic_backend.shared.plate_protection.conversion import convert
from mosaic_backend.shared.plate_protection.state import check_state, protecting
from mosaic_contracts.errors import ConflictError, MosaicError


class Command(BaseCommand):
    help = (
        "Tells what is known of a plate, takes it away, or protects all plates."
        " Ends with 1 when something was not done."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        told = actions.add_parser("report", help="Writes all that is known to a file.")
        told.add_argument("--out", type=Path, required=True, help="A new .zip, or .json file.")
        gone = actions.add_parser("erase", help="Takes away all that no legal hold protects.")
        gone.add_argument("--json", action="store_true")
        for action in (told, gone):
            action.add_argument("plate")
            action.add_argument("--reason", default="", required=action is gone)
            # Near reads may be of another car, and what is gone does not come back.
            near = 1.0 if action is gone else LEAST_LIKELIHOOD
            action.add_argument("--likelihood", type=_share, default=near)
        protect = actions.add_parser("protect", help="Protects the plates that are stored.")
        protect.add_argument("--undo", action="store_true", help="Makes them plain again.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except MosaicError as error:
            self.stderr.write(error.detail)
        except FileExistsError:
            self.stderr.write(f"{options['out']} exists already")
        except OSError as error:
            self.stderr.write(f"a file cannot be used: {error}")
        except RedisError as error:
            self.stderr.write(f"Redis still has what screens were told, try again: {error}")
        else:
            return
        raise SystemExit(1)

    def _report(self, options: dict[str, Any]) -> None:
        made = report(
            options["plate"],
            least=options["likelihood"],
            reason=options["reason"],
            by=getpass.getuser(),
        )
        made.write(options["out"])
        self.stdout.write(f"{len(made.content['reads'])} reads: {options['out']}")

    def _erase(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        done = erase(
            options["plate"],
            least=options["likelihood"],
            reason=options["reason"],
            by=getpass.getuser(),
            now=now,
        )
        while remove_crops(now):
            pass
        if options["json"]:
            self.stdout.write(json.dumps(done.told(), cls=DjangoJSONEncoder))
            return
        self.stdout.write(f"{done.reads} reads are gone, {done.events} events of them")
        for kind, number in done.others.items():
            self.stdout.write(f"{number} {kind.replace('_', ' ')}")
        if done.held:
            self.stdout.write(f"{len(done.held)} reads stay under a legal hold")
        if done.packaged:
            self.stdout.write(f"{done.packaged} of the reads are in sealed evidence packages")
        for told in NOT_HERE:
            self.stdout.write(told)

    def _protect(self, options: dict[str, Any]) -> None:
        wanted = not options["undo"]
        check_state()
        if protecting() != wanted:
            raise ConflictError(
                f"set MOSAIC_PLATE_PROTECTION={int(wanted)} and start everything anew first:"
                " what is written meanwhile follows it"
            )
        done: Counter[str] = Counter()

        def tell(kind: str, number: int) -> None:
            done[kind] += number

        changed = convert(tell)
        record("system", "plates.protected" if wanted else "plates.unprotected", "plates", done)
        for kind, number in done.items():
            self.stdout.write(f"{number} {kind}")
        self.stdout.write(
            f"{changed} rows changed; all that is stored is {'protected' if wanted else 'plain'},"
            " but for entries of the audit log, which stay as they were written"
        )


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0.001 <= share <= 1.0:
        raise ArgumentTypeError("a likelihood is a number from 0.001 to 1")
    return share
