"""The programs that other archives use, in an environment of their own, which `.ci/peers` makes."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from socket import create_connection, create_server

PEERS = "COMMUNIQUE_TEST_PEERS"  # the variable with its folder
PATIENCE = 30  # seconds until a server must answer


def ran(program: str | Path, *arguments: str | Path, cwd: Path) -> str:
    """What a program printed, on either stream. Fails where it does."""
    how = {"cwd": cwd, "env": environment(), "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run([program, *arguments], check=False, text=True, **how)
    assert done.returncode == 0, done.stdout
    return done.stdout


@contextmanager
def serving(program: Path, *arguments: str | Path, cwd: Path) -> Iterator[str]:
    """Runs a server on a free port, which is told to it as its last argument; gives where it answers."""
    with closing(create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with (cwd / f"{program.name}.log").open("wb") as log:
        how = {"cwd": cwd, "env": environment(), "stdout": log, "stderr": log}
        process = subprocess.Popen([program, *arguments, str(port)], **how)
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(port):
            if time.monotonic() > end or process.poll() is not None:
                raise AssertionError(Path(log.name).read_text())
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    with suppress(ConnectionError), create_connection(("127.0.0.1", port)):
        return True
    return False


def until_another_second() -> None:
    """Many recordings date visits by seconds."""
    time.sleep(1.001 - time.time() % 1)


def environment() -> dict[str, str]:
    """Without what is meant for the Python of these tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def folder() -> tuple[Path, str | None]:
    """The environment, and why it is none."""
    named = os.environ.get(PEERS, "")
    if not named:
        return Path(), f"{PEERS} is not set; .ci/peers sets it"
    return Path(named), None if Path(named, "bin", "pywb").exists() else f"{named} holds no pywb"
