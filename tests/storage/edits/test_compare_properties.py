"""Random releases, edited in known ways: exactly the edits made are found, and nothing for dress alone.

COMMUNIQUE_EXAMPLES in the environment asks for more cases than the thousand that always run.
"""

import os
from collections import Counter
from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.edits.compare import compare
from storage.edits.digests import content_digest, field_digests
from storage.records import Block, Image, Link, Release

EXAMPLES = max(1000, int(os.environ.get("COMMUNIQUE_EXAMPLES", "0")))


@dataclass(frozen=True)
class Language:
    """Words to make sentences of, and how the language writes a sentence."""

    code: str
    space: str
    words: str  # of which compounds are made
    other: str  # a word that is not among them
    names: tuple[str, ...]
    end: str
    negation: tuple[str, str]  # the end of a sentence without and with it
    names_are_marked: bool = True


ENGLISH = Language(
    "en",
    " ",
    "minister river council agreement flood harbour visit market engineer border school railway treaty "
    "grain camp forest island bridge energy fishery satellite museum language vaccine airport pipeline "
    "refugee scholar embassy orchestra drought customs glacier archive parliament lighthouse textile "
    "volcano harvest telescope",
    "committee",
    ("Lakeland", "Stonebridge", "Ashford", "Mr. Roe", "Ms. Doe", "Wellington"),
    ".",
    (" as expected", " as not expected"),
)
JAPANESE = Language(
    "ja",
    "",
    "河川 協議 支援 大臣 港湾 訪問 市場 技術 国境 学校 鉄道 条約 穀物 森林 島嶼 橋梁 電力 漁業 衛星 "
    "博物館 言語 空港 難民 研究 楽団 干魃 税関 氷河 文書 議会 灯台 繊維 火山 収穫 望遠鏡 医療 農業 観光 "
    "海洋 気候",
    "委員会",
    ("レイクランド", "ストーン", "アシュフォード", "ウェリントン"),
    "。",
    ("を行います", "を行いません"),
)
CHINESE = Language(
    "zh",
    "",
    "河流 协商 支援 部长 港口 访问 市场 技术 边境 学校 铁路 条约 粮食 森林 岛屿 桥梁 电力 渔业 卫星 "
    "博物馆 语言 机场 难民 研究 乐团 干旱 海关 冰川 文件 议会 灯塔 纺织 火山 收获 望远镜 医疗 农业 旅游 "
    "海洋 气候",
    "委员会",
    ("湖国", "石桥市", "安福德", "惠灵顿"),
    "。",
    ("受到支持", "不受到支持"),
    names_are_marked=False,
)
ARABIC = Language(
    "ar",
    " ",
    "الوزير النهر المجلس الاتفاق الفيضان الميناء الزيارة السوق المهندس الحدود المدرسة القطار المعاهدة "
    "الحبوب الغابة الجزيرة الجسر الطاقة الصيد القمر المتحف اللغة اللقاح المطار الأنبوب اللاجئ الباحث "
    "السفارة الفرقة الجفاف الجمارك الأرشيف البرلمان المنارة النسيج البركان الحصاد المنظار الصحة الزراعة",
    "اللجنة",
    ("بحيرستان", "جسرستان", "ولنغتون", "أشفورد"),
    ".",
    (" كما هو متوقع", " كما هو غير متوقع"),
    names_are_marked=False,
)
LANGUAGES = (ENGLISH, JAPANESE, CHINESE, ARABIC)


