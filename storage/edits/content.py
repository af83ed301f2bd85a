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
Targets = Mapping[int, frozenset[str]]  # where links lead, by the place of their block from 1
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
    linked = (
        (place, [link.url for link in block.links]) for place, block in enumerate(release.blocks, 1) if block.links
    )
    return {place: targets for place, urls in linked if urls and (targets := targets_of(urls, listed))}


def targets_of(urls: Iterable[str], listed: Collection[str]) -> frozenset[str]:
    """The forms of addresses that tell pages apart, of links in one block."""
    held = (storable(url) for url in urls)
    return frozenset(target(url) for url in held if url not in listed and _CLOUDFLARE not in url)


def retargeted(before: Targets, after: Targets) -> bool:
    """Whether a link leads elsewhere, in blocks of the same words."""
    return any(before[place] - after[place] and after[place] - before[place] for place in before.keys() & after.keys())


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
