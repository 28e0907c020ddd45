"""Rendezvous hashing: what a change of the nodes moves, and that nothing else moves."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_streaming.domain.nodes import Node, is_node_name, owner_of

names = st.lists(
    st.text("abcdefghij0123456789", min_size=1, max_size=6), min_size=2, max_size=6, unique=True
)
weights = st.floats(0.1, 10)
several = names.flatmap(
    lambda found: st.tuples(*(st.builds(Node, st.just(name), weights) for name in found))
)
cameras = st.lists(st.uuids(), min_size=1, max_size=50)


@given(several, cameras, st.randoms())
def test_owner_when_the_nodes_stand_in_another_order_then_the_same(nodes, ids, chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(nodes)
    chance.shuffle(shuffled)
    assert [owner_of(each, nodes) for each in ids] == [owner_of(each, shuffled) for each in ids]


@given(several, cameras)
def test_node_when_added_then_only_its_own_cameras_move(nodes, ids) -> None:  # type: ignore[no-untyped-def]
    *before, added = nodes
    for camera_id in ids:
        assert owner_of(camera_id, nodes) in (added, owner_of(camera_id, before))


@given(several, cameras)
def test_node_when_removed_then_only_its_cameras_move(nodes, ids) -> None:  # type: ignore[no-untyped-def]
    lost, *left = nodes
    for camera_id in ids:
        owner = owner_of(camera_id, nodes)
        assert owner == lost or owner_of(camera_id, left) == owner


@pytest.mark.parametrize("given_weights", [(1, 1, 1), (1, 2, 3)])
def test_cameras_when_many_then_each_node_has_its_share(given_weights: tuple[float, ...]) -> None:
    nodes = [Node(name, weight) for name, weight in zip("abc", given_weights, strict=True)]
    counts = Counter(owner_of(camera_id, nodes).name for camera_id in _fixed_ids())
    for node in nodes:
        share = node.weight / sum(given_weights)
        # Four standard deviations of a fair draw; the ids are always the same, so this never changes.
        margin = 4 * (share * (1 - share) / 3000) ** 0.5
        assert abs(counts[node.name] / 3000 - share) < margin


def _fixed_ids() -> list[UUID]:
    return [UUID(int=number) for number in range(3000)]


def test_node_when_alone_and_without_a_name_then_addresses_are_as_ever() -> None:
    assert Node().public_prefix == ""
    assert Node("west-2").public_prefix == "n/west-2/"


@pytest.mark.parametrize(
    "name", ["", "A", "a/b", "..", "a.b", "-a", "a-", "a" * 33, "a b", "ä", "a\n"]
)
def test_node_name_when_it_could_mean_something_else_in_an_address_then_refused(name: str) -> None:
    assert not is_node_name(name)
