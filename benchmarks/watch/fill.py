"""Makes a watch list of NUMBER plates by the import of CSV files: `python fill.py NUMBER FILE`.

The plates are so dense that each has some ten neighbours at one edit on the list. FILE gets them as JSON. Prints
the seconds that the import took.
"""

import io
import json
import random
import sys
import time
from itertools import product
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from mosaic_backend.alerts.application.entry_lines import Faults, csv_of, lines_of  # noqa: E402
from mosaic_backend.alerts.infrastructure.entry_import import put_lines, take_lines  # noqa: E402
from mosaic_backend.alerts.infrastructure.models import WatchList  # noqa: E402
from mosaic_backend.detections.facade import fold, keep_partitions  # noqa: E402
from mosaic_contracts.clock import SystemClock  # noqa: E402

PREFIXES, LETTERS = ("AK", "CT", "EX", "HV"), "ABEHKMPSTX"


def main(number: int, path: Path) -> None:
    space = [
        f"{prefix}{digits:02}{''.join(end)}"
        for prefix, digits, end in product(PREFIXES, range(100), product(LETTERS, repeat=3))
    ]
    plates = random.Random(7).sample(space, number)
    path.write_text(json.dumps(plates))
    keep_partitions(SystemClock().now())
    body = io.BytesIO(csv_of(((plate, "", None, None) for plate in plates), header=True).encode())
    watchlist, faults = WatchList.objects.create(name="Benchmark"), Faults()
    started = time.monotonic()
    with transaction.atomic():
        take_lines(lines_of(body, lambda text: bool(fold(text)), faults), faults)
        done = put_lines(watchlist.id, replace=False)
    print(time.monotonic() - started)
    assert (done.added, faults.number) == (number, 0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE alerts_watchlistentry")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
