import pytest

from crawler.extract.anchors import links
from tests.crawler.extract.markup import article, read, texts

NESTED = "<table><tr><td>Item<td>2024<tr><td>Aid<table><tr><td>i<td>1<tr><td>j<td>2</table><td>50</table>"
LAYOUTS = {
    "<table role=presentation><tr><td>Left para.<td>Right para.</table>": ["Left para.", "Right para."],
    '<table role="none"><tr><td>左<td>右</table>': ["左", "右"],
    "<table><tr><td><p>One whole paragraph.</table>": ["One whole paragraph."],
    "<table><tr><td>Un.<tr><td>Deux.</table>": ["Un.", "Deux."],
    "<table><tr><td><img src=a.gif><td>Alone.<tr><td><img src=b.gif><td>Too.</table>": ["Alone.", "Too."],
    NESTED: ["Item", "2024", "Aid", "row: i | 1", "row: j | 2", "50"],
}
DATA = {
    "<table><tr><th>Country<th>Aid<br>in million<br>US dollars<br>(2024)<tr><td>X<td>5</table>": [
        "row: Country | Aid in million US dollars (2024)",
        "row: X | 5",
    ],
    "<table><tr><th><th>2024<tr><td>Aid<td>50<tr><td>Food<td></table>": [
        "row:  | 2024",
        "row: Aid | 50",
        "row: Food | ",
    ],
    "<table><tfoot><tr><td>Sum<td>9</tfoot><tbody><tr><td>a<td>9</table>": ["row: a | 9", "row: Sum | 9"],
    "<table><tr><td>1.<td>First<tr><td>2.<td>Second</table>": ["row: 1. | First", "row: 2. | Second"],
    "<div role=table><div role=row><b>x</b><span role=cell>a</span><span role=cell>b</span></div></div>": [
        "row: x | a | b"
    ],
    "<table><tr><td>援助<td>50<td><tr><td><td><td>60</table>": ["row: 援助 | 50 | ", "row:  |  | 60"],
    "<table><tr><td colspan=2>Table 1<tr><th>A<th>B<tr><td>1<td>2</table>": ["Table 1", "row: A | B", "row: 1 | 2"],
    "<table><tr><th colspan=2>Group<th rowspan=2>All<tr><th>a<th>b<tr><td>1<td>2<td>3</table>": [
        "row: Group |  | All",
        "row: a | b | ",
        "row: 1 | 2 | 3",
    ],
}


@pytest.mark.parametrize(("markup", "lines"), (LAYOUTS | DATA).items())
def test_a_table_of_data_is_read_by_rows_and_one_for_layout_by_cells(markup, lines):
    assert [f"row: {text}" if kind == "row" else text for kind, _, _, text in read(markup)] == lines


@pytest.mark.parametrize(
    "markup",
    [
        *("<a href=/d.aspx?file=text.docx>D</a>", "<a href=/files/x.pdf/download>D</a>", "<a href=/x.epub>D</a>"),
        "<a href=/documents/2/0/Note.pdf/9d0a1b2c-1111-2222-3333-1234567890ab?t=1>D</a>",
        *("<a href=/x.PDF?v=1#page=2>D</a>", "<a href=/f download=x>D</a>", "<a href=/f type=application/pdf>D</a>"),
        *("<iframe src='/viewer.html?file=/files/a.pdf'></iframe>", "<iframe data-src=/late.pdf></iframe>"),
        "<iframe src=about:blank data-src=/late.pdf></iframe>",
        "<iframe src='https://docs.example/viewer?url=https%3A%2F%2Fmfa.example%2Fb.pdf&embedded=true'></iframe>",
        "<object type=application/pdf><param name=src value=/p></object>",
        "<embed src=/x.hwp>",
    ],
)
def test_documents_in_viewers_and_behind_scripts_are_attachments(markup):
    assert [link.rel for link in links(article(f"<p>t {markup}</p>"))] == ["attachment"]


@pytest.mark.parametrize(
    ("viewer", "document"),
    [
        ("/web/viewer.html?file=%2Ffiles%2Fa%20b.pdf#zoom=1", "https://mfa.example/files/a%20b.pdf"),
        ("https://docs.example/gview?embedded=1&url=https://mfa.example/b.docx", "https://mfa.example/b.docx"),
        ("https://docs.example/op/embed.aspx?src=https%3A%2F%2Fmfa.example%2Fc.xlsx", "https://mfa.example/c.xlsx"),
        ("https://docs.example/viewer?file=/d.pdf", "https://docs.example/d.pdf"),
        ("/pdfjs/web/viewer.html?file=../../files/f.pdf", "https://mfa.example/files/f.pdf"),
        ("/pdfjs/web/viewer.html#file=/files/g.pdf", "https://mfa.example/files/g.pdf"),
        ("/get.aspx?name=e.pdf", "https://mfa.example/get.aspx?name=e.pdf"),
    ],
)
def test_what_a_viewer_shows_is_the_attachment(viewer, document):
    assert [link.url for link in links(article(f"<p>t <iframe src='{viewer}'></iframe></p>"))] == [document]


