"""The tree of RFC 6962, against its recursive definition and its known answers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_evidence import merkle

CONTENTS = [b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]
# What Certificate Transparency's own tests expect for the first n of these.
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def by_definition(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node(by_definition(leaves[:split]), by_definition(leaves[split:]))


def test_root_then_as_certificate_transparency_has_it() -> None:
    leaves = [merkle.leaf(content) for content in CONTENTS]
    assert {count: merkle.root(leaves[:count]).hex() for count in ROOTS} == ROOTS
    assert merkle.root([]) == merkle.EMPTY


@settings(deadline=None)
@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_proof_then_it_leads_to_the_root_and_nothing_else_does(
    contents: list[bytes], data: st.DataObject
) -> None:
    leaves = [merkle.leaf(content) for content in contents]
    root = merkle.root(leaves)
    assert root == by_definition(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.proof(leaves, index)
    count = len(leaves)
    assert merkle.proves(leaves[index], index, count, path, root)
    assert not merkle.proves(merkle.leaf(b"other"), index, count, path, root)
    assert not merkle.proves(leaves[index], index, count, [*path, root], root)
    if path:
        assert not merkle.proves(leaves[index], index, count, path[:-1], root)
    assert not merkle.proves(leaves[index], count, count, path, root)
