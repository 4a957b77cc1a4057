"""A bar on a terminal, and nothing where there is none."""

import os
import pty
import subprocess
import sys

DRAW = """
from resource_dir.cli.running import progress_bar
with progress_bar("import county", "") as move:
    for done in range(0, 101, 10):
        move(done, 100)
"""


def test_a_terminal_sees_a_bar() -> None:
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", DRAW], stderr=theirs, check=True)
    os.close(theirs)

    drawn = os.read(ours, 100_000).decode()

    assert "import county" in drawn
    os.close(ours)


def test_a_file_sees_none() -> None:
    done = subprocess.run([sys.executable, "-c", DRAW], capture_output=True, check=True)

    assert done.stdout == b""
    assert done.stderr == b""
