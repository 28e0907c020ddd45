"""`python -m mosaic_ai.openapi [--check]`: writes ai-service/openapi.json, or says whether it is up to date."""

import json
import sys
from pathlib import Path

from mosaic_ai.interfaces.app import create_ai_app

FILE = Path(__file__).resolve().parents[2] / "openapi.json"


def rendered() -> str:
    return json.dumps(create_ai_app(checks={}).openapi(), indent=2, sort_keys=True) + "\n"


def main() -> int:
    if "--check" in sys.argv:
        fresh = FILE.is_file() and FILE.read_text() == rendered()
        if not fresh:
            sys.stderr.write(f"{FILE.name} is not up to date: python -m mosaic_ai.openapi\n")
        return 0 if fresh else 1
    FILE.write_text(rendered())
    return 0


if __name__ == "__main__":
    sys.exit(main())
