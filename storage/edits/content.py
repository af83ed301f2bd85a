"""What of a release counts as its content: the one place that decides what can be an edit.

Content is what a reader of the page reads: title, date, author, type, the blocks' markers and words in their order, the
images with captions and alternative texts, and the attached documents. Dress is not content: whether a block is a
paragraph or a heading and how deep it stands, the order of images and of attachments, tags, dates other than that of
publication, links to translations and to related pages, and what identifies nothing in an address (see
`storage/records/address_noise.py`). Digests and comparison both stand on this.

Where a link among the words leads is content as soon as it leads elsewhere: words that become a link, or cease to be
one, read as before, but a link that is exchanged is an edit.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit, urlunsplit

from storage.records import Release, without_noise, without_session
from storage.storable import storable

_CLOUDFLARE = "/cdn-cgi/"  # an e-mail address in another cipher at each visit, and the like

Line = tuple[str, str]  # a block: its marker, empty where it has none, and its text
Target = tuple[str, str]  # a link in a text: its words, and where it leads
Targets = Mapping[int, frozenset[Target]]  # by the place of their block from 1
Picture = tuple[str, str, str]  # an image: address, caption, alternative text
Document = tuple[str, str]  # an attachment: address, text of its link


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
    images: tuple[Picture, ...]
    attachments: tuple[Document, ...]


def content(release: Release) -> Content:
    """Give what of `release` is compared and digested."""
    attachments = [link for link in release.links if link.rel == "attachment"]
    return Content(
        title=_text(release.title),
        date=moment(release.published),
        author=_text(release.author),
        type=_text(release.type),
        blocks=tuple([(_text(block.marker), _text(block.text)) for block in release.blocks]),
        images=tuple(sorted((_address(one.url), _text(one.caption), _text(one.alt)) for one in release.images)),
        attachments=tuple(sorted((_address(link.url), _text(link.text)) for link in attachments)),
    )


def link_targets(release: Release) -> Targets:
    """Where the links in each block lead. Links that a release lists by themselves are compared there, or are dress."""
    listed = frozenset(storable(link.url) for link in release.links)
    linked = ((place, block.links) for place, block in enumerate(release.blocks, 1) if block.links)
    return {place: targets for place, links in linked if (targets := targets_of(links, listed))}


def targets_of(links: Iterable[tuple[str, str]], listed: Collection[str]) -> frozenset[Target]:
    """Where the links in one block lead, in the form that tells pages apart; `links` are addresses and their words."""
    held = ((storable(url), storable(words)) for url, words in links)
    return frozenset((words, target(url)) for url, words in held if url not in listed and _CLOUDFLARE not in url)


def retargeted(before: Targets, after: Targets) -> bool:
    """Whether a link leads elsewhere, in blocks of the same words."""
    return any(turned(before[place], after[place]) for place in before.keys() & after.keys())


def turned(before: frozenset[Target], after: frozenset[Target]) -> list[tuple[Target, Target]]:
    """The links in a text that lead elsewhere than they did: first those of the same words, then one with the other.

    A link that came or went by itself is none of them.
    """
    gone, came = before - after, after - before
    found: list[tuple[Target, Target]] = []
    for words in sorted({words for words, _ in gone} & {words for words, _ in came}):
        found += zip(*(sorted(link for link in links if link[0] == words) for links in (gone, came)), strict=False)
    told = {url for pair in found for _, url in pair}
    lost = sorted(link for link in gone if link[1] not in told.union(url for _, url in after))
    won = sorted(link for link in came if link[1] not in told.union(url for _, url in before))
    return [*found, *zip(lost, won, strict=False)]


def moment(published: date | datetime | None) -> str:
    """Give the value of a date or an aware time as text: times in UTC, None as nothing."""
    if isinstance(published, datetime):
        with suppress(OverflowError):  # in the first or the last hours that there are, it stays in its own zone
            published = published.astimezone(UTC)
    return published.isoformat() if published else ""


def address(url: str) -> str:
    """Give the form of a file's address that tells files apart: https, lower-case host, no noise."""
    return _telling(url, of_file=True)


def target(url: str) -> str:
    """Give the form of a page's address that tells pages apart: as `address`, and without a slash at its path's end."""
    return _telling(url, of_file=False)


def _telling(url: str, *, of_file: bool) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket in the host; the address is compared as it stands
        return url
    scheme = "https" if parts.scheme == "http" else parts.scheme
    path, query = without_session(parts.path), without_noise(parts.query, of_file=of_file)
    return urlunsplit((scheme, parts.netloc.lower(), path if of_file else path.rstrip("/"), query, parts.fragment))


def _text(text: str | None) -> str:
    return storable(text) if text else ""


def _address(url: str) -> str:
    return address(storable(url))
