"""pytest plugin: session fixtures with real, private parts (names in docs/reference/interfaces.md).

Each part starts when the first test asks for it. Where MOSAIC_TEST_PARTS names the file of a running set, that
set is used; a worker still gets a database, a Redis number and a vhost of its own.
"""

import os
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from mosaic_cli.mediamtx.lookup import find_installed
from mosaic_cli.ports import free_port as find_free_port
from mosaic_cli.programs import require
from mosaic_cli.secret_files import ensure_secrets
from mosaic_cli.testing.minio.obtain import MinioError, obtain
from mosaic_cli.testing.minio.server import Bucket, MinioServer
from mosaic_cli.testing.parts import ENVIRONMENT, Running, TestParts
from mosaic_cli.testing.redis_number import take_database_number

Start = Callable[[str], Running]
GONE_WITHIN_S = 120.0


@pytest.fixture(scope="session")
def start_part() -> Iterator[Start]:
    shared = os.environ.get(ENVIRONMENT)
    if shared:
        running = Running.read(Path(shared))
        yield lambda _name: running
        return
    parts = TestParts()
    try:
        yield parts.start
    finally:
        parts.stop()


@pytest.fixture(scope="session")
def postgres_url(start_part: Start) -> Iterator[str]:
    """An empty database of this worker's own; its role may create further ones."""
    base = start_part("postgresql").postgres_url
    name = f"test_{uuid.uuid4().hex[:12]}"
    _execute(base, f"CREATE DATABASE {name}")
    try:
        yield _with_path(base, name)
    finally:
        _execute(base, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def redis_url(start_part: Start) -> str:
    """A database number of this worker's own, empty."""
    base = start_part("redis").redis_url
    return _with_path(base, str(take_database_number(base)))


@pytest.fixture(scope="session")
def amqp_url(start_part: Start) -> Iterator[str]:
    """A vhost of this worker's own."""
    running = start_part("rabbitmq")
    user = urlsplit(running.amqp_url).username
    vhost = f"test-{uuid.uuid4().hex[:12]}"
    everything = ",".join(['<<".*">>'] * 3)
    call_broker(
        running,
        f'ok = rabbit_vhost:add(<<"{vhost}">>, <<"tests">>), '
        f'ok = rabbit_auth_backend_internal:set_permissions(<<"{user}">>, <<"{vhost}">>, '
        f'{everything}, <<"tests">>).',
    )
    try:
        yield _with_path(running.amqp_url, vhost)
    finally:
        _delete_vhost(running, vhost)


@pytest.fixture(scope="session")
def mediamtx_binary() -> Path:
    """The MediaMTX that `./mosaic up` would run, where it was obtained before."""
    binary = find_installed()
    if binary is None:
        pytest.fail("MediaMTX is not here; `./mosaic up` or `./mosaic test` obtains it")
    return binary


@pytest.fixture(scope="session")
def minio_binary() -> Path:
    """MinIO, built from its Go module where that has not been done; minutes, the first time."""
    try:
        return obtain()
    except MinioError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def _minio(minio_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinioServer]:
    server = MinioServer(minio_binary, tmp_path_factory.mktemp("minio"))
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def s3_bucket(_minio: MinioServer) -> Bucket:
    """An empty bucket of this test's own in a real MinIO."""
    return _minio.bucket()


@pytest.fixture(scope="session")
def secrets_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full secrets folder, new for this run."""
    folder = tmp_path_factory.mktemp("secrets")
    ensure_secrets(folder)
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts file systems of so many bytes, in memory; skips where mounting is not allowed."""
    mounted: list[Path] = []

    def mount(size: int) -> Path:
        folder = tmp_path / f"disk-{len(mounted)}"
        folder.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            pytest.skip(f"no file system may be mounted here: {done.stderr.strip()}")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    return find_free_port


def _with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


def _execute(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def _delete_vhost(running: Running, vhost: str) -> None:
    """A loaded broker may refuse at first, while connections of the last tests are still being closed."""
    deadline = time.monotonic() + GONE_WITHIN_S
    while True:
        try:
            call_broker(running, f'rabbit_vhost:delete(<<"{vhost}">>, <<"tests">>).')
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            if "no_such_vhost" in str(error):
                return
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def call_broker(running: Running, expressions: str) -> None:
    """Evaluates inside the broker: 20 ms, where rabbitmqctl takes seconds to start.

    Under a name of its own: the broker turns away the second of two that come by the same, which erl_call's is.
    """
    erlang = running.erlang
    command = [require("erl_call"), "-h", f"m{uuid.uuid4().hex}", "-address", erlang["address"]]
    done = subprocess.run(
        [*command, "-c", erlang["cookie"], "-e"],
        input=expressions + "\n",
        text=True,
        capture_output=True,
        check=False,
        timeout=30,
    )
    if not done.stdout.startswith("{ok,"):
        raise RuntimeError(f"RabbitMQ refused {expressions}: {done.stdout}{done.stderr}")
