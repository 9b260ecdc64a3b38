"""Commands that read pages survive their readers, and end quietly where nobody takes what they print."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.building import foreign, gzipped, response
from tests.command import ROOT


@pytest.mark.parametrize("command", ["replay", "verify"])
def test_a_reader_that_dies_while_it_is_written_to_kills_nobody_else(command: str) -> None:
    """A socket whose other end is closed raises where SIGPIPE is ignored, and ends the process where it is not."""
    source = Path(ROOT / "crawler" / "commands" / f"{command}.py").read_text()
    assert "SIG_DFL" not in source
    assert signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN


def test_a_pipe_that_nobody_reads_ends_the_command_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "uji.warc.gz"
    path.write_bytes(gzipped(*[foreign(response(b"x"), uri=f"https://koran.example/{number}") for number in range(2000)]))
    reading, writing = os.pipe()
    os.close(reading)
    command = [str(Path(sys.executable).with_name("scrapy")), "verify", str(path)]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")
