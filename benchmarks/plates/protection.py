"""What protecting plates costs in processor time, without a database: `python benchmarks/plates/protection.py`.

Prints milliseconds: making 1,000 rows plain and protected, opening the candidates of a fuzzy search, opening the
tokens that one page by prefix looks through (all different, so none is remembered).
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mosaic_cli.secret_files import ensure_secrets

CANDIDATES, WINDOW, ROWS, TIMES = 3000, 20_000, 1000, 5


def main() -> None:
    from mosaic_backend.detections.domain.glyphs import certain, packed
    from mosaic_backend.detections.infrastructure.models import PlateRead
    from mosaic_backend.shared.plate_protection.fields import plate_fields
    from mosaic_backend.shared.plate_protection.sealing import from_token, seal, token, unseal

    rows = [_row(number, packed, certain) for number in range(ROWS)]
    fields = plate_fields(PlateRead)

    def protect() -> None:
        for row in rows:
            for field in fields:
                field.protected(row[field.column])

    glyphs = packed([(("A", 0.62), ("4", 0.21), ("R", 0.1))] * 7)
    sealed = [seal(glyphs) for _ in range(CANDIDATES)]
    _told("protecting 1,000 rows", protect)
    _told("opening 3,000 sets of glyphs", lambda: [unseal(each) for each in sealed])
    tokens = [[token(f"T{turn}{number}") for number in range(WINDOW)] for turn in range(TIMES)]
    _told("opening 20,000 tokens", lambda: [from_token(each) for each in tokens.pop()])


def _row(number: int, packed: Callable[..., str], certain: Callable[..., Any]) -> dict[str, Any]:
    from mosaic_backend.detections.domain.neighbourhood import keys_of_read

    text = f"AB{number:05d}"
    keys = keys_of_read(text, [0.7, 0.85, *[0.99] * 5])
    return {"text": text, "folded": text, "glyphs": packed(certain(text)), "keys": keys}


def _told(what: str, done: Callable[[], object]) -> None:
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        done()
        took.append(time.process_time() - began)
    print(f"{what}: {sorted(took)[TIMES // 2] * 1000:.1f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        ensure_secrets(Path(folder))
        for name in ("DATABASE", "REDIS", "AMQP", "EVIDENCE", "PUBLIC", "STREAMING", "AI"):
            os.environ.setdefault(f"MOSAIC_{name}_URL", "http://127.0.0.1:1")
        for name in ("SECRETS", "DATA", "RECORDINGS"):
            os.environ[f"MOSAIC_{name}_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "mosaic_backend.config.settings"
        import django

        django.setup()
        main()
