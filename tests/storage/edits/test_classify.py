import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.edits import classify
from storage.edits.changes import Effort
from storage.edits.classify import Judgement, at_least, judge
from storage.edits.words import Operation

SIGNS = "abcAB 12., -.'’\"「」。、日本国会談トランプ不ないません한국 عربي привет\n"


def equal(text):
    return ("equal", text, text)


@pytest.mark.parametrize(
    ("language", "before", "after", "cls", "flags"),
    [
        ("en", "Washington, D.C.", "Washington, DC", "typography", ()),
        ("en", "The U. S. A.", "The USA", "typography", ()),
        ("en", "The long-term “plan” – a draft", 'the long term "plan" - A draft', "typography", ()),
        ("en", "about 1,000 tons", "about 1 000 tons", "typography", ()),
        ("en", "Kenya | 5 | ", "Kenya |  | 5", "substance", ()),
        ("fr", "Mali | oui | ", "Mali |  | oui", "substance", ()),
        ("en", "Minister | Water", "Minister - Water", "typography", ()),
        ("en", "4.5 tons", "45 tons", "substance", ("number",)),
        ("en", "a change of -5 %", "a change of 5 %", "substance", ("number",)),
        ("en", "grew by 5%", "grew by 5", "wording", ()),
        ("en", "five points", "5 points", "wording", ()),
        ("en", "$80 million more", "$80 billion more", "substance", ("number",)),
        ("en", "We meet on 5 May in Rome.", "We meet on 5 June in Rome.", "substance", ("number",)),
        ("en", "They may meet.", "They might meet.", "wording", ()),
        ("en", "It doesn't work.", "It does not work.", "wording", ()),
        ("en", "It does not work.", "It does work.", "substance", ("negation",)),
        ("en", "He met Ms. Rose.", "He met Mr. Rose.", "wording", ("name",)),
        ("en", "Director Dr. Natalie Kane spoke.", "Director Dr. Natalia Kane spoke.", "wording", ("name",)),
        ("en", "Then he left. She stayed on.", "Thus he left. She stayed on.", "wording", ()),
        ("en", "He came. They spoke of rain. He went.", "He came. He went.", "substance", ("sentence_removed",)),
        ("en", "He came. He went.", "He came. They spoke of rain. He went.", "substance", ("sentence_added",)),
        (
            "en",
            "Briefing with the deputy secretary for management, the adviser for development and other experts on water",
            "Briefing on water",
            "substance",
            ("sentence_removed",),
        ),
        ("fr", "Il n’est pas venu à Genève.", "Il est venu à Genève.", "substance", ("negation",)),
        ("fr", "le 5 février", "le 5 mars", "substance", ("number",)),
        ("de", "Es gibt keinen Vertrag.", "Es gibt einen Vertrag.", "substance", ("negation",)),
        ("es", "El acuerdo no se firmó.", "El acuerdo se firmó.", "substance", ("negation",)),
        ("pt", "Falou no encontro.", "Falou em encontro.", "wording", ()),
        ("it", "Un accordo senza riserve.", "Un accordo con riserve.", "substance", ("negation",)),
        ("ru", "Россия не согласна.", "Россия согласна.", "substance", ("negation",)),
        ("ru", "Он приехал в Минск 5 мая.", "Он приехал в Киев 5 мая.", "wording", ("name",)),
        ("ja", "これを受け入れます。", "これを受け入れません。", "substance", ("negation",)),
        ("zh", "三位专家与12国代表在APEC会谈", "三 位专家与 12 国代表在 APEC 会谈", "typography", ()),
        ("zh", "二〇二七年共3.5亿元", "二〇二 七年 共 3.5 亿元", "typography", ()),
        ("zh", "与12国代表会谈", "与 13 国代表会谈", "substance", ("number",)),
        ("ja", "会談は７月５日に行われた。", "会談は7月5日に行われた。", "typography", ()),
        ("ja", "会談で三人が発言した。", "会談で五人が発言した。", "substance", ("number",)),
        ("ja", "支援は10万ドルです。", "支援は10億ドルです。", "substance", ("number",)),
        ("ja", "トランプ大統領と会談。", "バイデン大統領と会談。", "wording", ("name",)),
        ("ja", "十分な支援を行う。", "必要な支援を行う。", "wording", ()),
        ("zh", "中方支持这一决定。", "中方不支持这一决定。", "substance", ("negation",)),
        ("zh", "访问非洲国家。", "访问亚洲国家。", "wording", ()),
        ("ko", "우리는 동의합니다.", "우리는 동의하지 않습니다.", "substance", ("negation",)),
        ("ar", "نحن نقبل هذا القرار", "نحن لا نقبل هذا القرار", "substance", ("negation",)),
        (None, "Россия не согласна.", "Россия согласна.", "substance", ("negation",)),
        ("sw", "five points", "six points", "substance", ("number",)),
    ],
)
def test_class_and_flags(language, before, after, cls, flags):
    judgement = judge(before, after, language)
    assert (judgement.cls, judgement.flags) == (cls, flags)


