import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.points.numbering import Line, numbered


def points(*lines):
    return [(block.marker, block.depth, block.text) for block in numbered([Line("paragraph", line) for line in lines])]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. One", "2. Two"], [("1", 0, "One"), ("2", 0, "Two")]),
        (["1.Minister", "2.Other"], [("1", 0, "Minister"), ("2", 0, "Other")]),
        (["1) One", "2) Two"], [("1)", 0, "One"), ("2)", 0, "Two")]),
        (["(1) One"], [("(1)", 0, "One")]),
        (["１　冒頭、", "２　また"], [("1", 0, "冒頭、"), ("2", 0, "また")]),
        (
            ["1　冒頭", "（1）細目", "（ア）細々", "（2）次"],
            [("1", 0, "冒頭"), ("(1)", 1, "細目"), ("(ア)", 2, "細々"), ("(2)", 1, "次")],
        ),
        (["ア　甲", "イ　乙"], [("ア", 0, "甲"), ("イ", 0, "乙")]),
        (
            ["一、总", "（一）细", "（二）细", "二、分"],
            [("一", 0, "总"), ("(一)", 1, "细"), ("(二)", 1, "细"), ("二", 0, "分")],
        ),
        (["①甲", "②乙"], [("①", 0, "甲"), ("②", 0, "乙")]),
        (["가. 나", "나. 다"], [("가", 0, "나"), ("나", 0, "다")]),
        (["a. x", "(i) p", "(ii) q", "b. y"], [("a", 0, "x"), ("(i)", 1, "p"), ("(ii)", 1, "q"), ("b", 0, "y")]),
        (["а) раз;", "б) два;", "в) три."], [("а)", 0, "раз;"), ("б)", 0, "два;"), ("в)", 0, "три.")]),
        (["г) чотири", "ґ) п'ять", "д) шість"], [("г)", 0, "чотири"), ("ґ)", 0, "п'ять"), ("д)", 0, "шість")]),
        (["А. Один", "Б. Два"], [("А", 0, "Один"), ("Б", 0, "Два")]),
        (["α) ένα", "β) δύο"], [("α)", 0, "ένα"), ("β)", 0, "δύο")]),
        (["أ) أول", "ب) ثان"], [("أ)", 0, "أول"), ("ب)", 0, "ثان")]),
        (["أ- أول", "ب- ثان"], [("أ", 0, "أول"), ("ب", 0, "ثان")]),
        (["هـ) خامس", "و) سادس"], [("هـ)", 0, "خامس"), ("و)", 0, "سادس")]),
        (["١- أول", "٢- ثان"], [("١", 0, "أول"), ("٢", 0, "ثان")]),
        (["甲、条约", "乙、协定"], [("甲", 0, "条约"), ("乙", 0, "协定")]),
        (["I. One", "II. Two"], [("I", 0, "One"), ("II", 0, "Two")]),
        (["h. x", "i. y", "j. z"], [("h", 0, "x"), ("i", 0, "y"), ("j", 0, "z")]),
        (["・あ", "・い"], [("・", 0, "あ"), ("・", 0, "い")]),
        (["1. One", "• a", "• b", "2. Two"], [("1", 0, "One"), ("•", 1, "a"), ("•", 1, "b"), ("2", 0, "Two")]),
        (["- a", "- b"], [("-", 0, "a"), ("-", 0, "b")]),
        (["1/ un", "2/ deux"], [("1", 0, "un"), ("2", 0, "deux")]),
        (["1. Only point"], [("1", 0, "Only point")]),
        (["أ- أول", "ب- ثان", "ت- ثالث"], [("أ", 0, "أول"), ("ب", 0, "ثان"), ("ت", 0, "ثالث")]),
        (["ㄱ. 하나", "ㄴ. 둘"], [("ㄱ", 0, "하나"), ("ㄴ", 0, "둘")]),
        (["가.하나", "나.둘"], [("가", 0, "하나"), ("나", 0, "둘")]),
        (["壹、總則", "貳、分則"], [("壹", 0, "總則"), ("貳", 0, "分則")]),
        (["Ⅰ 総論", "Ⅱ 各論"], [("I", 0, "総論"), ("II", 0, "各論")]),
        (["Ⅰ、总论", "Ⅱ、分论"], [("I", 0, "总论"), ("II", 0, "分论")]),
        (["（イ）甲", "（ロ）乙", "（ハ）丙"], [("(イ)", 0, "甲"), ("(ロ)", 0, "乙"), ("(ハ)", 0, "丙")]),
        (["⑴ one", "⑵ two"], [("⑴", 0, "one"), ("⑵", 0, "two")]),
        (["㈠总则", "㈡分则"], [("㈠", 0, "总则"), ("㈡", 0, "分则")]),
        (["❶ one", "❷ two"], [("❶", 0, "one"), ("❷", 0, "two")]),
        (["א. אחד", "ב. שתיים"], [("א", 0, "אחד"), ("ב", 0, "שתיים")]),
        (["ა) ერთი", "ბ) ორი"], [("ა)", 0, "ერთი"), ("ბ)", 0, "ორი")]),
        (["ก. หนึ่ง", "ข. สอง"], [("ก", 0, "หนึ่ง"), ("ข", 0, "สอง")]),
        (["(क) एक", "(ख) दो"], [("(क)", 0, "एक"), ("(ख)", 0, "दो")]),
        (["► one", "► two"], [("►", 0, "one"), ("►", 0, "two")]),
        (["1. Main points", "2. Declaration"], [("1", 0, "Main points"), ("2", 0, "Declaration")]),
        (["1.- Uno", "2.- Dos"], [("1", 0, "Uno"), ("2", 0, "Dos")]),
        (["a.) Eins", "b.) Zwei"], [("a", 0, "Eins"), ("b", 0, "Zwei")]),
        (["I - Um", "II - Dois", "III – Três"], [("I", 0, "Um"), ("II", 0, "Dois"), ("III", 0, "Três")]),
        (["1 – Um", "2 – Dois"], [("1", 0, "Um"), ("2", 0, "Dois")]),
        (["xvii) a", "xviii) b", "xix) c"], [("xvii)", 0, "a"), ("xviii)", 0, "b"), ("xix)", 0, "c")]),
        (["XXVIII. A", "XXIX. B"], [("XXVIII", 0, "A"), ("XXIX", 0, "B")]),
        (["(ｱ) 甲", "(ｲ) 乙"], [("(ア)", 0, "甲"), ("(イ)", 0, "乙")]),
        (["㉮ 하나", "㉯ 둘"], [("㉮", 0, "하나"), ("㉯", 0, "둘")]),
        (["㈎ 하나", "㈏ 둘"], [("㈎", 0, "하나"), ("㈏", 0, "둘")]),
        (["⑳ 甲", "㉑ 乙"], [("⑳", 0, "甲"), ("㉑", 0, "乙")]),
        (["ⓐ x", "ⓑ y"], [("ⓐ", 0, "x"), ("ⓑ", 0, "y")]),
        (
            ["1.1 One", "1.2 Two", "2.1 Three", "2.2 Four"],
            [("1.1", 0, "One"), ("1.2", 0, "Two"), ("2.1", 0, "Three"), ("2.2", 0, "Four")],
        ),
        (
            ["1. A", "1.1. B", "1.1.1. C", "1.1.2. D", "1.2. E", "2. F"],
            [("1", 0, "A"), ("1.1", 1, "B"), ("1.1.1", 2, "C"), ("1.1.2", 2, "D"), ("1.2", 1, "E"), ("2", 0, "F")],
        ),
        (["§ 1. Geltung", "§ 2. Frist"], [("§ 1", 0, "Geltung"), ("§ 2", 0, "Frist")]),
        (["[1] See", "[2] Ibid."], [("[1]", 0, "See"), ("[2]", 0, "Ibid.")]),
        (["1º Primeiro", "2º Segundo"], [("1°", 0, "Primeiro"), ("2°", 0, "Segundo")]),
        (["ａ．総則", "ｂ．各則"], [("a", 0, "総則"), ("b", 0, "各則")]),
        (["Ⅰ．総則", "Ⅱ．各則"], [("I", 0, "総則"), ("II", 0, "各則")]),
        (["一、12月1日，副主席将", "二、应芬兰邀请"], [("一", 0, "12月1日，副主席将"), ("二", 0, "应芬兰邀请")]),
        (["1、2018年峰会", "2、2019年论坛"], [("1", 0, "2018年峰会"), ("2", 0, "2019年论坛")]),
        (["甲　総則", "乙　各則"], [("甲", 0, "総則"), ("乙", 0, "各則")]),
        (["㋐総則", "㋑各則"], [("㋐", 0, "総則"), ("㋑", 0, "各則")]),
        (["➊ one", "➋ two"], [("➊", 0, "one"), ("➋", 0, "two")]),
        (["— un;", "— deux."], [("-", 0, "un;"), ("-", 0, "deux.")]),
        (["→ one", "→ two"], [("→", 0, "one"), ("→", 0, "two")]),
        (["o\u00a0\u00a0 one", "§\u00a0\u00a0two"], [("•", 0, "one"), ("•", 1, "two")]),
        (["xxxi. a", "xxxii. b"], [("xxxi", 0, "a"), ("xxxii", 0, "b")]),
        (["aa) eins", "bb) zwei"], [("aa)", 0, "eins"), ("bb)", 0, "zwei")]),
        (["ε) πέντε", "στ) έξι", "ζ) επτά"], [("ε)", 0, "πέντε"), ("στ)", 0, "έξι"), ("ζ)", 0, "επτά")]),
        (["الف) یک", "ب) دو", "پ) سه"], [("الف)", 0, "یک"), ("ب)", 0, "دو"), ("پ)", 0, "سه")]),
        (["י. עשר", "יא. אחת עשרה"], [("י", 0, "עשר"), ("יא", 0, "אחת עשרה")]),
        (["ç) üç", "d) dört"], [("ç)", 0, "üç"), ("d)", 0, "dört")]),
        (["d) bốn", "đ) năm", "e) sáu"], [("d)", 0, "bốn"), ("đ)", 0, "năm"), ("e)", 0, "sáu")]),
        (["ա) մեկ", "բ) երկու"], [("ա)", 0, "մեկ"), ("բ)", 0, "երկու")]),
        (["(ক) এক", "(খ) দুই"], [("(ক)", 0, "এক"), ("(খ)", 0, "দুই")]),
        (["၁။ တစ်", "၂။ နှစ်"], [("၁", 0, "တစ်"), ("၂", 0, "နှစ်")]),
        (["۱۔ امن", "۲۔ ترقی"], [("۱", 0, "امن"), ("۲", 0, "ترقی")]),
        (["১। শান্তি", "২। উন্নয়ন"], [("১", 0, "শান্তি"), ("২", 0, "উন্নয়ন")]),
        (["१। शांति", "२। विकास"], [("१", 0, "शांति"), ("२", 0, "विकास")]),
        (["1․ Խաղաղություն", "2․ Զարգացում"], [("1", 0, "Խաղաղություն"), ("2", 0, "Զարգացում")]),
        (["1፡ ሰላም", "2፡ ልማት"], [("1", 0, "ሰላም"), ("2", 0, "ልማት")]),
        (["፩. ሰላም", "፪. ልማት"], [("፩", 0, "ሰላም"), ("፪", 0, "ልማት")]),
        (["ሀ) ሰላም", "ለ) ልማት", "ሐ) ውሃ"], [("ሀ)", 0, "ሰላም"), ("ለ)", 0, "ልማት"), ("ሐ)", 0, "ውሃ")]),
        (["(က) ငြိမ်းချမ်းရေး", "(ခ) ရေ"], [("(က)", 0, "ငြိမ်းချမ်းရေး"), ("(ခ)", 0, "ရေ")]),
        (["ក. សន្តិភាព", "ខ. ទឹក"], [("ក", 0, "សន្តិភាព"), ("ខ", 0, "ទឹក")]),
        (["ກ. ສັນຕິພາບ", "ຂ. ນ້ຳ"], [("ກ", 0, "ສັນຕິພາບ"), ("ຂ", 0, "ນ້ຳ")]),
        (["அ) அமைதி", "ஆ) நீர்"], [("அ)", 0, "அமைதி"), ("ஆ)", 0, "நீர்")]),
        (["(අ) සාමය", "(ආ) ජලය"], [("(අ)", 0, "සාමය"), ("(ආ)", 0, "ජලය")]),
        (["d) sülh", "e) su", "ə) hava"], [("d)", 0, "sülh"), ("e)", 0, "su"), ("ə)", 0, "hava")]),
        (["а) су", "ә) ауа", "б) жер"], [("а)", 0, "су"), ("ә)", 0, "ауа"), ("б)", 0, "жер")]),
        (["1️⃣ Peace", "2⃣ Water"], [("1", 0, "Peace"), ("2", 0, "Water")]),
        (["✅ Peace", "✅ Water"], [("✅", 0, "Peace"), ("✅", 0, "Water")]),
        (["▪️ Peace", "▪️ Water"], [("▪", 0, "Peace"), ("▪", 0, "Water")]),
        (["·\u00a0\u00a0 One"], [("·", 0, "One")]),
        (["1. Junior staff", "2. Augmented aid"], [("1", 0, "Junior staff"), ("2", 0, "Augmented aid")]),
    ],
)
def test_typed_markers_leave_the_text(lines, expected):
    assert points(*lines) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025 was a year", "1.5 million euros", "10:30 a.m. on Friday", "3 people", "1月7日、岩屋は", "1. Januar 2025",
        "7. mars 2024", "A. Smith said", "I. think so", "3. Sitzung", "3、4人", "一、二个", "- alone", "○○大臣",
        "e.g. this", "3 – 5 people",
        "H.E. Mr Minister", "2030 Agenda", "1.", "(2025) text", "1. 3. 2025", "G7 ministers", "1975年", "iPhone",
        "* * *", "＊＊＊", "С. Лавров сказал", "в Москве", "а также", "г. Москва", "و قال", "甲、乙两国",
        "1.5 million fled", "§ 5 gilt entsprechend", "1º de maio de 2024", "o país", "— Да, — сказал он", "[Begin]",
        "1. mája 2024", "1. svibnja 2024", "1. jūnijā", "1. juuni 2024", "1. Okt. 2024", "Ⅱ型糖尿病",
        "1፡30 ላይ", "۵۔۵ ارب", "✅✅ done",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_marker_stays_in_the_text(text):
    assert points("Before.", text, "After.")[1] == (None, 0, text)


