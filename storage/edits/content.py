"""What of a release counts as its content: the one place that decides what can be an edit.

Content is what a reader of the page reads: title, date, author, type, the markers and words of all lines in their
order, the images with captions and alternative texts, and the attached documents. Dress is not content: whether lines
are blocks of their own or parted by line breaks, whether a block is a paragraph, a heading or an item with a bullet,
and how deep it stands, how a sign is drawn, the order of images and of attachments, tags, dates other than that of
publication, links to translations and to related pages, what identifies nothing in an address (see
`storage/records/address_noise.py`), and where a picture is served from, in which size and format
(`storage/records/picture_address.py`). Digests and comparison both stand on this.

Where a link among the words leads is content as soon as it leads elsewhere: words that become a link, or cease to be
one, read as before, but a link that is exchanged is an edit.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from storage.records import Release, escaped, picture, unwrapped, without_noise, without_session
from storage.storable import storable

_CLOUDFLARE = "/cdn-cgi/"  # an e-mail address in another cipher at each visit, and the like
_PORT = re.compile(r":(?:80|443)?$")
# They choose how the character before them is drawn (Unicode 23.4): as a sign or in colour, in one form or another.
_SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Which one stands before an item says nothing.
BULLETS = frozenset("•◦▪■□▶▷►▸‣✓✔➢➤❖●◆◇▲△・·ㅇ○◯→⇒∙⁃❑❏◼▫♦➜❍✅➡⚫🔹🔸🔶🔷🔺🔻-")

Line = tuple[str, str]  # a line of a block: its marker, empty where it has none, and its text
Target = tuple[str, str]  # a link in a line: its words, and what tells where it leads
Targets = Mapping[int, Mapping[Target, str]]  # by the place of their line from 1; and the address of each


class Picture(NamedTuple):
    """An image: what tells it from others, its caption and alternative text; and where it is served from."""

    telling: str
    caption: str
    alt: str
    address: str


class Document(NamedTuple):
    """An attachment: what tells it from others, and the text of its link; and its address."""

    telling: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Content:
    """The comparable content of a release; two releases have the same content exactly when these are equal.

    What is absent is empty, and text is as an archive can hold it, so that a release has the same content when it comes
    back from there. `date` is in RFC 3339, a time in UTC, so that one moment is one value in any zone; a
    bare date equals no time. Images and attachments are sorted.
    """

    title: str
    date: str
    author: str
    type: str
    blocks: tuple[Line, ...]
    images: tuple[tuple[str, str, str], ...]
    attachments: tuple[tuple[str, str], ...]


def content(release: Release) -> Content:
    """Give what of `release` is compared and digested."""
    return Content(
        title=_text(release.title),
        date=moment(release.published),
        author=_text(release.author),
        type=_text(release.type),
        blocks=tuple(_lines(release)),
        images=tuple([one[:-1] for one in pictures(release)]),
        attachments=tuple([one[:-1] for one in documents(release)]),
    )


def pictures(release: Release) -> list[Picture]:
    """Give the images of `release` in the order in which their content is, each once in whatever sizes."""
    found: dict[tuple[str, str, str], str] = {}
    for one in release.images:
        url = storable(one.url)
        found.setdefault((picture(url), _text(one.caption), _text(one.alt)), url)
    return sorted(Picture(*told, url) for told, url in found.items())


def documents(release: Release) -> list[Document]:
    """Give the attachments of `release` in the order in which their content is."""
    found = [(storable(link.url), _text(link.text)) for link in release.links if link.rel == "attachment"]
    return sorted(Document(address(url), text, url) for url, text in found)


def link_targets(release: Release) -> Targets:
    """Where the links in each line lead. Links that a release lists by themselves are compared there, or are dress."""
    listed = frozenset(storable(link.url) for link in release.links)
    blocks = enumerate(release.blocks, 1)
    return targets_of(
        ((place, block.text, block.links) for place, block in blocks if block.links or "\n" in block.text), listed
    )


def targets_of(blocks: Iterable[tuple[int, str, Iterable[tuple[str, str]]]], listed: Collection[str]) -> Targets:
    """Where links lead, by line.

    `blocks` are those with links or with several lines: for each its place, its text, and the address and words of each
    link. A link stands in the first line after that of the link before it that has its words.
    """
    found: dict[int, dict[Target, str]] = {}
    above = 0  # lines that are no block's first
    for place, text, links in blocks:
        lines, line = storable(text).split("\n"), 0
        for held, words in ((storable(url), storable(words)) for url, words in links):
            line = next((n for n in range(line, len(lines)) if words in lines[n]), line)
            if held not in listed and _CLOUDFLARE not in held:
                found.setdefault(place + above + line, {}).setdefault((words, target(held)), held)
        above += len(lines) - 1
    return found


def retargeted(before: Targets, after: Targets) -> bool:
    """Whether a link leads elsewhere, in lines of the same words."""
    return any(turned(before[place].keys(), after[place].keys()) for place in before.keys() & after.keys())


def turned(before: Set[Target], after: Set[Target]) -> list[tuple[Target, Target]]:
    """The links in a text that lead elsewhere than they did: first those of the same words, then one with the other.

    A link that came or went by itself is none of them.
    """
    gone, came = before - after, after - before
    found: list[tuple[Target, Target]] = []
    for words in sorted({words for words, _ in gone} & {words for words, _ in came}):
        found += zip(*(sorted(link for link in links if link[0] == words) for links in (gone, came)), strict=False)
    told = {leads for pair in found for _, leads in pair}
    lost = sorted(link for link in gone if link[1] not in told.union(leads for _, leads in after))
    won = sorted(link for link in came if link[1] not in told.union(leads for _, leads in before))
    return [*found, *zip(lost, won, strict=False)]


def moment(published: date | datetime | None) -> str:
    """Give the value of a date or an aware time as text: times in UTC, None as nothing."""
    if isinstance(published, datetime):
        with suppress(OverflowError):  # in the first or the last hours that there are, it stays in its own zone
            published = published.astimezone(UTC)
    return published.isoformat() if published else ""


def address(url: str) -> str:
    """Give the form of a file's address that tells files apart: https, lower-case host without "www", no noise."""
    return _telling(url, of_file=True)


def target(url: str) -> str:
    """Give the form of a page's address that tells pages apart: as `address`, and without a slash at its path's end."""
    return _telling(url, of_file=False)


def _telling(url: str, *, of_file: bool) -> str:
    try:
        parts = urlsplit(unwrapped(url))
    except ValueError:  # a bracket in the host; the address is compared as it stands
        return url
    scheme = "https" if parts.scheme == "http" else parts.scheme
    host = _PORT.sub("", parts.netloc.lower().removeprefix("www."))
    path = without_session(parts.path)
    by_name = of_file and "." in path.rpartition("/")[2]  # and not by its query, as in /download?v=13
    query = without_noise(parts.query, of_file=by_name)
    path = escaped(path if of_file else path.rstrip("/"))
    place = parts.fragment.partition(":~:")[0]  # what follows says which words a browser is to mark
    return urlunsplit((scheme, host, path, escaped(query), place))


def _lines(release: Release) -> Iterator[Line]:
    for block in release.blocks:
        marker = _text(block.marker)
        first, *others = _text(block.text).split("\n")
        yield "" if marker in BULLETS else marker, first
        for line in others:
            yield "", line


def _text(text: str | None) -> str:
    held = storable(text) if text else ""
    return held if held.isascii() else _SELECTORS.sub("", held)
