"""Names that files of a package may have: harmless wherever it is unpacked."""

import re

MAX_LENGTH = 200
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
PUBLIC_KEY = "public-key.pem"
HOURS = "hours.json"
"""An optional member, read by verifiers: the proofs of the hourly chain."""
SEALS = (MANIFEST, SIGNATURE, PUBLIC_KEY)
"""Close a package, in this order; they cannot be named by the manifest."""


def is_safe(name: str) -> bool:
    """Relative, ASCII, no part that begins with a dot."""
    return len(name) <= MAX_LENGTH and _NAME.fullmatch(name) is not None
