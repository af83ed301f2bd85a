"""What a ministry's layout reads with: selections, bodies, pictures, links, clean text and dates."""

from crawler.extract.anchors import links
from crawler.extract.article import release_of
from crawler.extract.body import blocks
from crawler.extract.captions import captioned_images
from crawler.extract.dates import (
    find_date,
    iso,
    local_day,
    long_date,
    long_time,
    month_day,
    numeric_date,
    rfc822,
    with_year,
    year_month,
)
from crawler.extract.html import fragment, maybe, one, some
from crawler.extract.text import clean

__all__ = [
    "blocks",
    "captioned_images",
    "clean",
    "find_date",
    "fragment",
    "iso",
    "links",
    "local_day",
    "long_date",
    "long_time",
    "maybe",
    "month_day",
    "numeric_date",
    "one",
    "release_of",
    "rfc822",
    "some",
    "with_year",
    "year_month",
]
