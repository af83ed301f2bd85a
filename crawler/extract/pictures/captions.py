"""Pictures of a release and the captions beneath them, read from structure alone.

A caption is a `<figcaption>`, the text in an image's own block, the text beside it where a block pairs pictures with
texts (`div`, `dl`, table cells), or the table row below. `body.blocks` leaves out what is recognised here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from crawler.extract.pictures.photographs import around, photographs, value
from crawler.extract.text import clean, is_seen
from crawler.extract.visible import BLOCKS, inside
from storage.records import Image, picture

_KEPT = "_captions"  # with the node that they stand in
_SIZES = 3  # in which a page holds one photograph at most
_LONGEST, _LONGEST_UNMARKED = 400, 160  # characters of a caption in markup that speaks of pictures, and in any other
# A topic is no picture, nor is a configuration.
_PICTURED = re.compile(
    r"photo|image|img|(?<!to)(?<!olym)pic(?!al)|(?<!con)fig(?!ht)|thumb|gallery|media|slide|caption", re.IGNORECASE
)
_CAPTION = re.compile(r"caption|legend|credit|cutline|figcap", re.IGNORECASE)
_PLAIN = BLOCKS - {"p", "td", "th"}
_SENTENCE_ENDS = (".", "。", "!", "！", "?", "？")


@dataclass(slots=True)
class Caption:
    """The text under one photograph or several, and the element that holds it and nothing else to read."""

    photos: list[Tag]
    text: str
    holder: Tag


@dataclass(slots=True)
class _Part:
    """What a block pairs: pictures, or words, bare (`element` None) or in an element of their own."""

    element: Tag | None
    photos: list[Tag]
    nodes: list[PageElement]

    @property
    def words(self) -> str:
        """What a reader reads in it, on one line."""
        return clean(" ".join(node.get_text() for node in self.nodes))


def captioned_images(node: Tag, without: str | None = None) -> tuple[Image, ...]:
    """The photographs under `node` in reading order, each with its caption; icons, spacers and trackers are none.

    Those in elements that the selector `without` matches are left out.
    """
    left_out = {id(image) for element in node.select(without) for image in inside(element, "img")} if without else ()
    texts = {id(photo): caption.text for caption in captions(node) for photo in caption.photos}
    return tuple(
        Image(value(photo, "src"), texts.get(id(photo)) or None, clean(value(photo, "alt")) or None)
        for photo in photographs(node)
        if id(photo) not in left_out
    )


def captions(node: Tag) -> tuple[Caption, ...]:
    """The captions under `node`, in the order of their photographs; kept with the node, since layouts ask twice."""
    kept: dict[str, tuple[Caption, ...]] = vars(node)
    if _KEPT not in kept:
        kept[_KEPT] = tuple(_captions(node))
    return kept[_KEPT]


def _captions(node: Tag) -> Iterator[Caption]:
    photos = photographs(node)
    pictured, done = _Pictured(photos), set[int]()
    for photo in photos:
        if id(photo) not in done:
            for caption in pictured.captions(photo):
                done.update(id(one) for one in caption.photos)
                yield caption


class _Pictured:
    """The photographs of a page, and the elements that hold them."""

    def __init__(self, photos: list[Tag]) -> None:
        self._inside: dict[int, list[Tag]] = {}
        self._asked = set[int]()
        self._captions: dict[int, Tag | None] = {}
        for photo in photos:
            for element in (photo, *photo.parents):
                self._inside.setdefault(id(element), []).append(photo)
        self._wordy = around(_words([*photos[0].parents][-1])) if photos else set[int]()

    def inside(self, element: Tag) -> list[Tag]:
        """The photographs in `element`, itself included, in reading order."""
        return self._inside.get(id(element), [])

    def captions(self, photo: Tag) -> Iterator[Caption]:
        """The caption of `photo`, with those of the photographs beside it in the same block."""
        figure = next((parent for parent in photo.parents if parent.name == "figure"), None)
        caption = figure and self._caption(figure)
        if figure is None or caption is None:
            yield from self._beside(photo)
            return
        yield Caption(self.inside(figure), clean(caption.get_text()) or clean(figure.get_text()), figure)
        # What a gallery says of all its pictures is no paragraph, and no picture's own caption.
        said = (one.find("figcaption", recursive=False) for one in figure.parents if one.name == "figure")
        yield from (Caption([], clean(one.get_text()), one) for one in said if isinstance(one, Tag))

    def _caption(self, figure: Tag) -> Tag | None:
        """What holds the caption of a figure, which may be all of it.

        None where its pictures have one each, or where more stands in it, as in one that nobody closed.
        """
        if id(figure) not in self._captions:
            caption, text = figure.find("figcaption"), figure.get_text().replace("\n", "")
            said = sum(len(one.get_text()) for one in inside(figure, "figcaption"))
            is_divided = caption is None and len(self.inside(figure)) > 1 and figure.find(class_=_CAPTION)
            is_more = len(text) - said > _LONGEST
            self._captions[id(figure)] = None if is_divided or is_more else caption or figure
        return self._captions[id(figure)]

    def _beside(self, photo: Tag) -> list[Caption]:
        """The captions beside `photo`, or beside the pictures that it stands with in a block that says nothing."""
        box, found = self._box(photo), list[Caption]()
        while not found and id(box) not in self._wordy and box.parent is not None and id(box.parent) not in self._asked:
            self._asked.add(id(box.parent))
            found = _paired(box.parent, self._parts(box.parent)) or self._row_below(box)
            box = box.parent
        return found

    def _box(self, photo: Tag) -> Tag:
        """The largest element that holds this one photograph, in whatever sizes, and no words."""
        box = photo
        while (parent := box.parent) is not None and parent.parent is not None:
            if id(parent) in self._wordy or not _are_one(self.inside(parent)):
                break
            box = parent
        return box

    def _parts(self, block: Tag) -> list[_Part]:
        """The children of `block` as pictures and words by turns; bare words and inline tags in a row are one part."""
        parts: list[_Part] = []
        for child in block.children:
            tag = child if isinstance(child, Tag) else None
            own = tag if tag is not None and tag.name in BLOCKS else None
            photos = self.inside(tag) if tag is not None else []
            if id(child) not in self._wordy:
                if photos and parts and parts[-1].photos:
                    parts[-1].photos = [*parts[-1].photos, *photos]
                elif photos:
                    parts.append(_Part(own, photos, []))
            elif own is None and parts and not parts[-1].photos and parts[-1].element is None:
                parts[-1].nodes.append(child)
            else:
                parts.append(_Part(own, [], [child]))
        return parts

    def _row_below(self, box: Tag) -> list[Caption]:
        """Captions in the table row under a row of pictures, cell by cell."""
        row = box if box.name == "tr" else box.parent
        below = row.find_next_sibling("tr") if row is not None and row.name == "tr" else None
        if row is None or below is None or id(row) in self._wordy or self.inside(below):
            return []
        over, under = (one.find_all(["td", "th"], recursive=False) for one in (row, below))
        if len(over) != len(under) or any(len(clean(cell.get_text())) > _LONGEST for cell in under):
            return []
        pairs = ((self.inside(cell), text) for cell, text in zip(over, under, strict=True))
        return [Caption(photos, clean(text.get_text()), text) for photos, text in pairs if photos]


def _paired(block: Tag, parts: list[_Part]) -> list[Caption]:
    """The captions in a block made of nothing but pictures, each followed by a brief text.

    In any other block only a text that its tag or its class calls a caption is one.
    """
    pairs = [(left, right) for left, right in pairwise(parts) if left.photos and not right.photos]
    if len(pairs) * 2 == len(parts) and all(_belongs(block, *pair) for pair in pairs):
        return [Caption(left.photos, right.words, block) for left, right in pairs]
    return [
        Caption(left.photos, right.words, right.element)
        for left, right in pairs
        if right.element is not None and (right.element.name == "figcaption" or _named(right.element, _CAPTION))
    ]


def _belongs(block: Tag, picture: _Part, text: _Part) -> bool:
    """Whether a text after a picture is its caption: brief, of one piece, no paragraph that happens to follow."""
    holder = text.element
    if holder is not None and holder.find(lambda tag: tag.name in _PLAIN):
        return False
    words = text.words
    marked = [block, holder] if holder is not None and holder.name == "p" else [block, holder, picture.element]
    if any(one is not None and _named(one, _PICTURED) for one in marked):
        return len(words) <= _LONGEST
    if holder is not None and holder.name in ("p", "div") and picture.element is not None:
        return False
    return len(words) <= _LONGEST_UNMARKED and not words.endswith(_SENTENCE_ENDS)


def _are_one(photos: list[Tag]) -> bool:
    """Whether what shows is one photograph, for narrow screens and wide ones."""
    is_alone = len(photos) == 1
    return is_alone or (len(photos) <= _SIZES and len({picture(value(photo, "src")) for photo in photos}) == 1)


def _words(root: Tag) -> Iterator[NavigableString]:
    """The strings under `root` that say something."""
    strings = (one for one in root.descendants if isinstance(one, NavigableString))
    return (string for string in strings if not string.isspace() and is_seen(string))


def _named(element: Tag, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(f"{value(element, 'class')} {value(element, 'id')}"))
