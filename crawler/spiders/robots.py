"""robots.txt as sites send it: in any charset, under any media type, or a page in its place."""

import re

from crawler.extract.charset import decode

LARGEST = 500 * 1024  # bytes that are read (RFC 9309, 2.5): a rule costs a hundred times its bytes
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\0"))  # a second byte-order mark, where files were joined, hides the first rule
_PAGE = re.compile(r"<(?:!doctype|html|head|body|title|script|meta|div|p)\b", re.IGNORECASE)
# What rules begin with: comments, of HTML too, empty lines, and the first of them.
_RULE = re.compile(
    r"(?:\s++|#[^\r\n]*+|<!--.*?-->)*+(?:user-?agent|dis-?allow|allow|sitemap|crawl-delay|host)\s*+:",
    re.IGNORECASE | re.DOTALL,
)


def rules_in(body: bytes) -> str:
    """The rules that an answer from robots.txt states, whatever media type and charset it claims; none in a page.

    Sites answer with a page of HTML where they have no rules, and call rules HTML where they have some.
    """
    text = decode(body[:LARGEST]).translate(_UNSEEN)
    if len(body) > LARGEST:  # a rule that is cut in two would forbid, or allow, what nobody said
        text = text[: text.rfind("\n") + 1]
    return "" if _PAGE.search(text) and not _RULE.match(text) else text
