"""A release as a work to be cited, in each form."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from reader.citations import MEDIA_TYPES, Work, cite

WORK = Work(
    number=4,
    version=2,
    title="Talks on 50% of the water & {all} of the rest_\\",
    author="The Minister",
    ministry="Ministry of Water",
    published=date(2025, 1, 7),
    language="en",
    url="https://water.example/press/1?a=1&b=2",
    archived="https://archive.example/releases/4/versions/2/",
    seen=date(2025, 1, 8),
)


def test_words_name_the_ministry_the_day_and_the_version() -> None:
    assert cite("txt", replace(WORK, title="Talks")) == (
        "Ministry of Water (The Minister), “Talks”, 7 January 2025, https://water.example/press/1?a=1&b=2. Version 2, "
        "as first seen on 8 January 2025; archived at https://archive.example/releases/4/versions/2/\n"
    )
    assert "undated" in cite("txt", replace(WORK, published=None))


def test_bibtex_escapes_what_tex_reads_and_its_braces_match() -> None:
    entry = cite("bib", WORK)
    assert "title = {{Talks on 50\\% of the water \\& \\{all\\} of the rest\\_\\textbackslash{}}}" in entry
    assert "date = {2025-01-07}" in entry
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")


def test_ris_has_a_tag_a_line_whatever_a_title_holds() -> None:
    lines = cite("ris", replace(WORK, title="Talks\r\nER  - \nTY  - BOOK")).splitlines()
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    assert lines[0] == "TY  - ELEC"
    assert [line for line in lines if line.startswith("ER")] == ["ER  - "]
    assert "DA  - 2025/01/07" in lines


def test_csl_json_is_what_its_schema_names() -> None:
    (item,) = json.loads(cite("json", WORK))
    assert item["issued"] == {"date-parts": [[2025, 1, 7]]}
    assert (item["type"], item["title"], item["URL"]) == ("webpage", WORK.title, WORK.url)
    assert "issued" not in json.loads(cite("json", replace(WORK, published=None)))[0]


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_nothing_in_a_title_acts(form) -> None:
    assert "\x1b" not in cite(form, replace(WORK, title="\x1b]0;pwned\x07")).replace("\\x1b", "").replace("\\u001b", "")
