"""Posts of the boards of Korea's Foreign Ministry, in any language; `crawler.listings.board` reads the boards."""

from crawler.extract import blocks, captioned_images, clean, links, maybe, numeric_date, one
from crawler.extract.element import Element
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs of the Republic of Korea"
HOSTS = {"mofa.go.kr": "www.mofa.go.kr"}
# Parameters that a search, or the visitor's place in the list, adds to an address.
NOISE = frozenset(
    {"page", "srchFr", "srchTo", "srchWord", "srchTp", "company_cd", "company_nm"}
    | {"multi_itm_seq", "itm_seq_1", "itm_seq_2"}
)
_DETAIL = ".board_detail"


def release(page: Page, *, date: str, department: str | None = None) -> Release:
    """Read a post. `date` and `department` are the terms in its head that the day and the office stand under."""
    detail = page.region(_DETAIL)
    head = one(detail, ".bo_head")
    facts = _facts(head)
    if date not in facts:
        raise LayoutError(f"{page.url}: the head of the post has no {date!r}")
    body = maybe(detail, ".se-contents") or one(detail, ".bo_con")
    return Release(
        title=one(head, "h2").text,
        published=numeric_date(facts[date], "ymd"),
        blocks=blocks(body, without=".board_navi, .board_btn, .article_btn, .view_file, .attach, .sns"),
        images=captioned_images(body),
        links=links(detail),
        author=facts.get(department) if department else None,
    )


def _facts(head: Element) -> dict[str, str]:
    terms = head.select("dt")
    return {clean(term.get_text()): clean(value.get_text()) for term in terms if (value := term.find_next("dd"))}
