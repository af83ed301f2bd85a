"""The reference release in every markup a photograph or a numbered list may have: it must always read the same."""

import re
from datetime import UTC, date, datetime
from html import escape
from itertools import product

import pytest

from crawler.ministries.jp_mofa_en import SOURCE
from crawler.sources.page import Page
from storage.records import Release

ADDRESS = "https://www.mofa.go.jp/press/release/pressite_000001_00896.html"


TEMPLATE = """<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8">
<title>{title} | Ministry of Foreign Affairs of Japan</title><script>var mofa_title = '';</script></head>
<body class="page-single"><div id="wrapper"><header id="header"><img src="/files/100000043.png" alt="logo"></header>
<main id="contents"><article id="contents-article"><div id="contents-header">
<h1 class="title1"><span>Press Releases</span></h1><h2 class="title2"><span>{title}</span></h2></div>
<div id="contents-body"><div id="main"><div id="maincontents">
<div class="social-btn-top"><div class="social-btn-wrapper"><a href="https://twitter.com/share">Post</a></div></div>
<div class="rightalign">{date}</div>
<div id="section1" class="main-section section"><div class="section-block image-section-top">{body}</div></div>
</div></div></div></article></main>
<div id="pagetop"><a href="#header">Page Top</a></div>
<div class="index"><a href="/press/release/index.html">Back to Press Releases</a></div></div></body></html>"""
TEXT = '<div class="text"><div class="any-area">{}</div></div>'
A, B = '<img src="/files/1.jpg" alt="">', '<img src="/files/2.jpg" alt="">'

PHOTOS = {
    "figures": f"<figure>{A}<figcaption>{{0}}</figcaption></figure><figure>{B}<figcaption>{{1}}</figcaption></figure>",
    "a div with a p": f'<div class="photo">{A}<p>{{0}}</p></div><div class="photo">{B}<p>{{1}}</p></div>',
    "plain divs": f"<div>{A}<p>{{0}}</p></div><div>{B}<p>{{1}}</p></div>",
    "cells below": f"<table><tr><td>{A}</td><td>{B}</td></tr><tr><td>{{0}}</td><td>{{1}}</td></tr></table>",
    "cells around": f"<table><tr><td>{A}<br>{{0}}</td><td>{B}<br>{{1}}</td></tr></table>",
    "cells beside": f"<table><tr><td>{A}</td><td>{{0}}</td></tr><tr><td>{B}</td><td>{{1}}</td></tr></table>",
    "image sections": f'<div class="image-section"><div class="image">{A}</div><div class="text">{{0}}</div></div>'
    f'<div class="image-section"><div class="image">{B}</div><div class="text">{{1}}</div></div>',
    "a definition list": f"<dl><dt>{A}</dt><dd>{{0}}</dd><dt>{B}</dt><dd>{{1}}</dd></dl>",
    "a line below": f"<p>{A}<br>{{0}}</p><p>{B}<br>{{1}}</p>",
    "a list": f'<ul class="photos"><li>{A}<p>{{0}}</p></li><li>{B}<p>{{1}}</p></li></ul>',
    "linked pictures": f"<div><a href=1.html>{A}</a><p>{{0}}</p></div><div><a href=2.html>{B}</a><p>{{1}}</p></div>",
}
NUMBERS = {
    "ol": lambda points: "<ol>" + "".join(f"<li>{point}</li>" for point in points) + "</ol>",
    "ol of paragraphs": lambda points: "<ol>" + "".join(f"<li><p>{point}</p>\n</li>" for point in points) + "</ol>",
    "typed": lambda points: "".join(f"<p>{number}. {point}</p>" for number, point in enumerate(points, 1)),
    "typed in lines": lambda points: "<p>" + "<br>\n".join(f"{n}.&nbsp; {p}" for n, p in enumerate(points, 1)) + "</p>",
    "full-width": lambda points: "".join(f"<p>{chr(0xFF10 + n)}\u3000{p}</p>" for n, p in enumerate(points, 1)),
    "typed in a ul": lambda points: "<ul>" + "".join(f"<li>{n}. {p}</li>" for n, p in enumerate(points, 1)) + "</ul>",
}


@pytest.fixture(scope="module")
def reference(corpus):
    """Title, captions, lead and points as a reader of the page sees them."""
    lines = (corpus / "pages/jp/text/pressite_000001_00896.txt").read_text("utf-8").splitlines()[1:]
    lines = [re.sub(r"\s+", " ", line).strip() for line in lines if line.strip()]
    section, title, day, *captions = lines[:5]
    assert (section, day, lines[-1]) == ("Press Releases", "January 7, 2025", "Back to Press Releases")
    return title, captions, lines[5], [re.sub(r"^\d\. ", "", line) for line in lines[6:-1]]


def page(reference, photos: str, numbers: str, inside: bool) -> Release:
    title, captions, lead, points = reference
    shown = PHOTOS[photos].format(*map(escape, captions))
    # The page itself sets the ordinal in superscript, with the space after it that its text shows.
    written = f"<p>{escape(lead).replace('7th', '7<sup>th</sup>')}</p>" + NUMBERS[numbers](map(escape, points))
    body = TEXT.format(shown + written) if inside else shown + TEXT.format(written)
    markup = TEMPLATE.format(title=escape(title), date="January 7, 2025", body=body)
    return SOURCE.layout(Page(markup.encode(), ADDRESS, datetime(2025, 1, 8, tzinfo=UTC)))


@pytest.mark.parametrize(("photos", "numbers", "inside"), [*product(PHOTOS, NUMBERS, (False, True))])
def test_the_reference_release_reads_the_same_in_every_markup(reference, photos, numbers, inside):
    title, captions, lead, points = reference
    release = page(reference, photos, numbers, inside)
    assert release.title == title == "Japan-U.S. Foreign Ministers’ Working Lunch"
    assert release.published == date(2025, 1, 7)
    assert [image.caption for image in release.images] == captions
    assert [(block.kind, block.marker, block.depth, block.text) for block in release.blocks] == [
        ("paragraph", None, 0, lead),
        *(("point", str(number), 0, point) for number, point in enumerate(points, 1)),
    ]
    assert len(points) == 6
