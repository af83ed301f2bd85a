"""A release as a work to be cited: in words, and in the forms that reference managers read."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reader import texts
from storage.records import visible

Form = Literal["txt", "bib", "ris", "json"]
MEDIA_TYPES: Mapping[Form, str] = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}
_OF_TEX = re.compile(r"[\\{}$&#^_%~]")
_IN_TEX = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}


@dataclass(frozen=True, slots=True)
class Work:
    """What a citation says: `archived` is the address of the version in this reader, `seen` the day of its capture."""

    number: int
    version: int
    title: str
    author: str | None
    ministry: str
    published: date | None
    language: str
    url: str
    archived: str
    seen: date


def cite(form: Form, work: Work) -> str:
    """A work in one of the forms, ending with a line break."""
    return _FORMS[form](work) + "\n"


def in_words(work: Work) -> list[tuple[str, bool]]:
    """A work in words, in parts: each says whether it is the ministry's own, and may be written the other way."""
    issued = texts.day(work.published) if work.published else "undated"
    by = [(" (", False), (work.author, True), (")", False)] if work.author else []
    seen = f". Version {work.version}, as first seen on {texts.day(work.seen)}; archived at {work.archived}"
    parts = [(work.ministry, True), *by, (", “", False), (work.title, True), (f"”, {issued}, ", False)]
    return [(visible(text), own) for text, own in [*parts, (work.url, False), (seen, False)]]


def _plain(work: Work) -> str:
    return "".join(text for text, _ in in_words(work))


def _bibtex(work: Work) -> str:
    """An entry for BibLaTeX and BibTeX: https://ctan.org/pkg/biblatex, `@online`."""
    fields = {
        "author": f"{{{_tex(work.ministry)}}}",
        "title": f"{{{_tex(work.title)}}}",
        **({"date": work.published.isoformat(), "year": str(work.published.year)} if work.published else {}),
        "url": _unbraced(work.url),
        "urldate": work.seen.isoformat(),
        "langid": _tex(work.language),
        "note": f"Version {work.version}, archived at \\url{{{_unbraced(work.archived)}}}",
        **({"addendum": _tex(work.author)} if work.author else {}),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@online{{communique-{work.number}-{work.version},\n{lines}\n}}"


def _ris(work: Work) -> str:
    """RIS, as reference managers have written it since 2001: a tag of two letters a line."""
    lines = [("TY", "ELEC"), ("AU", f"{work.ministry},"), ("TI", work.title)]
    lines += [("PY", str(work.published.year)), ("DA", work.published.strftime("%Y/%m/%d"))] if work.published else []
    lines += [("LA", work.language), ("UR", work.url), ("L2", work.archived), ("Y2", work.seen.strftime("%Y/%m/%d"))]
    lines += [("N1", work.author)] if work.author else []
    lines += [("ET", f"Version {work.version}")]
    return "\r\n".join([*(f"{tag}  - {visible(value)}" for tag, value in lines), "ER  - "])


def _csl(work: Work) -> str:
    """CSL-JSON 1.0.2: https://docs.citationstyles.org/en/stable/specification.html."""
    item = {
        "id": f"communique-{work.number}-{work.version}",
        "type": "webpage",
        "title": work.title,
        "author": [{"literal": work.ministry}],
        "URL": work.url,
        "accessed": _date_parts(work.seen),
        "language": work.language,
        "version": str(work.version),
        "archive_location": work.archived,
        **({"issued": _date_parts(work.published)} if work.published else {}),
        **({"note": work.author} if work.author else {}),
    }
    return json.dumps([item], ensure_ascii=False, indent=1)


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _tex(text: str) -> str:
    return _OF_TEX.sub(lambda found: _IN_TEX.get(found[0], f"\\{found[0]}"), visible(text))


def _unbraced(url: str) -> str:
    """An address in which no brace ends what holds it."""
    return visible(url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


_FORMS: Mapping[Form, Callable[[Work], str]] = {"txt": _plain, "bib": _bibtex, "ris": _ris, "json": _csl}
