import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from storage.edits.compare import compare
from storage.read import answers
from storage.records import Block, Image, Link, Release

RELEASE = Release(
    title="Statement on Water",
    published=date(2025, 1, 7),
    blocks=(),
    images=(Image("https://a.example/files/lake.jpg", "A lake at dawn", "lake"), Image("https://a.example/sea.jpg")),
    links=(Link("attachment", "https://a.example/text.pdf", "Full text"), Link("related", "https://a.example/b")),
    author="Secretary Jane Doe",
    type="Statement",
    language="en",
)
LEAD = "On Tuesday the Minister of Water received the Ambassador of Lakeland at the Ministry."
FIRST = "The two sides welcomed the agreement on rivers, which was signed in 2019."
SECOND = "They did not discuss the dam at Stonebridge, although experts had expected it."
THIRD = "The Ambassador thanked the Ministry for its help after the flood."
LAST = "Both sides will meet again in the capital of Lakeland before the end of summer."
BODY = (LEAD, FIRST, SECOND, THIRD, LAST)


def release(*texts, **changes):
    return replace(RELEASE, blocks=tuple(Block("paragraph", text) for text in texts), **changes)


def points(*texts, start=1):
    return replace(RELEASE, blocks=tuple(Block("point", text, str(number)) for number, text in enumerate(texts, start)))


def found(before, after, **options):
    return [(edit.field, edit.kind, edit.cls, edit.flags) for edit in compare(before, after, **options).edits]


def equal(text):
    return ("equal", text, text)


def test_equal_releases_have_no_edit():
    comparison = compare(release(*BODY), release(*BODY))
    assert (comparison.edits, comparison.cls, comparison.flags) == ((), None, ())


@pytest.mark.parametrize(
    ("after", "edits"),
    [
        ((LEAD, FIRST, SECOND, THIRD), [("removed", "substance", ("sentence_removed",))]),
        ((LEAD, FIRST, SECOND, LEAD[:-1] + " twice.", THIRD, LAST), [("added", "substance", ("sentence_added",))]),
        ((FIRST, SECOND, THIRD, LEAD, LAST), [("moved", "wording", ())]),
        ((LEAD, FIRST + " " + SECOND, THIRD, LAST), [("merged", "typography", ())]),
        ((LEAD[:43], LEAD[43:].strip(), FIRST, SECOND, THIRD, LAST), [("split", "typography", ())]),
        ((LEAD, FIRST.replace("2019", "2020"), SECOND, THIRD, LAST), [("reworded", "substance", ("number",))]),
        ((LEAD, FIRST, SECOND.replace(" not", ""), THIRD, LAST), [("reworded", "substance", ("negation",))]),
        ((LEAD.replace("Lakeland", "Seeland"), *BODY[1:]), [("reworded", "wording", ("name",))]),
        ((LEAD.replace("received", "welcomed"), *BODY[1:]), [("reworded", "wording", ())]),
        ((LEAD.upper(), *BODY[1:]), [("reworded", "typography", ())]),
        ((*BODY, "* * *"), [("added", "typography", ())]),
        (
            (THIRD.replace("thanked", "praised"), LEAD, SECOND, LAST),
            [("removed", "substance", ("sentence_removed",)), ("moved", "wording", ()), ("reworded", "wording", ())],
        ),
        (
            (LEAD, FIRST + " " + SECOND.replace("experts", "observers"), THIRD, LAST),
            [("reworded", "wording", ()), ("merged", "typography", ())],
        ),
    ],
)
def test_what_happens_to_blocks(after, edits):
    assert found(release(*BODY), release(*after)) == [("block", *edit) for edit in edits]


def test_everything_at_once():
    after = (
        "A new first paragraph.",
        FIRST,
        LEAD,
        SECOND.replace("experts", "observers"),
        THIRD[:28],
        THIRD[28:].strip(),
    )
    kinds = [kind for _, kind, _, _ in found(release(*BODY), release(*after))]
    assert kinds == ["added", "removed", "moved", "reworded", "split"]  # by weight, then in reading order


@pytest.mark.parametrize(
    ("change", "edit"),
    [
        ({"title": "Statement on WATER"}, ("title", "changed", "typography", ())),
        ({"title": "Statement on Rivers"}, ("title", "changed", "wording", ("name",))),
        ({"title": "Statement on 2 Water"}, ("title", "changed", "substance", ("number",))),
        ({"author": "Secretary John Roe"}, ("author", "changed", "wording", ())),
        ({"author": None}, ("author", "changed", "wording", ())),
        ({"type": "Remarks"}, ("type", "changed", "wording", ())),
        ({"published": date(2025, 1, 8)}, ("date", "changed", "substance", ())),
        ({"published": None}, ("date", "changed", "substance", ())),
        ({"published": datetime(2025, 1, 7, 9, tzinfo=UTC)}, ("date", "changed", "typography", ())),
        ({"published": datetime(2025, 1, 8, 9, tzinfo=UTC)}, ("date", "changed", "substance", ())),
        ({"images": RELEASE.images[:1]}, ("image", "removed", "wording", ())),
        ({"images": (*RELEASE.images, Image("https://a.example/3.jpg"))}, ("image", "added", "wording", ())),
        ({"links": ()}, ("attachment", "removed", "substance", ("document",))),
        (
            {"links": (*RELEASE.links, Link("attachment", "/b.pdf"))},
            ("attachment", "added", "substance", ("document",)),
        ),
        ({"links": (replace(RELEASE.links[0], text="Full Text"),)}, ("attachment", "changed", "typography", ())),
        (
            {"links": (replace(RELEASE.links[0], url="/text-2.pdf"),)},
            ("attachment", "changed", "substance", ("document",)),
        ),
    ],
)
def test_what_happens_to_a_field(change, edit):
    assert found(release(*BODY), release(*BODY, **change)) == [edit]


