from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import typer

from communique.arguments import day, end, source_names, start, typed, web_address


def test_a_day_has_a_first_and_a_last_instant():
    assert day(" 2025-01-31 ") == date(2025, 1, 31)
    assert start("2025-01-31") == datetime(2025, 1, 31, tzinfo=UTC)
    assert end("2025-01-31") == datetime(2025, 2, 1, tzinfo=UTC) - timedelta(microseconds=1)


@pytest.mark.parametrize("read", [start, end])
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-31T14:30", datetime(2025, 1, 31, 14, 30, tzinfo=UTC)),
        ("2025-01-31 14:30:05", datetime(2025, 1, 31, 14, 30, 5, tzinfo=UTC)),
        ("2025-01-31T14:30Z", datetime(2025, 1, 31, 14, 30, tzinfo=UTC)),
        ("2025-01-31T14:30+09:00", datetime(2025, 1, 31, 14, 30, tzinfo=timezone(timedelta(hours=9)))),
        ("2025-01-31T00:00", datetime(2025, 1, 31, tzinfo=UTC)),
    ],
)
def test_a_time_is_itself_and_utc_without_a_zone(read, text, moment):
    assert read(text) == moment


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2025", "2025-13-01", "31.01.2025", "2025-02-30", "2025-01-31T25:00"]
)
@pytest.mark.parametrize("read", [day, start, end])
def test_what_is_no_day_is_refused_with_an_example(read, text):
    with pytest.raises(typer.BadParameter, match="2025-01-31"):
        read(text)


def test_a_time_stands_for_its_day_where_days_are_asked_for():
    assert day("2025-01-31T23:30") == date(2025, 1, 31)
    assert day("2025-01-31T23:30-05:00") == date(2025, 2, 1)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://www.mofa.go.jp/x?y=1", "https://www.mofa.go.jp/x?y=1"),
        ("www.mofa.go.jp/x", "https://www.mofa.go.jp/x"),
        (" mofa.go.jp ", "https://mofa.go.jp"),
        ("127.0.0.1:8080/x", "https://127.0.0.1:8080/x"),
        ("外務省.jp/x", "https://外務省.jp/x"),
    ],
)
def test_an_address_needs_no_scheme(typed, address):
    assert web_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["", "x", "/press/1", "ftp://a.example/", "http://[", "a.example:99999/", "two words.de"]
)
def test_what_is_no_address_is_refused_with_an_example(typed):
    with pytest.raises(typer.BadParameter, match="is no web address"):
        web_address(typed)


def test_a_shell_completes_the_names_of_sources():
    assert source_names("jp_mofa_") == ["jp_mofa_en", "jp_mofa_ja"]
    assert len(source_names("")) > 40


@pytest.mark.parametrize("words", ["Córdoba", "港", "Ёлка", "plain", "🎉"])
def test_words_are_those_of_a_terminal_whatever_the_locale_is(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed(words) == words
    came = words.encode().decode("ascii", "surrogateescape")  # as Python has them in the locale C
    monkeypatch.setattr("os.fsencode", lambda text: text.encode("ascii", "surrogateescape"))
    assert typed(came) == words
    assert typed("C\udcf3rdoba") == "C\udcf3rdoba"  # of Latin-1: as it came
