from hypothesis import given
from hypothesis import strategies as st

from storage.edits.align import align
from storage.edits.changes import Effort

STEMS = [
    "the river rose",
    "a treaty was signed",
    "—",
    "nobody spoke",
    "grain was sent to the port",
    "",
    "会談が行われた",
]
texts = st.lists(st.lists(st.sampled_from(STEMS), min_size=1, max_size=4).map(" ".join), max_size=10)


def places(ranges):
    return [place for each in ranges for place in each]


def run_of(before, after):
    return [(match.before, match.after, match.moved) for match in align(before, after)]


@given(texts, texts)
def test_every_block_is_in_one_match_at_most(before, after):
    matches = align(before, after)
    for found, whole in (([m.before for m in matches], before), ([m.after for m in matches], after)):
        assert len(places(found)) == len(set(places(found)))
        assert set(places(found)) <= set(range(len(whole)))
    assert all(1 in (len(match.before), len(match.after)) for match in matches)


@given(texts, texts)
def test_no_text_that_both_versions_hold_is_left_over(before, after):
    matches = align(before, after)
    gone = {text for place, text in enumerate(before) if place not in places(match.before for match in matches)}
    come = {text for place, text in enumerate(after) if place not in places(match.after for match in matches)}
    assert not gone & come


@given(texts)
def test_a_version_is_itself(before):
    assert run_of(before, before) == [(range(i, i + 1), range(i, i + 1), False) for i in range(len(before))]


@given(texts, texts)
def test_what_did_not_move_keeps_its_order(before, after):
    kept = [match.after.start for match in align(before, after) if not match.moved]
    assert kept == sorted(kept)


def test_the_nearest_of_similar_texts_is_the_same():
    question = "Question: What does the Ministry say about the report of {} on the river?"
    before = [question.format(name) for name in ("Monday", "Tuesday", "Friday")]
    after = [text.replace("river", "lake") for text in before]
    assert run_of(before, after) == [(range(i, i + 1), range(i, i + 1), False) for i in range(3)]


def test_a_text_may_be_split_and_reworded_at_once():
    before = ["The river rose. Nobody was hurt in the flood, and the town was dry by noon. Grain went to the port."]
    after = [
        "The river rose.",
        "Nobody was hurt in the flood, and the city was dry by noon.",
        "Grain was sent to the port.",
    ]
    assert run_of(before, after) == [(range(1), range(3), False)]
    assert run_of(after, before) == [(range(3), range(1), False)]


def test_in_a_large_rewriting_similar_texts_are_sought_nearby():
    before = [f"Matter {n * 31} of chapter {n * 17} was settled with care and {n * 13} votes" for n in range(300)]
    after = [text.replace("settled with care", "deferred in haste") for text in reversed(before)]
    matched = {match.before.start for match in align(before, after)}
    assert matched
    assert all(abs(match.before.start - match.after.start) <= 50 for match in align(before, after))


def test_no_text_that_both_versions_hold_is_left_over_where_comparing_is_dear():
    before = [f"row {n}" for n in range(300)]
    for left in range(0, 6_000, 250):
        assert len(align(before, before[::-1], Effort(left))) == 300


def test_of_two_words_one_is_not_enough_to_be_the_same_text():
    assert run_of(["Sanctions lifted", "It was late."], ["Sanctions kept", "It was late."]) == [
        (range(1, 2), range(1, 2), False)
    ]
    for before, after in (("Sanctions are lifted", "Sanctions are kept"), ("Fire.", "Fire and flame.")):
        assert run_of([before], [after]) == [(range(1), range(1), False)]


def test_a_block_alone_in_its_place_is_known_by_its_words_in_other_forms_or_with_more_around_them():
    for before, after in [
        ("Um terço dos recursos foi gasto.", "Dois terços dos recursos foram gastos."),
        ("Osiągnięto porozumienie.", "Nie osiągnięto porozumienia."),
        ("The talks went well.", "The talks went well. " + "A list of prisoners will be published soon. " * 3),
    ]:
        assert run_of(["one", before, "two"], ["one", after, "two"])[1] == (range(1, 2), range(1, 2), False)
    for before, after in [
        ("Sanctions were lifted today.", "The river rose by night."),
        ("Sanctions lifted", "Sanctions kept"),
        ("Talks", "Talks in Geneva went on for a day"),
    ]:
        assert len(run_of(["one", before, "two"], ["one", after, "two"])) == 2
