"""What a ministry's layout reads with: selections, bodies, pictures, links, clean text and dates."""

from crawler.extract.anchors import links
from crawler.extract.article import cut_boilerplate, release_of
from crawler.extract.body import blocks
from crawler.extract.dates import (
    dateline_date,
    find_date,
    iso,
    local_day,
    long_date,
    long_or_numeric_date,
    long_time,
    numeric_date,
)
from crawler.extract.pictures.captions import captioned_images
from crawler.extract.selections import fragment, maybe, one, some
from crawler.extract.text import clean

__all__ = [
    "blocks",
    "captioned_images",
    "clean",
    "cut_boilerplate",
    "dateline_date",
    "find_date",
    "fragment",
    "iso",
    "links",
    "local_day",
    "long_date",
    "long_or_numeric_date",
    "long_time",
    "maybe",
    "numeric_date",
    "one",
    "release_of",
    "some",
]
