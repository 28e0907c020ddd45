"""Prints the share of a partner's request that limits and counting take: medians of requests with and without."""

import sys
import time
from statistics import median
from unittest.mock import patch

import django

django.setup()

from django.test import Client  # noqa: E402

from mosaic_backend.partners.infrastructure.rate_limits import Verdict  # noqa: E402
from mosaic_backend.partners.interfaces import metering  # noqa: E402

REQUESTS = 400
http = Client(headers={"X-API-Key": sys.argv[1]})


def took_s() -> float:
    started = time.perf_counter()
    assert http.get("/partner/v1/cameras").status_code == 200
    return time.perf_counter() - started


def unmetered_s() -> float:
    free = Verdict(True, 1, 1, 1)
    with (
        patch.object(metering, "begin", lambda *_: None),
        patch.object(metering, "admit", lambda *_: free),
        patch.object(metering, "tell", lambda *_: None),
        patch.object(metering, "count", lambda *_: None),
    ):
        return took_s()


for _ in range(20):
    took_s()
with_it, without = [], []
for _ in range(REQUESTS):
    with_it.append(took_s())
    without.append(unmetered_s())
print(max(0.0, 1 - median(without) / median(with_it)))
