"""The U.S. State Department's WordPress, as it stands in the frozen archives of past administrations.

Selectors are those of published descriptions (2022-2026); what a text's container holds besides the text is known from
the department's feed and from real pages of two reports in the same theme (2021, 2024).
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from crawler.extract import blocks, captioned_images, links, long_date, maybe, one
from crawler.extract.element import Element
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.records import Block, Link, Release, normal_form

MINISTRY = "U.S. Department of State"
ZONE = "America/New_York"
# What a text's own container holds besides the text.
BOILERPLATE = (
    "#breadcrumb__wrapper, .article-meta, .wp-block-breadcrumbs, .tags-block, .wp-block-tags-block, .share-this-page"
    ", .social-share"
)
_BOILERPLATE = f"h1, {BOILERPLATE}, .post_tags, .copy-to-clipboard, .page-header__actions, .report__back-to-top"
_TAGS = ".related-tags__pills a[href]"
_SENTENCE = re.compile(r"[.!?:;]\W*$|.{200}", re.DOTALL)
_DAY = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}$")

in_words = partial(long_date, language="en")


def archive(host: str) -> Paginated:
    """The press releases of an archive, ten a page; what is called an entry's date there is its type."""
    return Paginated(
        f"https://{host}/press-releases/",
        region="ul.collection-results",
        entry="li.collection-result",
        link="a.collection-result__link",
        date=".collection-result-meta",
        read_date=_at_end,
        older=partial(pagers.by_path, pattern=r"/press-releases/page/(\d{1,5})/"),
        pages=rf"^https?://{re.escape(host)}/press-releases/(?:page/\d+/)?$",
    )


def identity(host: str) -> str:
    """The path: a slug at the root, or one below a section and a month. Reports stand in a folder, and state no day."""
    return rf"^https://{re.escape(host)}/(?!(?:press-releases|reports)/)([^?]+?)/?$"


def release(page: Page) -> Release:
    """A page of the archive: its head states type, speaker and day apart from the text."""
    body = page.region("body")
    text = one(body, "div.entry-content")
    speaker, kind = maybe(body, ".article-meta__author-bureau"), maybe(body, "p.doctype-meta")
    return Release(
        title=one(body, "h1").text,
        published=in_words(one(body, ".article-meta__publish-date").text),
        blocks=blocks(text, without=_BOILERPLATE),
        images=captioned_images(text),
        links=_links(text),
        author=speaker.text if speaker else None,
        type=kind.text if kind else None,
        tags=tuple(tag.text for tag in text.select(_TAGS)),
    )


def speakers(text: Sequence[Block], creator: str) -> tuple[str, ...]:
    """The lines at the top of a text that name who speaks, where its feed names a `creator`.

    The first is one by its place, however the feed spells it, unless it is a sentence; those below are as long as the
    feed's names go on. The feed names the department where the text names nobody.
    """
    named: list[str] = []
    left = _folded(creator)
    for block in text if left != _folded(MINISTRY) else ():
        line = _folded(block.text)
        found, mark, rest = left.partition(line) if line else ("", "", "")
        if block.kind != "paragraph" or not (mark or (not named and line and not _SENTENCE.search(block.text))):
            break
        named.append(block.text)
        left = rest if mark else found
    return tuple(named)


def _folded(text: str) -> str:
    """The letters and figures of a text."""
    return "".join(filter(str.isalnum, normal_form("NFKD", text).casefold()))


def _links(content: Element) -> tuple[Link, ...]:
    """The links of a text, without those to the pages of its tags."""
    tags = {str(tag["href"]) for tag in content.select(_TAGS)}
    return tuple(link for link in links(content) if link.url not in tags)


def _at_end(meta: str) -> date:
    """The day that ends an entry's line, which a name may run into. Raises DateError."""
    found = _DAY.search(meta)
    return in_words(found[0] if found else meta)
