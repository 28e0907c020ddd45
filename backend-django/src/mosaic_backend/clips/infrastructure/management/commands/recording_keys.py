"""`python -m mosaic_backend recording_keys status|rotate|rewrap|retire KEY|decrypt`: the keys of recordings."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from mosaic_backend.clips.infrastructure.encryption.key_change import (
    add_key,
    decrypt_all,
    retire_key,
    rewrap_all,
)
from mosaic_backend.clips.infrastructure.encryption.key_use import (
    KeyUse,
    key_uses,
    with_kept,
)
from mosaic_backend.clips.infrastructure.encryption.recording_keys import FILE, key_ring
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment
from mosaic_backend.config.environment import environment
from mosaic_contracts.errors import MosaicError


class Command(BaseCommand):
    help = "Tells and changes the keys of recordings. Ends with 1 when something was not done."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        status = actions.add_parser("status", help="Which keys there are, and what they open.")
        status.add_argument("--json", action="store_true")
        actions.add_parser("rotate", help="Makes a new key and puts all recordings under it.")
        actions.add_parser("rewrap", help="The same without a new key, and mends headers.")
        retire = actions.add_parser("retire", help="Takes out a key that no recording needs.")
        retire.add_argument("key")
        decrypt = actions.add_parser("decrypt", help="Makes all recordings plain again.")
        decrypt.add_argument("--mib-per-s", type=int, default=128)

    def handle(self, *args: Any, **options: Any) -> None:
        self._failed = 0
        try:
            getattr(self, f"_{options['action']}")(options)
        except MosaicError as error:
            self.stderr.write(error.detail)
            raise SystemExit(1) from None
        except OSError as error:
            self.stderr.write(f"{FILE} or a folder of recordings cannot be used: {error}")
            raise SystemExit(1) from None
        if self._failed:
            raise SystemExit(1)

    def _status(self, options: dict[str, Any]) -> None:
        uses = {use.key_id: use for use in with_kept(key_uses())}
        ids = [key.id.hex() for key in key_ring().keys]
        told = [
            (_state(key_id, ids), uses.get(key_id, KeyUse(key_id, 0, 0)))
            for key_id in [*ids, *(one for one in uses if one not in ids)]
        ]
        if options["json"]:
            shown = [{"state": state, **vars(use)} for state, use in told]
            wished = environment().recording_encryption
            self.stdout.write(json.dumps({"encrypts": wished, "keys": shown}))
            return
        for state, use in told:
            size = f"{use.files:>9} files {use.bytes / 1e9:>10.1f} GB"
            self.stdout.write(f"{use.key_id or '-':16}  {state:7} {size}")

    def _rotate(self, options: dict[str, Any]) -> None:
        try:
            key = add_key()
        except OSError as error:
            self.stderr.write(
                f"{FILE} cannot be written from here ({error.strerror}): put a new key first in it where it can"
                " (`openssl rand -base64 32 | tr '/+' '_-'`), then run rewrap"
            )
            raise SystemExit(1) from None
        self.stdout.write(f"new key {key.id.hex()}; keep a copy of {FILE} elsewhere")
        self._put_under_newest(thorough=False)

    def _rewrap(self, options: dict[str, Any]) -> None:
        self._put_under_newest(thorough=True)

    def _put_under_newest(self, *, thorough: bool) -> None:
        root = environment().recordings_dir
        done = rewrap_all(root, self._tell_failed, thorough=thorough)
        self.stdout.write(f"{done} files are under the newest key now, {self._failed} are not")

    def _retire(self, options: dict[str, Any]) -> None:
        retire_key(environment().recordings_dir, options["key"])
        self.stdout.write(f"{options['key']} is gone")

    def _decrypt(self, options: dict[str, Any]) -> None:
        pace = max(options["mib_per_s"], 1) << 20
        done = decrypt_all(environment().recordings_dir, pace, self._tell_failed)
        self.stdout.write(f"{done} files are plain now, {self._failed} are not")

    def _tell_failed(self, of: Segment | Path, error: OSError) -> None:
        self._failed += 1
        self.stderr.write(str(error))


def _state(key_id: str, ids: list[str]) -> str:
    if not key_id:
        return "plain"
    if key_id not in ids:
        return "missing"
    return "newest" if key_id == ids[0] else "older"