@pytest.mark.parametrize(
    "word",
    [
        *("Prosperity", "Maintaining", "December", "March", "May", "Mail", "August", "Septembre", "Marta", "Julian"),
        *("Mai", "Dezember", "listopadu", "maijā", "Decisions", "5. maj", "novembre", "Avril", "Марта"),
    ],
)
def test_a_point_may_begin_like_a_date_where_its_neighbours_are_none(word):
    assert points("1. Peace", f"2. {word} 2024", "3. Planet") == [
        ("1", 0, "Peace"), ("2", 0, f"{word} 2024"), ("3", 0, "Planet"),
    ]  # fmt: skip
    assert points("1. Peace", f"2. {word}")[1] == ("2", 0, word)
    assert points(f"1. {word}", "2. Peace")[0] == ("1", 0, word)


@pytest.mark.parametrize("lines", [["1. December talks", "2. January talks"], ["1. October", "2. July"]])
def test_no_day_is_an_ordinal_in_english(lines):
    assert [marker for marker, _, _ in points(*lines)] == ["1", "2"]


@pytest.mark.parametrize(
    "lines",
    [
        ["A. B. Smith spoke.", "B. C. Jones spoke."],
        ["А. С. Пушкин", "Б. Н. Ельцин"],
        ["2024. The year", "2025. The next"],
        ["1. maijā sākās", "2. maijā beidzās"],
        ["3. svibnja došao", "4. svibnja otišao"],
        ["5. mai 2024 kom", "6. mai 2024 gikk"],
        ["1.1.2024 was a day", "1.2.2024 was another"],
        ["9.00 Uhr Ankunft", "9.30 Uhr Gespräch", "10.00 Uhr Abfahrt"],
        ["1.1 million fled by land", "1.2 million fled by sea"],
        ["1.1 % im Jahr 2023", "1.2 % im Jahr 2024"],
        ["12.05. Berlin", "12.06. Wien"],
        ["Mix. of words", "Civil. society", "Il. x"],
    ],
)
def test_initials_years_and_days_in_a_row_are_no_points(lines):
    assert points(*lines) == [(None, 0, line) for line in lines]


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("※注意", "※", "注意"),
        ("* Provisional translation", "*", "Provisional translation"),
        ("（注１）出典", "(注1)", "出典"),
    ],
)
def test_notes_are_notes(text, marker, rest):
    (block,) = numbered([Line("paragraph", text)])
    assert (block.kind, block.marker, block.text) == ("note", marker, rest)