@pytest.mark.parametrize(
    ("before", "after", "operations"),
    [
        ("", "new", [("insert", "", "new")]),
        (
            "a red fox",
            "a sly old fox",
            [equal("a "), ("replace", "red", "sly old"), equal(" fox")],
        ),
        ("計10,500人", "計12,500人", [equal("計"), ("replace", "10,500", "12,500"), equal("人")]),
        (
            "see https://a.example/x-1.html now",
            "see https://a.example/x-2.html now",
            [
                equal("see "),
                ("replace", "https://a.example/x-1.html", "https://a.example/x-2.html"),
                equal(" now"),
            ],
        ),
    ],
)
def test_operations(before, after, operations):
    assert list(judge(before, after, "en").operations) == operations


@given(st.text(SIGNS) | st.text(), st.text(SIGNS) | st.text())
def test_operations_join_to_both_texts(before, after):
    operations = judge(before, after, None).operations
    assert "".join(step.before for step in operations) == before
    assert "".join(step.after for step in operations) == after
    for step in operations:
        assert (step.op == "equal") == (step.before == step.after)
        assert (step.op == "insert") == (not step.before)
        assert (step.op == "delete") == (not step.after)


@given(st.text(SIGNS, min_size=1))
def test_a_text_is_itself(text):
    assert [tuple(step) for step in judge(text, text, None).operations] == [equal(text)]


@given(st.text(SIGNS), st.text(SIGNS))
def test_typography_is_typography_both_ways(before, after):
    there, back = judge(before, after, None), judge(after, before, None)
    assert (there.cls == "typography") == (back.cls == "typography")
    assert there.cls != "typography" or not there.flags


@given(st.text("abc. "))
def test_spacing_is_typography(text):
    assert judge(text, text.replace(" ", ""), None).cls == "typography"


SENTENCES = [
    "The river rose by 5 feet. ",
    "Nobody spoke. ",
    "the river Rose by 6 feet! ",
    "No. ",
    "会談が行われた。",
    "a b a b",
]
long_texts = st.lists(st.sampled_from(SENTENCES), max_size=12).map("".join)


@given(long_texts, long_texts, st.integers(0, 2_000), st.booleans())
def test_a_coarse_judgement_says_so_and_is_never_lower(before, after, effort, in_parts):
    exact = judge(before, after, "en")
    with pytest.MonkeyPatch.context() as patch:
        if in_parts:
            patch.setattr(classify, "_LONG", 0)
            patch.setattr(classify, "_PART", 10)
        coarse = judge(before, after, "en", Effort(effort))
    assert at_least(coarse.cls, exact.cls)
    assert "coarse" not in coarse.flags or coarse.cls == "substance"
    assert "coarse" in coarse.flags or in_parts or coarse == exact
    assert "".join(step.before for step in coarse.operations) == before
    assert "".join(step.after for step in coarse.operations) == after


def test_what_is_too_long_to_compare_is_given_whole():
    before, after = "A b c. " * 3, "A b d. " * 3
    assert judge(before, after, "en", Effort(0)) == (
        Judgement("substance", ("coarse",), (Operation("replace", before, after),))
    )


def test_of_a_long_text_the_words_that_changed_are_found():
    text = " ".join(f"Of the matters before them, number {n} was settled in the spring." for n in range(8_000))
    judgement = judge(text, text.replace("number 77 was settled", "number 77 was dropped"), "en")
    assert (judgement.cls, judgement.flags) == ("wording", ())
    assert [step[1:] for step in judgement.operations if step.op != "equal"] == [("settled", "dropped")]
