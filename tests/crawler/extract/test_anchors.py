from crawler.extract.anchors import links
from storage.records import Link
from tests.crawler.extract.markup import article


def test_documents_editions_and_related_pages_are_told_apart():
    node = article(
        "<p>See <a href=/files/100.pdf?x=1>the statement (PDF)</a>, <a href=a.HWPX>표</a> and "
        "<a href=note.html>a note</a>."
        "<a href=ja.html>Japanese</a><a href=fr.html hreflang=fr>Lire</a></p>"
        "<div class=relatedlink-section><a href=https://other.example/>Other</a><a href=#top>Top</a></div>"
        "<a href=/files/100.pdf?x=1>again</a><a href='mailto:a@b.example'>English</a><a href='http://[bad.pdf'>x</a>"
    )
    assert links(node) == (
        Link("attachment", "https://mfa.example/files/100.pdf?x=1", "the statement (PDF)"),
        Link("attachment", "https://mfa.example/press/a.HWPX", "표"),
        Link("translation", "https://mfa.example/press/ja.html", "Japanese"),
        Link("translation", "https://mfa.example/press/fr.html", "Lire"),
        Link("related", "https://other.example/", "Other"),
        Link("related", "https://mfa.example/press/1.html#top", "Top"),
    )
