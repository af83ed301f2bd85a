"""`serve`: in a process of its own, over HTTP, until a signal."""

import re
import shutil
import signal
import socket
import subprocess
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from sqlalchemy import make_url
from starlette.testclient import TestClient

from reader.app import reader
from tests.communique.command_line import Line, process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_a_signal_and_ends_in_order(asked: str, number: signal.Signals) -> None:
    running = subprocess.Popen(**process("serve", "--port", "0", archive=asked), stderr=subprocess.PIPE, text=True)
    try:
        place = urlsplit(re.search("http://[^ ]+", running.stderr.readline())[0])
        connection = HTTPConnection(place.netloc, timeout=20)
        connection.request("GET", "/releases/1/")
        assert "Water for everyone" in connection.getresponse().read().decode()
        connection.close()
        running.send_signal(number)
        assert running.communicate(timeout=20)[1] == ""
        assert running.returncode == 0
    finally:
        running.kill()
        running.communicate()


def test_an_archive_that_is_not_there_is_said_before_anything_is_served(tmp_path, capsys) -> None:
    ran = Line(f"sqlite:///{tmp_path / 'none.db'}", capsys)("serve", "--port", "0")
    assert ran.code == 2
    assert "there is no archive" in ran.err


def test_a_port_that_is_taken_is_said(communique: Line) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = communique("serve", "--port", str(taken.getsockname()[1]))
    assert ran.code == 2
    assert "--port takes another" in ran.err


def test_the_demo_is_left_open_in_a_browser(tmp_path) -> None:
    started = process("demo", "--serve", archive="none") | {"cwd": tmp_path}
    running = subprocess.Popen(**started, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        said = next(line for line in running.stderr if "until Ctrl-C" in line)
        connection = HTTPConnection(urlsplit(re.search("http://[^ ]+", said)[0]).netloc, timeout=20)
        connection.request("GET", "/changes/")
        assert "gone" in connection.getresponse().read().decode()
        connection.close()
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
    finally:
        running.kill()
        running.communicate()


def test_a_copy_that_nobody_may_write_to_is_read(asked: str, tmp_path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    copy = folder / "archive.db"
    shutil.copy(make_url(asked).database, copy)
    copy.chmod(0o444)
    folder.chmod(0o555)
    try:
        with TestClient(reader(f"sqlite:///{copy}")) as client:
            assert client.get("/search/?q=water").status_code == 200
        assert [one.name for one in folder.iterdir()] == ["archive.db"]
    finally:
        folder.chmod(0o755)
