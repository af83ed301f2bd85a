"""docs/edits.md says what is so: every example on it is read as a page is, and compared."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from crawler.extract import blocks, captioned_images, links, maybe
from storage.edits.classify import CLASSES, FLAGS
from storage.edits.compare import compare
from storage.edits.edit import Edit, EditField, EditKind
from storage.records import Release
from tests.crawler.extract.markup import article

PAGE = (Path(__file__).parents[1] / "docs" / "edits.md").read_text(encoding="utf-8")
MARKUP = re.compile(r"`([^`]*)`")


def tables() -> Iterator[list[dict[str, str]]]:
    """The tables of examples, a dictionary a row."""
    for paragraph in PAGE.split("\n\n"):
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in paragraph.strip().split("\n")]
        if "before" in lines[0]:
            yield [dict(zip(lines[0], row, strict=True)) for row in lines[2:]]


def release(cell: str) -> Release:
    """What is read of a version; text without markup is a paragraph."""
    page = article(MARKUP.sub(r"\1", cell) if cell.startswith("`<") or "`" in cell else f"<p>{cell}</p>")
    title, day, author, kind = (maybe(page, name) for name in ("h1", "time", ".author", ".type"))
    return Release(
        title=title.text if title else "",
        published=date.fromisoformat(day.text) if day else None,
        author=author.text if author else None,
        type=kind.text if kind else None,
        blocks=blocks(page, "h1, time, .author, .type"),
        images=captioned_images(page),
        links=links(page),
    )


def told(example: dict[str, str]) -> list[tuple[str, str, str]]:
    before, after = (release(example[version]) for version in ("before", "after"))
    return [shown(edit) for edit in compare(before, after, example.get("language", "en")).edits]


def shown(edit: Edit) -> tuple[str, str, str]:
    return f"{edit.field} {edit.kind}", edit.cls, ", ".join(edit.flags).replace("_", " ")


EXAMPLES = [row for table in tables() for row in table]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["before"])
def test_an_example_is_so(example):
    expected = [(example["edit"], example["class"], example["flags"])] if "edit" in example else []
    assert release(example["before"]) != release(example["after"]) or not expected
    assert told(example) == expected


def test_every_class_kind_and_flag_has_an_example():
    edits = [example for example in EXAMPLES if "edit" in example]
    assert {example["class"] for example in edits} == set(CLASSES)
    fields, kinds = zip(*(example["edit"].split() for example in edits), strict=True)
    assert set(kinds) == set(get_args(EditKind))
    assert set(fields) == set(get_args(EditField)) - {"document"}  # of files, which no page holds
    named = {flag.replace(" ", "_") for example in edits for flag in example["flags"].split(", ") if flag}
    assert named == set(FLAGS) - {"coarse"}  # of texts that fill no cell


def test_every_flag_is_explained():
    (table,) = (part for part in PAGE.split("\n\n") if part.startswith("| flag |"))
    explained = [flag for row in table.splitlines()[2:] for flag in MARKUP.findall(row.split("|")[1])]
    assert sorted(explained) == sorted(flag.replace("_", " ") for flag in FLAGS)
