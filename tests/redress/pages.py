"""The pages that are dressed: every recorded release, furnished with whatever a way of dress can act on."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

from test_ministries import FOLDERS, SOURCES, expected, known_of, page_of

from crawler.extract.html import parse
from crawler.sources.interpret import day_of
from crawler.sources.page import Page
from crawler.sources.source import Source
from redress.markup import PARAGRAPH, Element, Markup, fragment, held, letters, serialized, with_texts, words_of
from storage.errors import LayoutError
from storage.records import Release

Tree = Callable[[Markup], None]
SourceText = Callable[[str], str]
_LEAVES = ("p", "div", "li", "h2", "h3", "h4", "h5", "h6")
_NO_LEAF = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "table",
    "blockquote",
    "figure",
    "section",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "img",
}
PICTURE_ADDRESS = "https://media.example/wp-content/uploads/2026/03/harbor-visit.jpg"
DOCUMENT_ADDRESS = "https://documents.example/files/joint-text.pdf"
PICTURE = (
    f'<figure><img src="{PICTURE_ADDRESS}" width="600" height="400">'
    "<figcaption>The ministers at the harbor of Northport</figcaption></figure>"
)
FURNITURE = f"""
<p>The two delegations agreed on 12 joint projects and signed
<a href="https://treaties.example/en/texts/41">the treaty on the harbor of Northport</a> on the same day.</p>
{PICTURE}
<p><strong>Next steps of the delegations</strong></p>
<ul><li>A ferry line will open in the spring of 2027.</li><li>The lighthouse will be restored by both sides.</li></ul>
<ol><li>Experts will meet at Stonebridge in autumn.</li><li>Prosperity along the river will be studied.</li></ol>
<p>Offices in Northport<br>The second floor of the harbor hall<br>Open in the morning</p>
<h3>Contact and documents of the visit</h3>
<p>Write to <a href="mailto:press@mfa.example">press@mfa.example</a> before noon, or see
<a href="{DOCUMENT_ADDRESS}">the joint text</a> of the “visit”.</p>
<div>Both sides thanked the port's “pilots” and the "crew" of the <b>Heron</b>, who didn't sleep.</div>
<p>1. Maintaining the old lighthouse comes first.</p><p>2. December is the month of the ferry.</p>
<p>Le délégué a remercié la ville de Northport.</p>
<p>双方同意在港口问题上继续合作，并将于二〇二七年再次会谈。外交部长对此表示感谢，并期待访问成功。</p>
"""


@dataclass
class Base:
    """One recorded page, furnished; `dressed` gives it in another dress, and `read` what its layout reads in one."""

    name: str
    source: Source
    page: Page
    item: str | None
    markups: list[Markup | None]  # of the page itself, or of each text it holds; None where a text is no release's
    furniture: str = ""

    @cached_property
    def plain_page(self) -> Page:
        """The page as it is dressed from."""
        return self.dressed(lambda markup: None)

    @cached_property
    def plain(self) -> Release:
        return self.read(self.plain_page)

    def dressed(self, tree: Tree, source_text: SourceText = str, charset: str = "utf-8") -> Page:
        told = []
        for markup, as_it_was in zip(self.markups, held(self.page) or [""], strict=True):
            if markup is None:
                told.append(as_it_was)
                continue
            mine = markup.copy()
            tree(mine)
            told.append(source_text(serialized(mine.root)))
        if held(self.page):
            return with_texts(self.page, told)
        headers = {**self.page.headers, "content-type": f"text/html; charset={charset}"}
        return Page(told[0].encode(charset, "xmlcharrefreplace"), self.page.url, self.page.fetched_at, headers)

    def read(self, page: Page) -> Release:
        """Raises LayoutError where the layout does not know the page any more."""
        if self.source.split is not None:
            page = self.source.split(page)[self.item]
        return self.source.layout_on(day_of(self.source, page.fetched_at))(page)


def base(name: str, source: Source, page: Page, item: str | None = None) -> Base:
    """A page as a base, furnished where its layout reads the furniture as text."""
    plain = Base(name, source, page, item, [])
    release = plain.read(page)
    trees = [parse(f"<body><div>{text}</div></body>").find("body")[0] for text in held(page)] or [_tree(page)]
    plain.markups = [_markup(tree, release, whole=not held(page)) for tree in trees]
    # Some layouts allow one heading, and some read no pictures and no documents.
    without_files = FURNITURE.replace(PICTURE, "").replace("joint-text.pdf", "joint-text")
    for furniture in (FURNITURE, FURNITURE.replace("h3>", "p>"), without_files):
        furnished = Base(
            name, source, page, item, [one and _furnished(one, furniture) for one in plain.markups], furniture
        )
        if _has_furniture(furnished):
            return furnished
    return plain


def _has_furniture(furnished: Base) -> bool:
    try:
        found = furnished.plain
    except LayoutError:  # the layout has no place for it
        return False
    said = letters("".join((block.marker or "") + block.text for block in found.blocks))
    files = {*(image.url for image in found.images), *(link.url for link in found.links)}
    has_files = {PICTURE_ADDRESS, DOCUMENT_ADDRESS} <= files
    return "jointprojectsandsigned" in said and "期待访问成功" in said and has_files == (PICTURE in furnished.furniture)


def _tree(page: Page) -> Element:
    return deepcopy(page.tree)


def _markup(tree: Element, release: Release, *, whole: bool) -> Markup | None:
    """The tree, its text found (the innermost element in which all blocks stand), and the paragraphs in it marked."""
    said = [letters(block.text) for block in release.blocks]
    if not whole and not any(text and text in words_of(tree) for text in said):
        return None
    text = tree
    while whole and (inner := next((one for one in text if _holds(one, said)), None)) is not None:
        text = inner
    if text.tag == "p":
        text = text.getparent()
    known = "\n".join(said)
    for one in text.iter(*_LEAVES):
        plain = not (one.get("class") or one.get("id") or one is text)
        has_blocks = any(child.tag in _NO_LEAF for child in one.iterdescendants())
        if plain and not has_blocks and (mine := words_of(one)) and mine in known:
            one.set(PARAGRAPH, "")
    for one in tree.iter("h1", "h2", "h3"):
        if not (one.get("class") or one.get("id") or len(one)) and words_of(one) == letters(release.title):
            one.set(PARAGRAPH, "")
    return Markup(tree, text)


def _holds(element: Element, said: list[str]) -> bool:
    words = words_of(element)
    return all(text in words for text in said)


def _furnished(markup: Markup, furniture: str) -> Markup:
    mine = markup.copy()
    paragraphs = mine.paragraphs("p")
    pieces = fragment(furniture)
    for piece in pieces:
        for one in piece.iter(*_LEAVES):
            one.set(PARAGRAPH, "")
    if not paragraphs:
        mine.text.extend(pieces)
        return mine
    after = paragraphs[min(1, len(paragraphs) - 1)]
    place = after.getparent().index(after) + 1
    after.getparent()[place:place] = pieces
    return mine


def recorded() -> list[Base]:
    """All releases among the recorded cases."""
    cases = [case for case in FOLDERS if "blocks" in expected(case)]
    return [
        base(f"{case.parent.name}/{case.name}", SOURCES[case.parent.name], page_of(case), known_of(case).get("item"))
        for case in cases
    ]
