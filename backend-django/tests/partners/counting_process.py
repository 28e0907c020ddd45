"""Counts as many requests as it is told by lines on its input, until it is killed."""

import sys
from datetime import UTC, datetime
from uuid import UUID

import django

django.setup()

from mosaic_backend.partners.bootstrap import meter  # noqa: E402
from mosaic_backend.partners.domain.usage import Counted, Outcome, hour_of  # noqa: E402

now = datetime.now(UTC)
of = Counted(UUID(sys.argv[1]), UUID(sys.argv[2]), "GET cameras", hour_of(now))
for line in sys.stdin:
    for _ in range(int(line)):
        meter().count(of, Outcome.SERVED, now)
    print(line.strip(), flush=True)
