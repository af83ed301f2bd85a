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
    )


def test_documents_without_an_ending_and_those_shown_in_a_frame_are_attachments():
    node = article(
        "<a href=/get?id=1 type=application/pdf>Treaty</a><a href=/get?id=2 download>Annex</a>"
        "<a href=/photo.JPG download>Photo</a><a href=/get?id=3 type=text/html>Page</a>"
        "<object data=/v1.pdf title='The text'><p>Your browser shows no PDF: <a href=/v1.pdf>v1</a></object>"
        "<embed src=/v2 type=application/pdf><iframe src=v3.docx></iframe>"
        "<iframe src=https://video.example/embed/1></iframe><object data='http://[x.pdf'></object><embed>"
    )
    assert [(link.rel, link.url, link.text) for link in links(node)] == [
        ("attachment", "https://mfa.example/get?id=1", "Treaty"),
        ("attachment", "https://mfa.example/get?id=2", "Annex"),
        ("attachment", "https://mfa.example/v1.pdf", "The text"),
        ("attachment", "https://mfa.example/v2", ""),
        ("attachment", "https://mfa.example/press/v3.docx", ""),
    ]
    assert node.text == "TreatyAnnexPhotoPage"
