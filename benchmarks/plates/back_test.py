"""Back-tests a watch list over 30 days of stored reads: `python back_test.py FOLDER PLATES`.

As the worker does it, near matches on, of plates that were seen. Prints JSON: seconds it took, hits, how many of
them were near, whether all was looked at.
"""

import json
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from truth import Truth

django.setup()

from mosaic_backend.alerts.infrastructure import tasks  # noqa: E402
from mosaic_backend.alerts.infrastructure.models import (  # noqa: E402
    BackTest,
    BackTestState,
    WatchList,
)
from mosaic_backend.alerts.infrastructure.watchlist_store import add_entries  # noqa: E402

DAYS = 30
RANDOM = random.Random(17)


def main(folder: Path, number: int) -> None:
    truth = Truth(folder)
    reads = RANDOM.sample(range(len(truth.truth)), number)
    watchlist = WatchList.objects.create(name="Back-test of the bench", armed=False)
    texts = sorted({truth.text(truth.truth[read]) for read in reads})
    add_entries(watchlist.pk, [{"text": text} for text in texts])
    now = datetime.now(UTC)
    test = BackTest.objects.create(
        watchlist=watchlist,
        since=now - timedelta(days=DAYS),
        until=now,
        min_likelihood=watchlist.min_likelihood,
        likely_false_below=0.1,
    )
    started, used = time.perf_counter(), time.process_time()
    tasks.run(test.id, lambda: False)
    took, used = time.perf_counter() - started, time.process_time() - used
    test.refresh_from_db()
    if test.state != BackTestState.DONE:
        raise RuntimeError(f"the back-test is {test.state}: {test.failure}")
    hits = test.hits.all()
    print(
        json.dumps(
            {
                "seconds": took,
                "processor": used,
                "plates": len(texts),
                "hits": hits.count(),
                "near": hits.filter(exact=False).count(),
                "truncated": test.truncated,
            }
        )
    )
    watchlist.delete()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
