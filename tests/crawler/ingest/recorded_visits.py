"""Recorded visits of two ministries that are read as the real ones are, and what an archive made of them."""

import warc_files as warcs
from sqlalchemy import text

from storage.archive import Archive

CHINA = "https://www.fmprc.gov.cn/mfa_eng/xwfw_665399/s2510_665401/2511_665403/"
JAPAN = "https://www.mofa.go.jp/"
FEED = "https://www.state.gov/rss-feed/press-releases/feed/"
TEXT = "The two sides exchanged views on their relations and agreed to go on doing so. "


def china(number: int, words: str = TEXT) -> bytes:
    title = f"Foreign Ministry Spokesperson's Regular Press Conference on July {number % 28 + 1}, 2019"
    return f"""<html><body><div class="content_mod"><h2 class="title">{title}</h2>
<div class="content"><p>{number}: {words * 10}</p></div></div></body></html>""".encode()


def china_listing(*numbers: int, folder: str = "./") -> bytes:
    entries = "".join(
        f'<li><a href="{folder}t{n}.shtml">Conference on July {n % 28 + 1}, 2019</a></li>' for n in numbers
    )
    script = '<script>createPageHTML(1, 0, "default", "shtml");</script>'
    return (
        f'<html><body><div class="newsLst_mod"><ul>{entries}</ul></div>{script}<p>{TEXT * 9}</p></body></html>'.encode()
    )


def feed(*items: tuple[int, str]) -> bytes:
    shown = "".join(
        f"<item><title>Release {n}</title><link>https://www.state.gov/release-{n}/</link>"
        f"<pubDate>Sat, 22 May 2021 12:00:00 +0000</pubDate><guid>https://www.state.gov/?page_id={n}</guid>"
        f"<content:encoded><![CDATA[<p>{words} {TEXT * 3}</p>]]></content:encoded></item>"
        for n, words in items
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0"?><rss version="2.0" {space}><channel>{shown}</channel></rss>'.encode()


def at(second: int) -> str:
    return f"2020-07-04T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"


def page(number: int, second: int, **headers: str) -> bytes:
    return warcs.response(f"{CHINA}t{number}.shtml", at(second), china(number), **headers)


def rows(archive: Archive, query: str) -> list[tuple[object, ...]]:
    with archive.engine.connect() as db:
        return [tuple(row) for row in db.execute(text(query))]


def versions(archive: Archive) -> list[tuple[object, ...]]:
    query = """SELECT r.key, s.version, s.title, s.first_seen, s.last_seen, s.captures
    FROM snapshot s JOIN release r ON r.id = s.release_id ORDER BY r.key, s.version"""
    return rows(archive, query)
