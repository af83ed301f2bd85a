"""Revision 0008: the listings that an archive held before say which days they show, as far as their lines tell."""

from datetime import date

from alembic import command

from storage.models import ReadingRow
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.builders import commit, crawl_of, line, listing, rows


def test_the_days_are_those_of_the_lines(archive):
    crawl = crawl_of(archive)
    lines = [line(str(number), published=date(2025, 1, number)) for number in (1, 2, 3)]
    commit(archive, crawl, [listing(lines[1::-1], 1), listing(lines[:0:-1], 2), listing([line("undated")], 3)])
    before = [(row.first_day, row.last_day) for row in rows(archive, ReadingRow)]
    assert before == [(date(2025, 1, 1), date(2025, 1, 2)), (date(2025, 1, 2), date(2025, 1, 3)), (None, None)]
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0007")
    upgrade(archive.engine)
    assert [(row.first_day, row.last_day) for row in rows(archive, ReadingRow)] == before