def test_a_document_that_is_shown_and_linked_has_the_words_of_the_link():
    found = links(
        article("<object data=/a.pdf type=application/pdf></object><a href=/a.pdf>Note</a><a href=/a.pdf>Get</a>")
    )
    assert [(link.url, link.text) for link in found] == [("https://mfa.example/a.pdf", "Note")]


@pytest.mark.parametrize(
    "markup",
    [
        "<iframe src=https://video.example/embed/1></iframe>",
        "<a href=/about.pdf.html>x</a>",
        "<a href='/?q=a.pdfs'>x</a>",
    ],
)
def test_what_is_no_document_is_no_attachment(markup):
    assert links(article(f"<p>t {markup}</p>")) == ()


def test_table_rows_join_their_cells_and_layout_tables_dissolve():
    assert read("<table><tr><th>Name<th>Post<tr><td>A<td>B<br>C</table>") == [
        ("row", None, 0, "Name | Post"), ("row", None, 0, "A | B C"),
    ]  # fmt: skip
    assert texts("<table><tr><td><p>a</p><p>b</p></td><td></td></tr></table>") == ["a", "b"]
    column = "".join(f"<p>{number}</p>" for number in "abcd")
    assert texts(f"<table><tr><td>{column}</td><td>side</td></tr></table>") == ["a", "b", "c", "d", "side"]
    assert texts("<table><tr><td><table><tr><td>in<td>ner</table></td></tr></table>") == ["in | ner"]


def test_words_of_a_row_outside_its_cells_are_read():
    assert texts("<table><tr>word<td>a<td>b</table>") == ["word | a | b"]
    assert texts("<tr>word ") == ["word"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>Aid<td>50<td>", ["Item | 2024 | 2025", "Aid | 50 | "]),
        ("<tr><td>Aid<td><td>50", ["Item | 2024 | 2025", "Aid |  | 50"]),
        ("<tr><td>Aid<td>&nbsp;<td>50", ["Item | 2024 | 2025", "Aid |  | 50"]),
        ("<tr><td colspan=2>Aid<td>50", ["Item | 2024 | 2025", "Aid |  | 50"]),
        ("<tr><td rowspan=2>Aid<td>1<td>2<tr><td>3<td>4", ["Item | 2024 | 2025", "Aid | 1 | 2", " | 3 | 4"]),
        ("<tr><td>Aid<td rowspan=2 colspan=2>1<tr><td>Loan", ["Item | 2024 | 2025", "Aid | 1 | ", "Loan"]),
        ("<tr><td colspan=3>All in millions", ["Item | 2024 | 2025", "All in millions"]),
        ("<tr><td colspan=99999>a<td>b", ["Item | 2024 | 2025", "a |  |  | b"]),
    ],
)
def test_empty_cells_and_spans_keep_columns_apart(rows, expected):
    assert texts(f"<table><thead><tr><th>Item<th>2024<th>2025</thead><tbody>{rows}</table>") == expected


def test_a_row_of_one_datum_below_a_cell_that_reaches_down_is_one():
    assert texts("<table><tr><td rowspan=2>A<td>1<tr><td>2<tr><td>B<td>3</table>") == ["A | 1", " | 2", "B | 3"]


def test_a_column_in_which_nothing_stands_is_there_for_the_layout():
    assert texts("<table><tr><td>Name<td width=9><td>Post<tr><td>A<td><td>B</table>") == ["Name | Post", "A | B"]
    assert texts("<table><tr><td>&nbsp;<td>One text.<tr><td><td>Another.</table>") == ["One text.", "Another."]


def test_a_row_that_ends_before_the_first_column_in_which_something_stands_is_none():
    assert texts("<table><tr><td><td>a<td>b<tr><td><tr><td><td>c<td>d</table>") == ["a | b", "c | d"]


def test_what_stands_between_rows_stays_where_it_is():
    found = texts("<table><caption>Aid</caption><tr><td>a<td>b<tbody>between<tr><td>c<td>d</table>")
    assert found == ["Aid", "a | b", "between", "c | d"]
