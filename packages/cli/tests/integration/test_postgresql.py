"""PostgreSQL as the stack starts it."""

import tempfile
from pathlib import Path

import psycopg2

from mosaic_cli.checks.live.waiting import until
from mosaic_cli.testing.parts import TestParts


def test_cluster_when_started_again_then_it_reads_what_it_had_in_memory() -> None:
    with tempfile.TemporaryDirectory(prefix="mosaic-cluster-") as name:
        Path(name).chmod(0o711)
        for start in range(2):
            parts = TestParts(durable=True, cluster=Path(name))
            try:
                url = parts.start("postgresql").postgres_url
                psycopg2.connect(url).close()
                if start:
                    log = parts.log("postgresql")
                    until(
                        lambda log=log: "autoprewarm successfully prewarmed" in log.read_text(),
                        "it reads it",
                        within_s=60,
                    )
            finally:
                parts.stop()