def test_a_heading_begins_the_numbering_anew_unless_it_is_numbered_itself():
    lines = [
        Line("heading", "1　総論"),
        Line("paragraph", "（1）甲"),
        Line("heading", "結び"),
        Line("paragraph", "（1）乙"),
    ]
    assert [(b.kind, b.marker, b.depth) for b in numbered(lines)] == [
        ("heading", "1", 0), ("point", "(1)", 1), ("heading", None, 0), ("point", "(1)", 0),
    ]  # fmt: skip


def test_soft_lines_join_the_line_above_unless_they_are_marked():
    lines = [Line("paragraph", "a"), Line("paragraph", "b", soft=True), Line("paragraph", "（1）c", soft=True)]
    assert [(b.marker, b.text) for b in numbered(lines)] == [(None, "a\nb"), ("(1)", "c")]


TYPED = st.text(
    st.sampled_from("0123456789１２.．)）(（、-/ \u3000\u00a0abivxIVAZアイ一二十가①•・※*注：x"), max_size=12
)


@given(st.lists(TYPED, max_size=8))
def test_nothing_but_markers_and_space_is_lost(lines):
    blocks = numbered([Line("paragraph", line) for line in lines])
    for block in blocks:
        assert block.text
        assert (block.kind == "point") == (block.marker is not None and block.kind != "note")
        assert 0 <= block.depth < len(lines)
    assert sum(len(block.text) for block in blocks) <= sum(len(line) for line in lines)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=6))
def test_any_text_is_numbered_without_an_error(lines):
    numbered([Line("paragraph", line) for line in lines])


@given(st.integers(2, 30), st.sampled_from(["{}. text", "{}) text", "({}) text", "{}、文", "（{}）文"]))
def test_every_sequence_from_one_is_believed(count, shape):
    blocks = numbered([Line("paragraph", shape.format(number)) for number in range(1, count + 1)])
    assert [block.marker.strip("()") for block in blocks] == [str(number) for number in range(1, count + 1)]
