"""An archive to ask: three sources, and releases edited, gone, moved, unlisted, undated and hostile."""

from pathlib import Path

from storage.archive import Archive
from storage.records import Block, Image, Link, Reading, Release, SourceInfo
from storage.write.crawls import Crawl
from tests.storage.builders import (
    FACTS,
    START,
    at,
    close_crawl,
    commit,
    keep_readings,
    line,
    listing,
    open_crawl,
    read_as,
    release_at,
    visit,
)

JAPAN = SourceInfo("jp_mofa_ja", "外務省", "JP", "ja")
ARABIA = SourceInfo("ar_water", "وزارة المياه", "AR", "ar")
MOVED = "https://water.example/new/undated"
HOSTILE = "\x1b]0;pwned\x07[bold]x[/bold]\u202egnp.exe\x9b31m"
LONG = "The Ministers welcomed the progress of the joint work on the harbour of Keshtan since last year."


def url(key: str) -> str:
    return f"https://water.example/press/{key}"


def points(*texts: str, markers: str = "123456789") -> tuple[Block, ...]:
    return tuple(Block("point", text, marker) for marker, text in zip(markers, texts, strict=False))


def page(title: str, *texts: str, **fields) -> Release:
    blocks = fields.pop("blocks", tuple(Block("paragraph", text) for text in texts))
    return Release(title, fields.pop("published", START.date()), blocks, **fields)


WATER = {
    "edited": [
        page(
            "Water for all",
            f"{LONG} The Ministry will spend 690 million on it, and welcomes the help of its friends.",
            "A closing word, that nobody minds.",
            images=(Image(url("a.jpg"), "The Minister at the well"),),
            links=(
                Link("attachment", url("plan.pdf"), "Plan"),
                Link("translation", "https://water.example/fr/1", "fr"),
            ),
        ),
        page(
            "Water for everyone",
            f"{LONG} The Ministry will not spend 705 million on it, and welcomes the help of its friends.",
            "A closing word — that nobody minds.",
            images=(Image(url("a.jpg"), "The Minister beside the well"),),
            links=(
                Link("attachment", url("plan2.pdf"), "Plan"),
                Link("translation", "https://water.example/fr/1", "fr"),
            ),
        ),
    ],
    "dressed": [page("Of dots", 'He said "yes", twice.'), page("Of dots", "He said “yes” , twice.")],
    "ordered": [
        page("In order", blocks=points("Apples were eaten.", "Bridges were built by many.", "Coal was left there.")),
        page("In order", blocks=points("Bridges were built by many.", "Coal was left there.", "Apples were eaten.")),
    ],
    "cut": [
        page("Cut", "One sentence stood here alone. Another came after it at once.", "Last words of the day."),
        page("Cut", "One sentence stood here alone.", "Another came after it at once.", "Last words of the day."),
    ],
    "counted": [
        page("Counted", blocks=points("Apples were eaten.", "Bridges were built.")),
        page("Counted", blocks=points("Apples were eaten.", "Bridges were built.", markers="23")),
    ],
    "undated": [page("Undated", "No date stands on this page.", published=None)],
    "hostile": [page(HOSTILE, blocks=(Block("paragraph", f"evil {HOSTILE}"),), author=HOSTILE)],
}
TALKS = "外務大臣は、令和七年一月七日、東京において、アメリカ合衆国国務長官との間で、約{}分間会談を行いました。"
MEETING = "عقد الوزير اجتماعا مع نظيره في {} يوم الثلاثاء الماضي لمناقشة المياه والأنهار بين البلدين."
OTHERS = {
    JAPAN: (
        "https://www.mofa.example/1",
        *(page("日米外相会談", blocks=points(TALKS.format(n) * 2)) for n in (690, 705)),
    ),
    ARABIA: ("https://ar.example/1", *(page("اجتماع الوزير", MEETING.format(city)) for city in ("طوكيو", "لندن"))),
}


def make(path: Path) -> str:
    """Make the archive in a file and give its URL; releases are numbered in the order of `WATER`, then `OTHERS`."""
    archive = Archive.open(f"sqlite:///{path}")
    water = open_crawl(archive, FACTS, "update", "{}", START)
    commit(archive, water, [listing([line(key, published=START.date()) for key in WATER])])
    for key, versions in WATER.items():
        _show(archive, water, url(key), key, versions)
    number = release_at(archive, water, "dressed", url("dressed"), START).release_id
    for hours in (30, 60):
        kept = commit(archive, water, [visit(number, hours, None, url("dressed"), status=404)])
        keep_readings(archive, water, read_as(kept, [Reading("not_found", message="404")]))
    moved = release_at(archive, water, "undated", url("undated"), START).release_id
    kept = commit(archive, water, [visit(moved, 40, None, url("undated"), status=301)])
    keep_readings(archive, water, read_as(kept, [Reading("redirected", message=MOVED)]))
    listed = [line(key, published=START.date()) for key in WATER if key != "counted"]
    commit(archive, water, [listing(listed, 50)])
    close_crawl(archive, water, "complete", [], at(61))
    for facts, (where, *versions) in OTHERS.items():
        crawl = open_crawl(archive, facts, "update", "{}", START)
        _show(archive, crawl, where, where, versions)
        close_crawl(archive, crawl, "complete", [], at(61))
    archive.close()
    return f"sqlite:///{path}"


def _show(archive: Archive, crawl: Crawl, where: str, key: str, versions: list[Release]) -> None:
    """The first version is seen at the hours 1 and 2, the second at the hour 24."""
    number = release_at(archive, crawl, key, where, START).release_id
    seen = [(1, versions[0]), (2, versions[0]), *((24, version) for version in versions[1:])]
    for hours, shown in seen:
        kept = commit(archive, crawl, [visit(number, hours, repr(shown) + shown.blocks[0].text, where)])
        keep_readings(archive, crawl, read_as(kept, [Reading("read", shown, layout="first")]))
