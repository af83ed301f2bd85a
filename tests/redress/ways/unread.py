"""What stands in a page and is read by nobody, and attributes."""

from collections.abc import Callable

from lxml import etree

from redress.markup import Markup, fragment
from redress.ways.way import Way


def between(piece: str) -> Callable[[Markup], None]:
    """Something of the markup between all paragraphs."""

    def dress(markup: Markup) -> None:
        for one in markup.paragraphs("p", "h3", "h4"):
            for element in fragment(piece):
                one.addprevious(element)

    return dress


def inside(piece: str) -> Callable[[Markup], None]:
    """Something of the markup at the end of all paragraphs."""

    def dress(markup: Markup) -> None:
        for one in markup.paragraphs():
            one.extend(fragment(piece))

    return dress


def comments(markup: Markup) -> None:
    for one in markup.paragraphs():
        comment = etree.Comment(" wp:paragraph ")
        comment.tail, one.text = one.text, None
        one.insert(0, comment)
        one.addprevious(etree.Comment("[if gte mso 9]><p>Normal 0</p><![endif]"))


def attributes(**values: str) -> Callable[[Markup], None]:
    def dress(markup: Markup) -> None:
        for number, one in enumerate(markup.paragraphs()):
            for name, value in values.items():
                one.set(name.rstrip("_").replace("_", "-"), value.format(number))

    return dress


def styles(markup: Markup) -> None:
    for one in markup.paragraphs():
        one.set("style", f"margin: 0 0 1px; text-align: justify; {one.get('style', '')}")


def around_the_page(markup: Markup) -> None:
    """A new head, and a banner and a footer around everything."""
    head, body = markup.root.find("head"), markup.root.find("body")
    if head is None or body is None:
        return
    head.extend(fragment('<meta name="csrf" content="41"><link rel="preload" href="/a.css"><style>p {}</style>'))
    body.insert(0, fragment('<div class="x-cookies" role="dialog"><p>We use cookies.</p><button>OK</button></div>')[0])
    body.extend(fragment('<div class="x-bottom"><p>Seen 4,217 times</p><script>var seen = 4217;</script></div>'))


WAYS = (
    Way("comments", comments),
    Way("scripts between paragraphs", between("<script>var shown = '<p>41</p>';</script>")),
    Way("scripts in paragraphs", inside("<script>document.write('41');</script>")),
    Way("styles between paragraphs", between("<style>p { color: red }</style>")),
    Way("templates", between("<template><p>A text of 41 words</p></template>")),
    Way("hidden by a style", between('<div style="display: none">A text of 41 words</div>')),
    Way("hidden by an attribute", between("<p hidden>A text of 41 words</p>")),
    Way("hidden by a class", inside('<span class="screen-reader-text"> (opens in 41 new windows)</span>')),
    Way("hints for screen readers", inside('<span class="sr-only"> External link</span>')),
    Way("forms and buttons", between("<form><input value=41><button>Send to 41 friends</button></form>")),
    Way("buttons that share", between('<div class="a2a_kit a2a_default_style"><a href="/x">Share</a></div>')),
    Way("sharing by a plugin", between('<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3></div>')),
    Way("advertisements", between('<ins class="adsbygoogle" style="display:block"></ins>')),
    Way("drawings", inside('<svg viewBox="0 0 1 1"><title>41 arrows</title><path d="M0"></path></svg>')),
    Way("trackers", between('<img src="https://count.example/p.gif" width="1" height="1" alt="">')),
    Way("trackers without scripts", between('<noscript><img src="https://c.example/41.gif"></noscript>')),
    Way("class names", attributes(class_="x-text x-{}")),
    Way("identifiers", attributes(id="x-{}")),
    Way("styles", styles),
    Way("languages and directions", attributes(lang="en-GB", dir="auto")),
    Way("data for scripts", attributes(data_number="t{}", data_aos="fade-up", onclick="seen({})")),
    Way("microdata and roles", attributes(itemprop="text", aria_label="41", tabindex="{}")),
    Way("navigation in the text", between('<nav><ul><li><a href="/x">41 more</a></li></ul></nav>')),
    Way("notices of cookies", between('<div class="cookie-banner"><p>We use 41 cookies.</p></div>')),
    Way("notices of cookies by name", between('<div id="cookie-notice"><p>We use 41 cookies.</p></div>')),
    Way("questions of cookies", between('<div role="alertdialog"><p>Do you accept 41 cookies?</p></div>')),
    Way("related news aside", between('<aside class="related-news"><ul><li>41 talks</li></ul></aside>')),
    Way("the page around the text", around_the_page),
)
