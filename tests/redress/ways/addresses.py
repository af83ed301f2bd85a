"""Other addresses of the same pages and documents, and an e-mail address that robots cannot read."""

import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from lxml import etree

from redress.markup import Element, Markup, texts
from redress.ways.way import Way

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]*\w")


def links(change: Callable[[str], str], *, of_pages: bool = False) -> Callable[[Markup], None]:
    """A change of the addresses to which links in the text lead; `of_pages`: not of documents."""

    def dress(markup: Markup) -> None:
        for one in _links(markup):
            url = one.get("href", "")
            if not (of_pages and re.search(r"\.\w{3,4}$", urlsplit(url).path)):
                one.set("href", change(url))

    return dress


def attributes(**values: str) -> Callable[[Markup], None]:
    def dress(markup: Markup) -> None:
        for one in _links(markup):
            one.attrib.update(values)

    return dress


def with_parameter(parameter: str) -> Callable[[str], str]:
    def change(url: str) -> str:
        plain, mark, fragment = url.partition("#")
        return f"{plain}{'&' if '?' in plain else '?'}{parameter}{mark}{fragment}"

    return change


def other_scheme(url: str) -> str:
    return (
        url.replace("https://", "http://", 1) if url.startswith("https://") else url.replace("http://", "https://", 1)
    )


def other_www(url: str) -> str:
    return url.replace("://www.", "://", 1) if "://www." in url.lower() else url.replace("://", "://www.", 1)


def slash_at_the_end(url: str) -> str:
    parts = urlsplit(url)
    return (
        url if parts.query or parts.fragment or not parts.path.strip("/") else url.rstrip("/") + "/" * (url[-1] != "/")
    )


def without_scheme(url: str) -> str:
    return url.partition(":")[2]


def by_a_mail_service(url: str) -> str:
    return f"https://eur02.safelinks.protection.outlook.com/?url={quote(url, safe='')}&data=05%7C02&reserved=0"


def upper_host(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.upper()).geturl()


def email_hidden(markup: Markup) -> None:
    """As Cloudflare does it: the address of a link, and each address that stands in the text."""
    for one in markup.text.iter("a"):
        if (href := one.get("href", "")).startswith("mailto:"):
            one.set("href", f"/cdn-cgi/l/email-protection#{_cipher(href[7:])}")
    for one in markup.paragraphs():
        for element in [*one.iter()]:
            if element.text and (found := _EMAIL.search(element.text)):
                mark = etree.Element("span", {"class": "__cf_email__", "data-cfemail": _cipher(found[0])})
                mark.text, mark.tail = "[email\u00a0protected]", element.text[found.end() :]
                element.text = element.text[: found.start()]
                element.insert(0, mark)


def email_without_link(markup: Markup) -> None:
    for one in [*markup.text.iter("a")]:
        if one.get("href", "").startswith("mailto:") and not one.get("class"):
            one.tag = "span"
            del one.attrib["href"]


def _cipher(address: str, key: int = 0x5A) -> str:
    return bytes([key, *(key ^ byte for byte in address.encode())]).hex()


def _links(markup: Markup) -> list[Element]:
    return [
        one
        for one in markup.text.iter("a")
        if one.get("href", "").startswith(("http://", "https://")) and not one.get("class") and not one.get("id")
    ]


def other_texts(markup: Markup) -> None:
    for one in _links(markup):
        texts(one, lambda text: text.replace(" ", "\n "))


WAYS = (
    Way("http and https", links(other_scheme)),
    Way("www", links(other_www)),
    Way("addresses without a scheme", links(without_scheme)),
    Way("a slash at the end", links(slash_at_the_end, of_pages=True)),
    Way("hosts in upper case", links(upper_host)),
    Way("campaigns", links(with_parameter("utm_source=site&utm_medium=web&utm_campaign=41"))),
    Way("click identifiers", links(with_parameter("fbclid=IwAR0a1b2c"))),
    Way("sessions", links(with_parameter("PHPSESSID=0a1b2c3d4e5f"))),
    Way("wrapped by a mail service", links(by_a_mail_service, of_pages=True)),
    Way("links in new windows", attributes(target="_blank", rel="noopener nofollow", title="Opens in a new window")),
    Way("links broken over lines", other_texts),
    Way("e-mail hidden from robots", email_hidden),
    Way("e-mail without a link", email_without_link),
)
