"""`python -m mosaic_backend check_recordings [--mend] [--quick] [--json]`: the index against the disk."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from mosaic_backend.clips.infrastructure.recording.findings import Finding
from mosaic_backend.clips.infrastructure.recording.fsck import Check
from mosaic_backend.config.environment import environment


class Command(BaseCommand):
    help = "Compares index, ledger and files. Ends with 1 when something was found that it did not mend."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true")
        parser.add_argument("--quick", action="store_true", help="Leaves hashes out.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        check = Check(
            environment().recordings_dir, mend=options["mend"], hashes=not options["quick"]
        )
        findings = []
        for finding in check.findings():
            findings.append(finding)
            if not options["json"]:
                self.stdout.write(_line(finding))
        holds = all(finding.mended for finding in findings)
        told = {"files": check.counts.files, "rows": check.counts.rows}
        if options["json"]:
            shown = [{**vars(one), "camera": one.camera and str(one.camera)} for one in findings]
            self.stdout.write(json.dumps({"holds": holds, **told, "findings": shown}))
        else:
            left = sum(not finding.mended for finding in findings)
            self.stdout.write(
                f"{told['files']} files, {told['rows']} in the index, {len(findings)} findings,"
                f" {left} not mended"
            )
        if not holds:
            raise SystemExit(1)


def _line(finding: Finding) -> str:
    place = "/".join(filter(None, (str(finding.camera or ""), finding.name)))
    return (
        f"{'settled' if finding.mended else 'FOUND  '}  {finding.kind:14} {place}  {finding.detail}"
    )
