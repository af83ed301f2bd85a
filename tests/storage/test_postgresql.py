import pytest
from databases import database
from sqlalchemy import make_url, text

from storage.archive import Archive
from storage.database import connect
from storage.errors import ArchiveError
from storage.opening import open_archive, open_read_only
from storage.postgresql import connect_args


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_hold_all_scripts_is_refused_in_one_line(server: str, encoding: str) -> None:
    with database(server, f"template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'") as url:
        for opening in (open_archive, open_read_only):
            with pytest.raises(ArchiveError, match=f"is encoded in {encoding}, and an archive needs UTF8") as refused:
                opening(url)
            assert "\n" not in str(refused.value)


def test_an_environment_of_another_encoding_changes_nothing(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with database(server) as url:
        archive = Archive.open(url)
        with archive.reading() as db:
            assert db.execute(text("SELECT '外交部'")).scalar_one() == "外交部"
        archive.close()


def test_either_end_is_told_when_to_take_the_other_for_dead(server: str) -> None:
    engine = connect(server)
    with engine.connect() as db:
        asked = "SELECT setting FROM pg_settings WHERE name LIKE 'tcp\\_%' ORDER BY name"
        assert db.execute(text(asked)).scalars().all() == ["6", "60", "10", "120000"]
        assert db.execute(text("SHOW synchronous_commit")).scalar_one() == "on"  # the server of the tests has it off
        driver = db.connection.driver_connection
        assert driver is not None
        mine = driver.info.get_parameters()
        assert (mine["keepalives_idle"], mine["tcp_user_timeout"]) == ("60", "120000")
    engine.dispose()


def test_what_a_url_says_of_it_holds() -> None:
    assert connect_args(make_url("postgresql://host/name?keepalives_idle=5")).keys() & {"keepalives_idle"} == set()
    assert connect_args(make_url("postgresql://host/name"))["keepalives_idle"] == 60
