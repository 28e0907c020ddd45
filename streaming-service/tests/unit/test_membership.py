"""Who lives, by what the others answer; and what the list of nodes may say."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mosaic_contracts.clock import Clock, ManualClock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import StreamState
from mosaic_contracts.ids import new_id
from mosaic_streaming.application.membership import Membership, NodeReport
from mosaic_streaming.domain.nodes import Node, owner_of
from mosaic_streaming.infrastructure.node_list import ListedNodes, OneNode

A, B, C = (Node(name) for name in "abc")
CAMERAS = [new_id() for _ in range(60)]


class Others:
    """The list of nodes, and what each of them answers."""

    def __init__(self, *nodes: Node) -> None:
        self.nodes: Sequence[Node] = nodes
        self.silent: set[str] = set()
        self.sick: set[str] = set()
        self.states: dict[str, list[StreamState]] = {}
        self.revisions: list[int] = []

    def read(self) -> Sequence[Node]:
        return self.nodes

    async def report(self, node: Node, known: NodeReport | None, revision: int) -> NodeReport:
        self.revisions.append(revision)
        if node.name in self.silent:
            raise UnavailableError("silent")
        return NodeReport(
            name=node.name,
            serving=node.name not in self.sick,
            revision=1,
            cameras=0,
            drift=0,
            epoch="1",
            version=1,
            states=self.states.pop(node.name, []),
        )


def alone(clock: Clock) -> Membership:
    own = Node()
    return Membership(own, OneNode(own), Others(), lambda: 0, clock)


async def made(others: Others) -> tuple[Membership, ManualClock]:
    clock = ManualClock(datetime.now(UTC))
    membership = Membership(A, others, others, lambda: 7, clock)
    await membership.load()
    return membership, clock


async def pass_time(membership: Membership, clock: ManualClock, seconds: int) -> None:
    for _ in range(seconds):
        clock.advance(1)
        await membership.look()


async def test_node_when_alone_then_everything_is_its_own() -> None:
    membership = alone(ManualClock(datetime.now(UTC)))
    await membership.load()
    assert membership.settled
    assert all(membership.is_own(camera_id) for camera_id in CAMERAS)


@pytest.mark.parametrize("how", ["silent", "sick"])
async def test_node_when_lost_then_only_its_cameras_move_and_it_is_told_once(how: str) -> None:
    others = Others(A, B, C)
    membership, clock = await made(others)
    changed = asyncio.Event()
    membership.subscribe(changed)
    await pass_time(membership, clock, 3)
    before = {camera_id: membership.owner(camera_id) for camera_id in CAMERAS}
    assert set(before.values()) == {A, B, C}
    assert not changed.is_set()
    getattr(others, how).add("b")
    await pass_time(membership, clock, 6)
    assert changed.is_set()
    assert membership.living == (A, C)
    for camera_id, owner in before.items():
        assert membership.owner(camera_id) == (owner if owner != B else owner_of(camera_id, (A, C)))


async def test_node_when_it_reaches_nobody_then_serves_all_rather_than_that_none_does() -> None:
    others = Others(A, B, C)
    membership, clock = await made(others)
    others.silent |= {"b", "c"}
    await pass_time(membership, clock, 6)
    assert membership.living == (A,)
    assert all(membership.is_own(camera_id) for camera_id in CAMERAS)


async def test_membership_when_just_begun_then_not_settled_before_each_had_its_chance() -> None:
    others = Others(A, B, C)
    others.silent.add("c")
    membership, clock = await made(others)
    assert not membership.settled
    await pass_time(membership, clock, 1)
    assert (membership.settled, membership.living) == (False, (A, B, C))
    await pass_time(membership, clock, 5)
    assert (membership.settled, membership.living) == (True, (A, B))


async def test_node_when_added_to_the_list_then_living_only_after_it_proved_itself() -> None:
    others = Others(A, B)
    membership, clock = await made(others)
    await pass_time(membership, clock, 2)
    others.nodes = (A, B, C)
    await pass_time(membership, clock, 10)
    assert (membership.settled, membership.living) == (True, (A, B))
    await pass_time(membership, clock, 10)
    assert membership.living == (A, B, C)
    others.nodes = (A, C)
    await pass_time(membership, clock, 1)
    assert membership.living == (A, C)


async def test_states_when_another_node_tells_them_then_known_here_while_it_serves_the_camera() -> (
    None
):
    others = Others(A, B)
    membership, clock = await made(others)
    theirs = next(camera_id for camera_id in CAMERAS if owner_of(camera_id, (A, B)) == B)
    told = StreamState(camera_id=theirs, state="online", changed_at=clock.now())
    others.states["b"] = [told]
    await pass_time(membership, clock, 2)
    assert membership.state_elsewhere(theirs) == told
    assert set(others.revisions) == {7}
    others.silent.add("b")
    await pass_time(membership, clock, 6)
    assert membership.state_elsewhere(theirs) is None


def entry(name: str, **more: object) -> dict[str, object]:
    urls = {"streaming_url": "http://s:1", "hls_url": "http://h:2/", "rtsp_url": "rtsp://r:3"}
    return {"name": name, **urls, **more}


def test_list_when_it_is_a_file_then_read_again_when_it_changed(tmp_path: Path) -> None:
    file = tmp_path / "nodes.json"
    file.write_text(json.dumps([entry("a")]))
    nodes = ListedNodes(str(file))
    assert [node.name for node in nodes.read()] == ["a"]
    file.write_text(json.dumps([entry("a"), entry("bee", weight=2)]))
    assert [(node.name, node.weight) for node in nodes.read()] == [("a", 1), ("bee", 2)]
    assert nodes.read()[0].hls_url == "http://h:2"
    file.write_text(
        json.dumps([entry("a", playback_url="http://h:4")])
    )  # as lists of before have it
    assert [node.name for node in nodes.read()] == ["a"]
    file.write_text("[]")
    with pytest.raises(ValueError, match="empty"):
        nodes.read()


@pytest.mark.parametrize(
    "bad",
    [
        [entry("a"), entry("a")],
        [entry("../x")],
        [entry("a", weight=0)],
        [entry("a", weight=-1)],
        [entry("a", hls_url="http://h/with/path")],
        [entry("a", hls_url="file:///etc/passwd")],
        [entry("a", surprise=1)],
        {"name": "a"},
        "a",
    ],
)
def test_list_when_it_is_none_then_refused(bad: object) -> None:
    with pytest.raises((ValueError, OSError)):
        ListedNodes(json.dumps(bad)).read()
