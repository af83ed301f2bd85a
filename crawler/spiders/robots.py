"""robots.txt as sites send it: in any charset, under any media type, or a page in its place."""

import re
from html import unescape

from crawler.extract.charset import decode

LARGEST = 500 * 1024  # bytes that are read (RFC 9309, 2.5): a rule costs a hundred times its bytes
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\0"))  # a second byte-order mark, where files were joined, hides the first rule
_PAGE = re.compile(r"<(?:!doctype|html|head|body|title|script|meta|div|p|pre)\b", re.IGNORECASE)
# What rules begin with: comments, of HTML too, empty lines, and the first of them.
_RULE = re.compile(
    r"(?:\s++|#[^\r\n]*+|<!--.*?-->)*+(?:user-?agent|dis-?allow|allow|sitemap|crawl-delay|host)\s*+:",
    re.IGNORECASE | re.DOTALL,
)
# Rules as a browser shows them, or an editor of pages keeps them: in a page that shows nothing before them.
_TYPED, _TYPED_END = re.compile(r"<pre\b[^<>]*+>", re.IGNORECASE), re.compile(r"</pre\s*+>", re.IGNORECASE)
_UNREAD = re.compile(r"<(head|title|style|script)\b.*?</\1\s*+>|<!--.*?-->|<[^<>]*+>", re.IGNORECASE | re.DOTALL)
_BEGINNING = 4096  # characters in which such a page comes to its rules


def rules_in(body: bytes) -> str:
    """The rules that an answer from robots.txt states, whatever media type and charset it claims; none in a page.

    Sites answer with a page of HTML where they have no rules, and call rules HTML where they have some. A page that
    shows nothing but rules, as they are typed (`<pre>`), states them.
    """
    text = decode(body[:LARGEST]).translate(_UNSEEN)
    if len(body) > LARGEST:  # a rule that is cut in two would forbid, or allow, what nobody said
        text = text[: text.rfind("\n") + 1]
    if _RULE.match(text) or not _PAGE.search(text):
        return text
    typed = _TYPED.search(text, 0, _BEGINNING)
    end = _TYPED_END.search(text, typed.end()) if typed else None
    if typed is None or end is None or _UNREAD.sub("", text[: typed.start()]).strip():
        return ""
    return rules if _RULE.match(rules := unescape(text[typed.end() : end.start()])) else ""
