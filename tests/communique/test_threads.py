import subprocess
import sys

import pytest

DIES = """
import sys, threading
from communique import __main__ as program, cli, errors

def dies():
    raise {error}

def command(*_, **__):
    errors.log(debug=False)
    threading.Thread(target=dies).start()
    threading.Event().wait()

cli.app = command
program.main([])
"""


@pytest.mark.parametrize(
    ("error", "told"),
    [("MemoryError", "error: out of memory"), ("KeyError('x')", "error: this should not happen: KeyError: 'x'")],
)
def test_a_thread_that_dies_ends_the_program_that_would_wait_for_it(error: str, told: str) -> None:
    words = [sys.executable, "-c", DIES.format(error=error)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(told)
