"""`./mosaic audit` on the running stack, and on a copy of its log that the owner of its table tampered with."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.waiting import until
from mosaic_cli.home import Home
from mosaic_cli.part import base_environment
from mosaic_cli.programs import postgresql_folder
from mosaic_cli.repository import ROOT
from mosaic_cli.runtimes.native.preparation import existing_stack

COPY = "audit_copy"
FEWEST = 5
UNGUARDED = "ALTER TABLE audit_auditentry DISABLE TRIGGER USER;"


@dataclass
class Copy:
    """The audit log and its heads as they were at some time; url: as the table's owner."""

    url: str
    environment: dict[str, str]
    entries: int = 0

    def tamper(self, statements: str) -> None:
        with psycopg.connect(self.url) as session:
            session.execute(UNGUARDED + statements)

    def verdict(self) -> dict[str, object]:
        done = subprocess.run(
            [sys.executable, "-m", "mosaic_backend", "audit_verify", "--json"],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        told: dict[str, object] = json.loads(done.stdout)
        assert told["holds"] is (done.returncode == 0), done.stderr
        return told


def _chained(environment: dict[str, str], admin: FrontDoor) -> int:
    """How many entries the chain has; makes one more, for a stack that is fresh."""
    assert admin.request("GET", "/api/v1/config").status_code == 200
    with psycopg.connect(environment["MOSAIC_DATABASE_URL"]) as session:
        row = session.execute("SELECT max(sequence) FROM audit_auditentry").fetchone()
    return row[0] or 0 if row else 0


@pytest.fixture
def copy(admin: FrontDoor, tmp_path: Path) -> Iterator[Copy]:
    home = Home.here()
    running = existing_stack(home, 0)
    programs = postgresql_folder()
    assert running is not None
    assert programs is not None
    environment = base_environment() | running.environment("backend")
    until(lambda: _chained(environment, admin) > FEWEST, "entries in the chain", within_s=30)
    # The heads first: they may tell of fewer entries than there are, never of more.
    heads = tmp_path / "backend"
    shutil.copytree(environment["MOSAIC_DATA_DIR"], heads)
    address = urlsplit(environment["MOSAIC_DATABASE_URL"])
    copied = urlunsplit(address._replace(path=f"/{COPY}"))
    with psycopg.connect(environment["MOSAIC_DATABASE_URL"], autocommit=True) as session:
        # Without FORCE, which is refused while an autovacuum worker of the superuser is at it.
        session.execute(f"DROP DATABASE IF EXISTS {COPY}")
        session.execute(f"CREATE DATABASE {COPY}")
    dumped = subprocess.run(
        [str(programs / "pg_dump"), "-t", "audit_auditentry", urlunsplit(address)],
        capture_output=True,
        check=True,
    )
    # The dump names functions of triggers, which only the whole database has.
    subprocess.run(
        [str(programs / "psql"), "-q", "-X", copied],
        input=dumped.stdout,
        capture_output=True,
        check=False,
    )
    names = {"MOSAIC_DATABASE_URL": copied, "MOSAIC_DATA_DIR": str(heads)}
    made = Copy(copied, environment | names | {"MOSAIC_LOG_LEVEL": "ERROR"})
    with psycopg.connect(copied) as session:
        row = session.execute("SELECT max(sequence) FROM audit_auditentry").fetchone()
        made.entries = row[0] if row else 0
    assert made.entries > FEWEST
    yield made
    with psycopg.connect(environment["MOSAIC_DATABASE_URL"], autocommit=True) as session:
        session.execute(f"DROP DATABASE {COPY}")


def test_copy_when_nobody_touched_it_then_it_holds(copy: Copy) -> None:
    told = copy.verdict()
    assert (told["holds"], told["findings"]) == (True, [])
    # What was written in the last second is chained first.
    assert int(str(told["entries"])) >= copy.entries


@pytest.mark.parametrize(
    ("statements", "place"),
    [
        ("UPDATE audit_auditentry SET actor = 'eve' WHERE sequence = 3", 3),
        ("UPDATE audit_auditentry SET at = at - interval '1 s' WHERE sequence = 4", 4),
        ("DELETE FROM audit_auditentry WHERE sequence = 3", 3),
        (
            "DELETE FROM audit_auditentry WHERE sequence = 3;"
            "UPDATE audit_auditentry SET sequence = -sequence WHERE sequence > 3;"
            "UPDATE audit_auditentry SET sequence = -sequence - 1 WHERE sequence < 0",
            3,
        ),
        (
            "UPDATE audit_auditentry SET sequence = -sequence WHERE sequence > 3;"
            "UPDATE audit_auditentry SET sequence = -sequence + 1 WHERE sequence < 0;"
            "CREATE TEMP TABLE put_in AS SELECT * FROM audit_auditentry WHERE sequence = 3;"
            "UPDATE put_in SET sequence = 4, subject = 'x', id = 1000000;"
            "INSERT INTO audit_auditentry SELECT * FROM put_in",
            4,
        ),
    ],
    ids=["changed", "changed time", "removed", "removed and renumbered", "put in"],
)
def test_copy_when_tampered_with_then_the_place_is_told(
    copy: Copy, statements: str, place: int
) -> None:
    copy.tamper(statements)
    told = copy.verdict()
    assert (told["holds"], told["entries"]) == (False, place - 1)
    assert f"breaks at entry {place}:" in str(told["findings"])


def test_commands_when_run_on_the_stack_then_it_holds_and_goes_out_whole(
    admin: FrontDoor, mosaic: Callable[..., str]
) -> None:
    told = json.loads(mosaic("audit", "verify", "--json"))
    assert told["holds"] is True
    lines = [json.loads(line) for line in mosaic("audit", "export").splitlines()]
    assert len(lines) >= told["entries"] > 0
    assert [line["sequence"] for line in lines[: told["entries"]]] == [
        number + 1 for number in range(told["entries"])
    ]
    assert len(mosaic("audit", "export", "csv").splitlines()) > told["entries"]


@pytest.fixture
def mosaic() -> Callable[..., str]:
    def run(*arguments: str) -> str:
        command = [str(ROOT / "mosaic"), *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=120
        ).stdout

    return run
