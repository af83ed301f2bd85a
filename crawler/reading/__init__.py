"""What a ministry's layout reads with: selections, bodies, pictures, links, clean text and dates."""

from crawler.reading.anchors import links
from crawler.reading.body import blocks
from crawler.reading.captions import captioned_images
from crawler.reading.dates import (
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
from crawler.reading.html import fragment, maybe, one, some
from crawler.reading.text import clean

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
    "rfc822",
    "some",
    "with_year",
    "year_month",
]
