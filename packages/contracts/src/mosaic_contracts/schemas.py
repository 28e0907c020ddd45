"""JSON Schemas of the events, generated from the types: `python -m mosaic_contracts.schemas [--check]`."""

import json
import sys
from pathlib import Path
from typing import Any

from mosaic_contracts.events import EVENT_TYPES, CloudEvent

FOLDER = Path(__file__).resolve().parents[2] / "schemas"


def rendered() -> dict[str, str]:
    """File name → content of every schema."""
    documents: dict[str, dict[str, Any]] = {
        "cloudevent": CloudEvent.model_json_schema(),
        **{name: data.model_json_schema() for name, data in EVENT_TYPES.items()},
    }
    return {
        f"{name}.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **document},
            indent=2,
            sort_keys=True,
        )
        + "\n"
        for name, document in documents.items()
    }


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of the files that differ from what the types say, or are missing or left over."""
    wanted = rendered()
    present = {path.name: path.read_text() for path in folder.glob("*.json")}
    return sorted(
        name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)
    )


def main() -> int:
    if "--check" in sys.argv:
        different = stale()
        if different:
            sys.stderr.write("schemas are not up to date: " + ", ".join(different) + "\n")
        return 1 if different else 0
    FOLDER.mkdir(exist_ok=True)
    for name, content in rendered().items():
        (FOLDER / name).write_text(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
