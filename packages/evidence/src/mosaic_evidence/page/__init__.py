"""The page that verifies a package in a browser: one file, without a network."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

SCRIPTS = (
    "sha256.js",
    "canonical.js",
    "merkle.js",
    "zip.js",
    "verify.js",
    "hours.js",
    "view.js",
)


@cache
def page() -> bytes:
    """HTML with its script and style inside; its policy admits these two alone, by their hashes."""
    folder = files(__package__)
    script = "\n".join((folder / name).read_text() for name in SCRIPTS)
    style = (folder / "page.css").read_text()
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src blob:; media-src blob:; base-uri 'none'; form-action 'none'"
    )
    return (
        (folder / "page.html")
        .read_text()
        .replace("{policy}", policy)
        .replace("{style}", style)
        .replace("{script}", script)
        .encode()
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
