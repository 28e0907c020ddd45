"""Evidence on a real S3: crops arrive, and wait while it is away."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from ai_neighbours import eventually

from mosaic_ai.infrastructure.evidence_opening import open_evidence
from mosaic_ai.infrastructure.object_stores import open_store
from mosaic_ai.infrastructure.obstore_evidence import ObstoreEvidence
from mosaic_ai.infrastructure.spooled_evidence import SpooledEvidence
from mosaic_cli.testing.minio.server import Bucket, MinioServer
from mosaic_contracts.errors import UnavailableError

KEY = "plates/2026/11/20/camera/read-plate.jpg"


@pytest.fixture
def server(minio_binary: Path, tmp_path: Path) -> Iterator[MinioServer]:
    """One that a test may stop."""
    server = MinioServer(minio_binary, tmp_path / "minio")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def reached(bucket: Bucket, environment: pytest.MonkeyPatch) -> str:
    """The bucket's URL, with a folder in it, and the environment such that it can be reached."""
    for name, value in bucket.environment.items():
        environment.setenv(name, value)
    return f"{bucket.url}/evidence"


def kept(url: str) -> dict[str, bytes]:
    store = open_store(url)
    paths = [entry["path"] for entry in store.list().collect()]
    return {path: bytes(store.get(path).bytes()) for path in paths}


@asynccontextmanager
async def forwarding(spooled: SpooledEvidence) -> AsyncIterator[None]:
    task = asyncio.create_task(spooled.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_crop_when_put_on_s3_then_it_is_there_under_its_key(
    s3_bucket: Bucket, environment: pytest.MonkeyPatch
) -> None:
    url = reached(s3_bucket, environment)
    ObstoreEvidence(url).put(KEY, b"jpeg")
    assert kept(url) == {KEY: b"jpeg"}


def test_crop_when_the_bucket_is_missing_or_the_key_wrong_then_unavailable(
    s3_bucket: Bucket, environment: pytest.MonkeyPatch
) -> None:
    reached(s3_bucket, environment)
    with pytest.raises(UnavailableError):
        ObstoreEvidence("s3://no-such-bucket").put(KEY, b"jpeg")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(UnavailableError):
        ObstoreEvidence(s3_bucket.url).put(KEY, b"jpeg")


async def test_crops_when_the_bucket_is_away_then_they_wait_and_go_there_later(
    server: MinioServer, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = reached(server.bucket(), environment)
    server.stop()
    with pytest.raises(UnavailableError):
        ObstoreEvidence(url).put(KEY, b"jpeg")
    spooled = SpooledEvidence(ObstoreEvidence(url), tmp_path / "waiting")
    async with forwarding(spooled):
        spooled.put(KEY, b"jpeg")
        spooled.put("plates/other.jpg", b"another")
        assert spooled.waiting_bytes == len(b"jpeg") + len(b"another")
        server.start()
        await eventually(lambda: spooled.waiting_bytes == 0)
    assert kept(url) == {KEY: b"jpeg", "plates/other.jpg": b"another"}
    assert list((tmp_path / "waiting").iterdir()) == []


async def test_crops_when_the_process_ended_before_they_went_then_the_next_one_sends_them(
    s3_bucket: Bucket, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = reached(s3_bucket, environment)
    store, _ = open_evidence(url, tmp_path)
    store.put(KEY, b"first")
    store.put(KEY, b"better")
    (tmp_path / "evidence-waiting" / "half.jpg.part").write_bytes(b"ha")
    after = SpooledEvidence(ObstoreEvidence(url), tmp_path / "evidence-waiting")
    assert after.waiting_bytes == len(b"better")
    async with forwarding(after):
        await eventually(lambda: after.waiting_bytes == 0)
    assert kept(url) == {KEY: b"better"}


def test_crop_when_too_many_wait_then_unavailable_and_those_that_wait_stay(
    s3_bucket: Bucket, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = reached(s3_bucket, environment)
    spooled = SpooledEvidence(ObstoreEvidence(url), tmp_path, most_bytes=10)
    spooled.put("a.jpg", b"1234567")
    with pytest.raises(UnavailableError):
        spooled.put("b.jpg", b"1234567")
    spooled.put("a.jpg", b"123")
    spooled.put("b.jpg", b"1234567")
    assert spooled.waiting_bytes == 10


def test_store_when_it_is_a_folder_then_nothing_stands_before_it(tmp_path: Path) -> None:
    store, run = open_evidence((tmp_path / "crops").as_uri(), tmp_path)
    store.put(KEY, b"jpeg")
    assert run is None
    assert (tmp_path / "crops" / KEY).read_bytes() == b"jpeg"
