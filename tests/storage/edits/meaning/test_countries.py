import pytest

from storage.edits.meaning import countries


@pytest.mark.parametrize(
    ("tag", "text", "codes"),
    [
        ("en", "France and the United States met Papua New Guinea.", {"FR", "US", "PG"}),
        ("en", "Bosnia, Türkiye and Turkey", {"BA", "TR"}),
        ("en", "a turkey from niger", set()),
        ("en", "Nigeria", {"NG"}),
        ("en-GB", "the UK", {"GB"}),
        ("fr", "L’Italie et la Côte d’Ivoire", {"IT", "CI"}),
        ("pl", "rządy Meksyku i Japonii", {"MX", "JP"}),
        ("pl", "rząd japoński", set()),
        ("zh", "赤道几内亚和日本", {"GQ", "JP"}),
        ("ko", "일본과 불가리아를", {"JP", "BG"}),
        ("ar", "زار الوزير اليابان", {"JP"}),
        ("sw", "no list of words", set()),
    ],
)
def test_countries_are_known_by_their_names(tag, text, codes):
    assert countries(text, tag) == codes
