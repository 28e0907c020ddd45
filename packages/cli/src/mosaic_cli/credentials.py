"""What a person needs to sign in: the address and the accounts of the first start."""

import contextlib
import json
from typing import Any

from mosaic_cli.files import write_private
from mosaic_cli.home import Home

Accounts = dict[str, dict[str, str]]


def accounts(home: Home) -> Accounts:
    found: Accounts = json.loads((home.secrets / "accounts.json").read_text())
    return found


def write_credentials(home: Home, url: str, https_url: str) -> None:
    """Keeps the file's accounts as they are; the addresses follow the front door. https_url: empty without TLS."""
    known: dict[str, Any] = {"accounts": accounts(home)}
    with contextlib.suppress(OSError, ValueError):
        known |= json.loads(home.credentials.read_text())
    told = {"url": url} | ({"https_url": https_url} if https_url else {})
    if {name: known.get(name) for name in ("url", "https_url") if name in known} != told:
        write_private(
            home.credentials,
            json.dumps(told | {"accounts": known["accounts"]}, indent=2) + "\n",
        )
