"""Trees of RFC 9162, held to the published vectors of Certificate Transparency and to its text."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmac.vault.receipts_merkle import (
    EMPTY_ROOT,
    Growing,
    consistency_proof,
    includes,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root_of,
)

# The inputs, roots and proofs that certificate-transparency publishes with RFC 6962
# (merkletree/merkle_tree_test.cc, also in the Go and Rust implementations).
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSIONS = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (3, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        2,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCIES = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
SIZES = st.integers(1, 70)


def tree(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


def hexes(proof: list[bytes]) -> list[str]:
    return [node.hex() for node in proof]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT == hashlib.sha256().digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("leaf", "size", "proof"), INCLUSIONS)
def test_inclusion_proofs_are_the_published_ones(leaf: int, size: int, proof: list[str]) -> None:
    assert hexes(inclusion_proof(leaf - 1, LEAVES[:size])) == proof


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCIES)
def test_consistency_proofs_are_the_published_ones(old: int, new: int, proof: list[str]) -> None:
    assert hexes(consistency_proof(old, LEAVES[:new])) == proof


def test_proofs_of_the_example_in_the_text_of_rfc_9162() -> None:
    """Section 2.1.5: a tree of seven leaves, letter by letter."""
    a, b, c, d, e, f, j = tree(7)
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, last = node_hash(g, h), node_hash(i, j)
    assert inclusion_proof(0, tree(7)) == [b, h, last]
    assert inclusion_proof(3, tree(7)) == [c, g, last]
    assert inclusion_proof(4, tree(7)) == [f, j, k]
    assert inclusion_proof(6, tree(7)) == [i, k]
    assert consistency_proof(3, tree(7)) == [c, d, g, last]
    assert consistency_proof(4, tree(7)) == [last]
    assert consistency_proof(6, tree(7)) == [i, j, k]


@given(st.data(), SIZES)
def test_every_leaf_is_proven_and_no_other_place_or_leaf_is(data: st.DataObject, size: int) -> None:
    leaves = tree(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(index, leaves), root_of(leaves)
    assert includes(leaves[index], index, size, proof, root)
    assert not includes(leaf_hash(b"another"), index, size, proof, root)
    assert not includes(leaves[index], index, size, [*proof, root], root)
    other = data.draw(st.integers(-1, size + 1))
    if other != index:
        assert not includes(leaves[index], other, size, proof, root)
    if proof:
        assert not includes(leaves[index], index, size, proof[:-1], root)


@given(st.data(), SIZES)
def test_every_older_tree_is_proven_and_no_rewritten_one_is(data: st.DataObject, size: int) -> None:
    leaves = tree(size)
    old = data.draw(st.integers(1, size))
    proof, before, after = consistency_proof(old, leaves), root_of(leaves[:old]), root_of(leaves)
    assert is_consistent(old, size, before, after, proof)
    rewritten = root_of([leaf_hash(b"another"), *leaves[1:old]])
    assert not is_consistent(old, size, rewritten, after, proof)
    assert not is_consistent(old, size, before, rewritten, proof)
    assert not is_consistent(old, size, before, after, [*proof, before])
    if old > 1:
        assert not is_consistent(old - 1, size, before, after, proof)


@given(SIZES)
def test_a_tree_that_grows_has_at_each_size_the_root_of_that_size(size: int) -> None:
    growing, leaves = Growing(), tree(size)
    for count, leaf in enumerate(leaves, start=1):
        growing.add(leaf)
        assert (growing.size, growing.root()) == (count, root_of_text(leaves[:count]))


def root_of_text(leaves: list[bytes]) -> bytes:
    """MTH as the RFC writes it."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return node_hash(root_of_text(leaves[:middle]), root_of_text(leaves[middle:]))


def test_what_is_not_in_the_tree_has_no_proof() -> None:
    for index in (-1, 3):
        with pytest.raises(IndexError):
            inclusion_proof(index, tree(3))
    for size in (0, 4):
        with pytest.raises(IndexError):
            consistency_proof(size, tree(3))
    assert not is_consistent(0, 3, EMPTY_ROOT, root_of(tree(3)), [])
    assert not is_consistent(2, 3, root_of(tree(2)), root_of(tree(3)), [])