class Writer:
    """Writes random sentences and edits them; every method that edits says what should be found."""

    def __init__(self, random: Random, language: Language) -> None:
        self.random = random
        self.language = language
        self.words = language.words.split()

    def sentence(self):
        words = ["".join(self.random.sample(self.words, 2)) for _ in range(self.random.randint(7, 11))]
        words.insert(3, self.random.choice(self.language.names))
        words.insert(6, str(self.random.randint(13, 9999)))
        text = self.language.space.join(words) + self.language.negation[0] + self.language.end
        return text[0].upper() + text[1:]

    def block(self):
        return [self.sentence() for _ in range(self.random.randint(1, 4))]

    def text(self, sentences):
        return self.language.space.join(sentences)

    def swapped(self, sentences, old, new):
        place = self.random.randrange(len(sentences))
        return [s.replace(old(s), new(s), 1) if i == place else s for i, s in enumerate(sentences)]

    def number(self, sentences):
        def old(sentence):
            return "".join(filter(str.isdigit, sentence))

        edited = self.swapped(sentences, old, lambda sentence: str(int(old(sentence)) + 1))
        return edited, ("reworded", "substance", ("number",))

    def name(self, sentences):
        def old(sentence):
            return next(name for name in self.language.names if name in sentence)

        def new(sentence):
            return self.language.names[self.language.names.index(old(sentence)) - 1]

        flags = ("name",) if self.language.names_are_marked else ()
        return self.swapped(sentences, old, new), ("reworded", "wording", flags)

    def negation(self, sentences):
        edited = self.swapped(sentences, lambda _: self.language.negation[0], lambda _: self.language.negation[1])
        return edited, ("reworded", "substance", ("negation",))

    def word(self, sentences):
        def old(sentence):
            return next(word for word in self.words if word in sentence[1:])

        return self.swapped(sentences, old, lambda _: self.language.other), ("reworded", "wording", ())

    def dropped_sentence(self, sentences):
        place = self.random.randrange(len(sentences))
        return sentences[:place] + sentences[place + 1 :], ("reworded", "substance", ("sentence_removed",))

    def added_sentence(self, sentences):
        place = self.random.randint(0, len(sentences))
        edited = [*sentences[:place], self.sentence(), *sentences[place:]]
        return edited, ("reworded", "substance", ("sentence_added",))

    def dress(self, sentences):
        first = sentences[0]
        worn = self.random.choice(
            [
                f"“{first[:-1]}”{first[-1]}",
                first.replace(self.language.space or first[1], f" – {self.language.space or first[1]}", 1),
                f"{first[:2]}  {first[2:]}" if not self.language.space else first.replace(" ", "  ", 1),
                first.upper() if self.language is ENGLISH else first[:-1] + "!",
            ]
        )
        return [worn, *sentences[1:]], ("reworded", "typography", ())

    def edit(self, sentences):
        """Edit one block in one way that suits it; give the new text and what should be found."""
        ways = [self.number, self.name, self.negation, self.word, self.dress]
        if len(sentences) > 2:
            ways += [self.dropped_sentence, self.added_sentence]
        edited, found = self.random.choice(ways)(sentences)
        return [self.text(edited)], found


def edited(random, writer, blocks):
    """Edit some of the blocks, each in one way; give what stands in their place, and what should be found."""
    units, expected, joined = [], [], False
    for index, block in enumerate(blocks):
        way = random.choice(("keep", "keep", "keep", "edit", "drop", "add", "split", "merge"))
        if joined:
            joined = False
        elif way == "edit":
            unit, found = writer.edit(block)
            units.append(unit)
            expected.append(found)
        elif way == "drop":
            expected.append(("removed", "substance", ("sentence_removed",)))
        elif way == "add":
            units += [[writer.text(block)], [writer.text(writer.block())]]
            expected.append(("added", "substance", ("sentence_added",)))
        elif way == "split" and len(block) > 1:
            cut = random.randrange(1, len(block))
            units.append([writer.text(block[:cut]), writer.text(block[cut:])])
            expected.append(("split", "typography", ()))
        elif way == "merge" and index + 1 < len(blocks):
            units.append([writer.text(block + blocks[index + 1])])
            expected.append(("merged", "typography", ()))
            joined = True
        else:
            units.append([writer.text(block)])
    return units, expected