@pytest.mark.parametrize(
    ("change", "edits"),
    [
        ({"caption": "A lake at dusk"}, [("caption", "reworded", "wording", ())]),
        ({"caption": None}, [("caption", "removed", "substance", ("sentence_removed",))]),
        ({"alt": "a lake"}, [("image", "changed", "wording", ())]),
        ({"url": "https://cdn.example/lake-300x200.jpg"}, [("image", "changed", "typography", ())]),
        ({"url": "https://a.example/files/pond.jpg"}, [("image", "changed", "substance", ("picture",))]),
        ({"alt": None}, [("image", "changed", "typography", ())]),
        ({"url": "http://A.Example/files/lake.jpg?itok=x1&v=2"}, []),
    ],
)
def test_what_happens_to_an_image(change, edits):
    before = release(*BODY)
    assert found(before, replace(before, images=(replace(RELEASE.images[0], **change), RELEASE.images[1]))) == edits


def test_a_caption_is_added():
    captioned = (RELEASE.images[0], replace(RELEASE.images[1], caption="The sea"))
    [edit] = compare(release(*BODY), release(*BODY, images=captioned)).edits
    assert (edit.field, edit.kind, edit.before, edit.after) == ("caption", "added", None, "The sea")


def test_a_paragraph_that_becomes_a_caption_is_dress():
    caption, other = "The sea at noon", replace(RELEASE.images[1], caption="The sea  at noon.")
    before, after = release(*BODY, caption), release(*BODY, images=(RELEASE.images[0], other))
    for old, new in ((before, after), (after, before)):
        assert found(old, new) == [("caption", "moved", "typography", ())]
    reworded = replace(after, images=(RELEASE.images[0], replace(other, caption="The sea at night")))
    assert {cls for _, _, cls, _ in found(before, reworded)} == {"substance"}


def test_lines_are_compared_however_they_are_divided():
    assert found(release("\n".join(BODY)), release(*BODY)) == []
    assert [kind for _, kind, *_ in found(release("\n".join(BODY)), release(BODY[0], *BODY[2:]))] == ["removed"]


def test_dress_is_no_edit():
    quoted = tuple(Block("quote", text, depth=2) for text in BODY)
    after = replace(RELEASE, blocks=quoted, images=RELEASE.images[::-1], links=RELEASE.links[:1], tags=("water",))
    assert compare(release(*BODY), after).edits == ()


def test_a_point_inserted_renumbers_those_that_follow_in_one_edit():
    [added, renumbered] = compare(points(LEAD, FIRST, SECOND), points(LEAD, THIRD, FIRST, SECOND)).edits
    assert (added.kind, added.after) == ("added", THIRD)
    assert (renumbered.kind, renumbered.before, renumbered.after) == ("renumbered", "2, 3", "3, 4")
    assert renumbered.cls == "typography"


def test_points_that_change_places_take_each_others_numbers():
    assert found(points(LEAD, FIRST, SECOND, LAST), points(FIRST, SECOND, LEAD, LAST)) == [
        ("block", "moved", "wording", ())
    ]


def test_other_numbers_alone_are_an_edit():
    assert found(points(LEAD, FIRST), points(LEAD, FIRST, start=2)) == [("block", "renumbered", "typography", ())]


def test_a_comparison_sums_up():
    comparison = compare(release(*BODY), release(LEAD.upper(), FIRST.replace("2019", "2020"), *BODY[2:4]))
    assert (comparison.cls, comparison.flags) == ("substance", ("number", "sentence_removed"))


def test_an_edit_in_json():
    [edit] = compare(release(LEAD), release(LEAD.replace("Tuesday", "Monday"))).edits
    assert json.loads(json.dumps(answers.edit(edit))) == {
        "field": "block",
        "kind": "reworded",
        "before": LEAD,
        "after": LEAD.replace("Tuesday", "Monday"),
        "class": "substance",
        "flags": ["number"],
        "summary": "“Tuesday” became “Monday” in paragraph 1",
        "positions": [[1], [1]],
    }
    assert edit.operations == (
        ("equal", "On ", "On "),
        ("replace", "Tuesday", "Monday"),
        ("equal", LEAD[10:], LEAD[10:]),
    )


def test_the_language_of_the_source_chooses_the_words():
    before, after = (
        replace(release(text), language=None) for text in ("Ele falou na reunião.", "Ele falou no encontro ontem.")
    )
    assert found(before, after, language="pt-BR") == [("block", "reworded", "wording", ())]


def test_a_long_transcript_that_was_wholly_rewritten():
    before = release(*(f"Question {n}: what of matter {n * 7}?" for n in range(600)))
    after = release(*(f"In answer {n} nothing was said on {n * 11}." for n in range(600)))
    assert compare(before, after).cls == "substance"
