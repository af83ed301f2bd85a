"""What a release links to: documents behind it, its editions in other languages, pages it names as related."""

import re

from bs4 import Tag

from crawler.extract.html import is_document, path
from crawler.extract.text import clean
from crawler.extract.visible import inside
from storage.records import Link, LinkRel

_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|mp[34]|webm|mov)$", re.IGNORECASE)
_RELATED = re.compile(r"relat|関連", re.IGNORECASE)
# Ministries label the link to another edition with nothing but the language's name.
_LANGUAGES = frozenset(
    {
        "arabic", "chinese", "english", "french", "german", "italian", "japanese", "korean", "portuguese", "russian",
        "spanish", "ukrainian", "bahasa indonesia", "deutsch", "español", "français", "italiano", "polski", "português",
        "tiếng việt", "türkçe", "русский", "українська", "العربية", "中文", "简体中文", "繁體中文", "英語", "한국어",
        "日本語",
    }
)  # fmt: skip


def links(node: Tag) -> tuple[Link, ...]:
    """The attachments, translations and related pages that `node` links to, in reading order, each once.

    An attachment is a document by its address's ending, by the type that the page states, or by being a `download`; so
    is one that the page shows in a frame. A translation has `hreflang`, or a language's name for text; a related page
    stands in an element that calls itself so. Other links are part of the text, and stand with its blocks.
    """
    found: dict[tuple[LinkRel, str], Link] = {}
    for anchor in inside(node, "a"):
        url = str(anchor.get("href", ""))
        text = clean(anchor.get_text() or str(anchor.get("title", "")))
        rel = _rel(anchor, url, text) if url.startswith(("http://", "https://")) else None
        if rel and not ((rel, url) in found and found[rel, url].text):  # a frame says nothing of what it shows
            found[rel, url] = Link(rel, url, text)
    return tuple(found.values())


def is_attachment(anchor: Tag, url: str) -> bool:
    """Whether a link leads to a document rather than to a page; `url` is its address."""
    stated = str(anchor.get("type", ""))
    is_download = anchor.has_attr("download") and not _MEDIA.search(path(url))
    return path(url) != "" and (stated == "document" or is_document(url, stated) or is_download)


def _rel(anchor: Tag, url: str, text: str) -> LinkRel | None:
    if is_attachment(anchor, url):
        return "attachment"
    if anchor.has_attr("hreflang") or text.casefold() in _LANGUAGES:
        return "translation"
    return "related" if any(_says_related(parent) for parent in anchor.parents) else None


def _says_related(element: Tag) -> bool:
    names = element.get_attribute_list("class") + element.get_attribute_list("id")
    return any(_RELATED.search(str(name)) for name in names if name)
