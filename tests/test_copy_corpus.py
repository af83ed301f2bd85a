"""An archive of real pages, copied from SQLite to PostgreSQL and back: the same tree head, the same exports."""

from pathlib import Path

from crawl_runner import Crawls
from databases import SORTING, database

PART = 1_500_000  # bytes of the recording


def test_an_archive_of_real_pages_is_the_same_on_either_database(corpus: Path, server: str, tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with (corpus / "cn_fmprc.warc.gz").open("rb") as whole:
        (tmp_path / "part.warc.gz").write_bytes(whole.read(PART))
    imported = crawls.run("import", "--json", "part.warc.gz", real=True, patience=120)
    assert sum(line["new"] for line in imported.lines) > 50
    with database(server, SORTING) as url:
        first, back = f"sqlite:///{crawls.path}", f"sqlite:///{tmp_path / 'back.db'}"
        told = set()
        for number, (before, archive) in enumerate([("", first), (first, url), (url, back)]):
            if before:
                assert crawls.run("copy", before, archive, patience=120).code == 0
            verified = crawls.run("verify", "--full", url=archive)
            assert crawls.run("export", f"{number}.jsonl", "--every-version", url=archive).code == 0
            lines = (tmp_path / f"{number}.jsonl").read_bytes()
            told.add((verified.code, verified.out, lines))
        ((code, head, _),) = told
        assert (code, head.startswith("tree head: ")) == (0, True)
