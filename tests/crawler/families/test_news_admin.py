import json
from datetime import UTC, date, datetime

import pytest

from crawler.families.news_admin import release, search
from crawler.sources.page import Page
from storage.errors import LayoutError

ITEM = {"title": "Talks", "publishDate": "2026-09-14T08:00:00.000Z", "text": ["<p>They met.</p>"]}


def page(**fields: object) -> Page:
    return Page(
        json.dumps(ITEM | fields).encode(), "https://www.news.admin.ch/en/newnsb/a", datetime(2026, 9, 15, tzinfo=UTC)
    )


def test_an_item_without_a_first_publication_is_published_when_it_says():
    found = release(page())
    assert (found.published, [dated.kind for dated in found.dates]) == (date(2026, 9, 14), ["published"])


@pytest.mark.parametrize("fields", [{"text": None}, {"text": "<p>They met.</p>"}, {"publishDate": ""}, {"title": None}])
def test_an_item_of_another_shape_is_an_error(fields):
    with pytest.raises(LayoutError, match="expected"):
        release(page(**fields))


@pytest.mark.parametrize(
    ("names", "ours"),
    [
        (["Eidgenössisches Departement für auswärtige Angelegenheiten"], True),
        (["Der Bundesrat"], True),
        (["Département fédéral de l'intérieur", "Département fédéral des affaires étrangères"], True),
        (["Dipartimento federale dell'interno"], False),
    ],
)
def test_an_item_of_another_department_alone_means_that_the_wrong_one_was_asked(names, ours):
    item = ITEM | {"langGroupId": "a", "kind": "ONSB", "lang": "en"}
    item["content"] = {"content": {"departments": [{"name": name} for name in names]}}
    answer = Page(json.dumps({"items": [item]}).encode(), "https://api.example/", datetime(2026, 9, 15, tzinfo=UTC))
    if ours:
        assert [entry.key for entry in search("en").read(answer).entries] == ["a"]
    else:
        with pytest.raises(LayoutError, match="publisher 2 is not the department"):
            search("en").read(answer)
