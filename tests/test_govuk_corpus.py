"""The British layout against the publisher's own examples, field by field, and its identities on real addresses."""

import csv
import html
import json
from datetime import UTC, date, datetime

import pytest

from crawler.extract import clean
from crawler.ministries.gb_fcdo import SOURCE
from crawler.sources.interpret import read
from storage.records import Capture

FETCHED = datetime(2026, 9, 1, tzinfo=UTC)
# By file: published, language, author, type, kinds of dates, images, those with a caption, translations.
FACTS = {
    "news_article__best-practice-press-release": ("2013-01-28", "en", "Home Office", "Press release", "p", 0, 0, 0),
    "news_article__news_article": (
        "2016-12-25", "en", "Prime Minister's Office, 10 Downing Street", "News story", "p", 1, 0, 1,
    ),
    "news_article__news_article_history_mode_translated_arabic": (
        "2024-01-25", "ar", "Foreign, Commonwealth & Development Office", "News story", "p", 1, 0, 1,
    ),
    "news_article__news_article_with_image_caption": (
        "2024-11-16", "en", "British Deputy High Commission Karachi; British High Commission Islamabad",
        "World news story", "p", 1, 1, 0,
    ),
    "news_article__news_article_withdrawn": (
        "2016-12-25", "en", "Prime Minister's Office, 10 Downing Street", "News story", "pw", 1, 0, 1,
    ),
    "news_article__world_news_story_news_article": (
        "2016-12-25", "en", "British High Commission Singapore", "World news story", "p", 1, 0, 1,
    ),
    "speech__best-practice-written-statement": (
        "2014-04-01", "en", "Robert Goodwill MP", "Written statement", "dp", 1, 0, 0,
    ),
    "speech__speech-transcript": ("2016-05-12", "en", "The Rt Hon David Cameron MP", "Speech", "dp", 1, 0, 0),
    "speech__speech-with-updates": ("2012-05-22", "en", "The Rt Hon Lord McNally", "Speech", "dpu", 1, 0, 0),
    "speech__speech": ("2016-03-08", "en", "The Rt Hon Andrea Leadsom MP", "Speech", "dp", 1, 0, 0),
}  # fmt: skip


@pytest.fixture(scope="module")
def examples(corpus):
    """The examples by name: what they state, and the release that was read."""
    found = {}
    for path in (corpus / "pages" / "gb").glob("*.json"):
        item = json.loads(path.read_bytes())
        url = f"https://www.gov.uk/api/content{item['base_path']}"
        shown = read(SOURCE, Capture(url=url, at=FETCHED, kind="release", status=200, body=path.read_bytes()))
        found[path.stem] = item, shown.release
    return found


def test_every_field_of_every_example_is_read(examples):
    assert examples.keys() == FACTS.keys()
    for name, (item, release) in examples.items():
        published, language, author, kind, dates, images, captions, translations = FACTS[name]
        assert release.title == item["title"]
        assert (release.published, release.language) == (date.fromisoformat(published), language)
        assert (release.author, release.type) == (author, kind)
        assert "".join(dated.kind[0] for dated in release.dates) == dates
        assert (len(release.images), sum(bool(image.caption) for image in release.images)) == (images, captions)
        assert sum(link.rel == "translation" for link in release.links) == translations
        assert all(image.url.startswith("https://") for image in release.images)


def test_the_lead_and_every_paragraph_are_in_the_blocks_once(examples):
    for item, release in examples.values():
        texts = [block.text for block in release.blocks]
        assert texts.count(clean(item["description"])) == 1
        words = "".join("".join((block.marker or "") + block.text for block in release.blocks).split())
        body = [block for block in release.blocks if block.kind != "note"]
        assert len({block.text for block in body}) > len(body) - 3
        for paragraph in item["details"]["body"].split("<p>")[1:]:
            first = clean(html.unescape(paragraph.partition("<")[0]))
            assert "".join(first.split()).replace(".", "") in words.replace(".", "")


def test_notes_say_how_a_speech_was_given_what_was_updated_and_what_withdrawn(examples):
    notes = {name: [b.text for b in release.blocks if b.kind == "note"] for name, (_, release) in examples.items()}
    assert {name: found for name, found in notes.items() if found} == {
        "news_article__news_article_withdrawn": ["Withdrawn on 22 August 2019. We’ve withdrawn this news article"],
        "speech__speech-transcript": [
            "Anti-Corruption Summit, Lancaster House, London",
            "Transcript of the speech, exactly as it was delivered",
        ],
        "speech__speech-with-updates": [
            "Speaker's notes, may differ from delivered version",
            "13 June 2012: Added the PDF version of the speech.",
        ],
        "speech__speech": [
            "Women in Nuclear UK Conference, Church House Conference Centre, Dean's Yard, Westminster, London",
            "Original script, may differ from delivered version",
        ],
    }


def test_every_address_is_a_release_of_its_own(corpus):
    with (corpus / "lists" / "uk-fcdo.tsv").open(encoding="utf-8") as file:
        urls = {row["url"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert len(urls) == 241
    assert all(SOURCE.owns(url) for url in urls)
    assert len({SOURCE.key_of(url) for url in urls}) == 241
    assert {SOURCE.key_of(url.replace("gov.uk/", "gov.uk/api/content/")) for url in urls} == set(
        map(SOURCE.key_of, urls)
    )
