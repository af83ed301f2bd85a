"""What the pages of China's Foreign Ministry share in every language and design."""

from datetime import date, datetime

from crawler.extract import blocks, captioned_images, links
from crawler.extract.soup import Element
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs of the People's Republic of China"
# The ministry's site has two names and has answered to both since before 2020.
HOSTS = dict.fromkeys(("mfa.gov.cn", "www.fmprc.gov.cn", "fmprc.gov.cn"), "www.mfa.gov.cn")


def release(title: Element, published: date | datetime | None, body: Element) -> Release:
    """A release of a title and a body; images and documents stand in the body."""
    return Release(title.text, published, blocks(body), captioned_images(body), links(body))
