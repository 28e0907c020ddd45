"""The service's OpenAPI document: `python -m mosaic_streaming.openapi [--check]`."""

import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from mosaic_streaming.interfaces.http import HttpParts, http_application

PATH = Path(__file__).resolve().parents[2] / "openapi.json"


def rendered() -> str:
    """The document as committed. Describing the routes needs none of the parts behind them."""
    nothing = cast(Any, None)
    parts = HttpParts(*([nothing] * len(fields(HttpParts))))
    document = http_application(parts).openapi()
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> int:
    if "--check" in sys.argv:
        if not PATH.exists() or PATH.read_text() != rendered():
            sys.stderr.write("openapi.json is not up to date: python -m mosaic_streaming.openapi\n")
            return 1
        return 0
    PATH.write_text(rendered())
    return 0


if __name__ == "__main__":
    sys.exit(main())
