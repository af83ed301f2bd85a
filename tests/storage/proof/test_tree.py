"""The tree of RFC 9162, held against the definitions of its section 2.1, written down as they stand there."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from storage.proof.tree import (
    Tree,
    TreeHead,
    consistency_spans,
    extends,
    includes,
    inclusion_spans,
    leaf_hash,
    root_of,
)

entries = st.lists(st.binary(max_size=3), min_size=1, max_size=40)


def largest_power_below(size):
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def mth(data):
    """MTH of section 2.1.1."""
    if len(data) == 0:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = largest_power_below(len(data))
    return sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def path(m, data):
    """PATH of section 2.1.3.1."""
    if len(data) == 1:
        return []
    k = largest_power_below(len(data))
    if m < k:
        return [*path(m, data[:k]), mth(data[k:])]
    return [*path(m - k, data[k:]), mth(data[:k])]


def subproof(m, data, known):
    """SUBPROOF of section 2.1.4.1."""
    if m == len(data):
        return [] if known else [mth(data)]
    k = largest_power_below(len(data))
    if m <= k:
        return [*subproof(m, data[:k], known), mth(data[k:])]
    return [*subproof(m - k, data[k:], False), mth(data[:k])]


def proof_of(spans, data):
    return [root_of(leaf_hash(one) for one in data[start:end]) for start, end in spans]


def test_the_root_of_no_leaf_is_the_hash_of_nothing():
    assert Tree().root.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_roots_are_those_of_the_reference_implementation():
    # https://github.com/google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    tree = Tree()
    for data, root in zip(inputs, roots, strict=True):
        tree.append(leaf_hash(bytes.fromhex(data)))
        assert tree.root.hex() == root


@given(entries, st.data())
def test_a_tree_that_was_put_away_grows_on_as_one_that_was_not(data, draw):
    before = draw.draw(st.integers(0, len(data)))
    first = Tree()
    for one in data[:before]:
        first.append(leaf_hash(one))
    again = Tree(first.size, list(first.subtrees))
    for one in data[before:]:
        again.append(leaf_hash(one))
    assert again.head == TreeHead(len(data), mth(data))
    assert len(again.subtrees) == len(data).bit_count()


@given(entries, st.data())
def test_a_path_proves_its_leaf_and_nothing_else(data, draw):
    index = draw.draw(st.integers(0, len(data) - 1))
    head, leaf = TreeHead(len(data), mth(data)), leaf_hash(data[index])
    found = proof_of(inclusion_spans(index, len(data)), data)
    assert found == path(index, data)
    assert includes(head, index, leaf, found)
    assert not includes(head, index, leaf_hash(data[index] + b"?"), found)
    assert not includes(TreeHead(len(data), mth([*data, b""])), index, leaf, found)
    assert not includes(head, index, leaf, [*found, leaf])
    assert not includes(head, len(data), leaf, found)
    assert not includes(head, -1, leaf, found)
    if found:
        place = draw.draw(st.integers(0, len(found) - 1))
        assert not includes(head, index, leaf, found[:-1])
        assert not includes(head, index, leaf, [*found[:place], bytes(32), *found[place + 1 :]])
    other = draw.draw(st.integers(0, len(data) - 1))
    if data[other] != data[index]:
        assert not includes(head, other, leaf, found)


@given(entries, st.data())
def test_a_path_proves_that_a_tree_only_grew(data, draw):
    before = draw.draw(st.integers(1, len(data)))
    head, first = TreeHead(len(data), mth(data)), TreeHead(before, mth(data[:before]))
    found = proof_of(consistency_spans(before, len(data)), data)
    assert found == subproof(before, data, True)
    assert extends(head, first, found)
    changed = [*data[: before - 1], data[before - 1] + b"?"]
    assert not extends(head, TreeHead(before, mth(changed)), found)
    assert not extends(TreeHead(len(data), mth([*changed, *data[before:]])), first, found)
    assert not extends(head, first, [*found, bytes(32)])
    assert not extends(head, TreeHead(0, mth([])), found)
    assert not extends(first, TreeHead(before + 1, first.root), found)
    if found:
        place = draw.draw(st.integers(0, len(found) - 1))
        assert not extends(head, first, found[:-1])
        assert not extends(head, first, [*found[:place], bytes(32), *found[place + 1 :]])