def moved(random, units, kept):
    """Move one of the blocks that were kept past three others or more."""
    wanderer = random.choice([unit for unit in units if unit in kept])
    start = units.index(wanderer)
    others = units[:start] + units[start + 1 :]
    places = [
        place
        for place in range(len(units))
        if sum(unit in kept for unit in others[min(place, start) : max(place, start)]) >= 3
    ]
    if not places:
        return units, []
    place = random.choice(places)
    return [*others[:place], wanderer, *others[place:]], [("moved", "wording", ())]


def release(texts, language="en"):
    return Release("Title", None, tuple(Block("paragraph", text) for text in texts), language=language)


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(LANGUAGES), st.integers(2, 14), st.booleans(), st.randoms(use_true_random=True))
def test_exactly_the_edits_made_are_found(language, size, moves, random):
    writer = Writer(random, language)
    blocks = [writer.block() for _ in range(size)]
    before = [writer.text(block) for block in blocks]
    units, expected = edited(random, writer, blocks)
    kept = [unit for unit in units if unit[0] in before]
    if moves and kept:
        units, move = moved(random, units, kept)
        expected += move
    after = [text for unit in units for text in unit]
    comparison = compare(release(before, language.code), release(after, language.code))
    found = Counter((edit.kind, edit.cls, edit.flags) for edit in comparison.edits)
    assert found == Counter(expected), (before, after)


names = st.sampled_from(["", "a", "b", "A", "a b", "a. b", "1", "2", "no", "—"])
images = st.builds(Image, st.sampled_from(["https://a.example/1.jpg", "HTTP://A.example/1.jpg?v=2", "/2.jpg"]), names)
links = st.builds(Link, st.sampled_from(["attachment", "related"]), st.sampled_from(["/1.pdf", "/2.pdf"]), names)
blocks = st.builds(Block, st.sampled_from(["paragraph", "point"]), names, names, st.integers(0, 1))
small_releases = st.builds(
    Release,
    names,
    st.dates() | st.datetimes(timezones=st.timezones()) | st.none(),
    st.lists(blocks, max_size=5).map(tuple),
    st.lists(images, max_size=3).map(tuple),
    st.lists(links, max_size=3).map(tuple),
    author=st.none() | names,
    type=st.none() | names,
)
changes = st.fixed_dictionaries(
    {},
    optional={
        "title": names,
        "blocks": st.lists(blocks, max_size=5).map(tuple),
        "images": st.lists(images, max_size=3).map(tuple),
        "links": st.lists(links, max_size=3).map(tuple),
        "author": names,
        "published": st.dates(),
    },
)
FIELDS = {
    "title": "title",
    "date": "date",
    "author": "author",
    "type": "type",
    "block": "blocks",
    "image": "images",
} | {
    "caption": "images",
    "attachment": "attachments",
}


@settings(max_examples=EXAMPLES)
@given(small_releases, changes)
def test_digests_differ_exactly_where_there_are_edits(before, change):
    after = replace(before, **change)
    edits = compare(before, after).edits
    assert bool(edits) == (content_digest(before) != content_digest(after))
    old, new = field_digests(before), field_digests(after)
    told = {FIELDS[edit.field] for edit in edits}
    if any((edit.field, edit.kind) == ("caption", "moved") for edit in edits):
        told.add("blocks")  # from there, or to there
    differing = {name for name in old if old[name] != new[name]}
    if any(edit.field == "block" and edit.operations for edit in edits):
        differing -= {"attachments"} - told  # the words of a link are told with the text they stand in
    assert told == differing


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_transcript_compares_with_itself_reworded_throughout(language):
    writer = Writer(Random(7), language)
    blocks = [writer.block() for _ in range(500)]
    after = [writer.word(block)[0] for block in blocks]
    edits = compare(
        release([writer.text(block) for block in blocks], language.code),
        release([writer.text(block) for block in after], language.code),
    ).edits
    assert Counter(edit.kind for edit in edits) == {"reworded": 500}
