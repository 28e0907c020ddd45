"""Several MediaMTX nodes on the real thing: cameras shared out, a node added, a node killed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from mosaic_contracts.permissions import Role

from .cluster import Cluster
from .support import Stack, eventually

CAMERAS = 18
LONG_S = 120


@pytest.fixture
def cluster(
    mediamtx_binary: Path,
    tmp_path: Path,
    secrets_dir: Path,
    amqp_url: str,
    free_port: Callable[[], int],
) -> Iterator[Cluster]:
    made = Cluster(mediamtx_binary, tmp_path, secrets_dir, amqp_url, free_port)
    try:
        yield made
    finally:
        made.stop()


def started(cluster: Cluster, source: str, *names: str) -> tuple[set[str], dict[str, set[str]]]:
    """All cameras, and where they are."""
    cameras = {cluster.backend.add(source) for _ in range(CAMERAS)}
    cluster.list_nodes(*names)
    for name in names:
        cluster.start(name)
    return cameras, cluster.await_shared_out(cameras, *names)


def node_in(hls_url: str) -> str:
    """Whose address it is."""
    return urlsplit(hls_url).path.split("/")[3]


def plays(cluster: Cluster, asked: Stack, camera: str) -> bool:
    """By a session that one node opens, at the node that it names."""
    session = asked.session(camera)
    if session.status_code != httpx.codes.CREATED:
        return False
    told = session.json()
    node = cluster.nodes[node_in(told["hls_url"])]
    return node.playlist(camera, told["token"]).status_code == httpx.codes.OK


def nodes_of(asked: Stack, role: Role) -> httpx.Response:
    return asked.client.get(
        f"{asked.url('streaming')}/api/streaming/v1/nodes",
        headers={"Authorization": f"Bearer {asked.backend.token(role)}"},
    )


class Reader:
    """Reads a camera by one HLS session for as long as that lives."""

    def __init__(self, node: Stack, camera: str) -> None:
        token = node.session(camera).json()["token"]
        first = eventually(lambda: self._found(node.playlist(camera, token)))
        name = next(line for line in first.splitlines() if ".m3u8" in line)
        self._address = f"{node.url('hls')}/{camera}/{name}"
        self._client = node.client

    def goes_on(self) -> bool:
        return self._client.get(self._address).status_code == httpx.codes.OK

    @staticmethod
    def _found(answer: httpx.Response) -> str:
        return answer.text if answer.status_code == httpx.codes.OK else ""


def test_cameras_when_there_are_several_nodes_then_every_node_tells_where_each_is(
    cluster: Cluster, open_source: str
) -> None:
    cameras, placed = started(cluster, open_source, "a", "b")
    assert all(placed.values())
    first, second = (cluster.nodes[name] for name in "ab")
    theirs = next(iter(placed["b"]))
    for asked in (first, second):
        session = asked.session(theirs).json()
        assert session["hls_url"] == f"http://mosaic.test/hls/n/b/{theirs}/index.m3u8?cookieCheck=1"
        assert session["whep_url"] == f"http://mosaic.test/whep/n/b/{theirs}/whep"
        eventually(lambda asked=asked: plays(cluster, asked, theirs))  # type: ignore[misc]
    reading = first.client.post(
        f"{first.url('streaming')}/internal/v1/cameras/{theirs}/reader-sessions",
        headers=first.service_header(),
    ).json()
    assert reading["hls_url"].startswith(second.url("hls"))
    assert reading["rtsp_url"].startswith(f"rtsp://127.0.0.1:{second.ports['rtsp']}/")
    # Each tells the states of all, of which it watches only its own.
    for asked in (first, second):
        eventually(lambda asked=asked: all(asked.state(camera) for camera in cameras))  # type: ignore[misc]
    told = nodes_of(first, Role.ADMIN)
    assert told.status_code == httpx.codes.OK
    assert {item["name"]: item["cameras"] for item in told.json()["items"]} == {
        name: len(paths) for name, paths in placed.items()
    }
    assert all(item["alive"] and item["serving"] for item in told.json()["items"])
    assert nodes_of(first, Role.OPERATOR).status_code == httpx.codes.FORBIDDEN
    # A change reaches the node that has the camera, whichever heard of it.
    cluster.backend.change(theirs, enabled=False)
    first.look_again()
    eventually(lambda: theirs not in second.paths())
    assert first.session(theirs).status_code == httpx.codes.CONFLICT


def test_node_when_killed_then_its_cameras_are_on_the_others_and_their_readers_go_on(
    cluster: Cluster, open_source: str
) -> None:
    cameras, before = started(cluster, open_source, "a", "b", "c")
    assert all(before.values())
    reader = Reader(cluster.nodes["a"], next(iter(before["a"])))
    lost = cluster.nodes["c"]
    lost.media.kill()
    lost.service.kill()
    moved = before["c"]

    def taken_over() -> bool:
        assert reader.goes_on()
        after = cluster.placed("a", "b")
        return set().union(*after.values()) == cameras

    eventually(taken_over, within_s=LONG_S, what="the lost node's cameras on the others")
    after = cluster.await_shared_out(cameras, "a", "b")  # and nowhere else
    for name in "ab":
        assert before[name] <= after[name]
    camera = next(iter(moved))
    eventually(lambda: plays(cluster, cluster.nodes["a"], camera), within_s=LONG_S)
    assert reader.goes_on()


def test_node_when_added_then_takes_its_share_and_nothing_else_moves(
    cluster: Cluster, open_source: str
) -> None:
    cameras, before = started(cluster, open_source, "a", "b")
    cluster.list_nodes("a", "b", "c")
    cluster.start("c")
    after = cluster.shares(cameras, "a", "b", "c")

    def everywhere() -> bool:
        """Nothing is on no node for a moment, while the new one has yet to prove itself."""
        placed = cluster.placed("a", "b", "c")
        assert set().union(*placed.values()) == cameras
        return placed == after

    eventually(everywhere, within_s=LONG_S, what="each camera on one node")
    assert 0 < len(after["c"]) < len(cameras)
    for name in "ab":
        assert before[name] - after[name] <= after["c"]
        assert after[name] <= before[name]
    camera = next(iter(after["c"]))
    for name in "abc":
        eventually(lambda name=name: plays(cluster, cluster.nodes[name], camera))  # type: ignore[misc]
