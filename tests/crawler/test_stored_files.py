"""Which files a PATH means, also where it leads to none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler.stored import NothingStored, stored_files


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "x.warc.gz"
    os.mkfifo(pipe)
    with pytest.raises(NothingStored, match="neither file nor folder"):
        stored_files([str(pipe)])


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "x.warc.gz"
    link.symlink_to(link)
    with pytest.raises(NothingStored, match="symbolic links"):
        stored_files([str(link)])


def test_pipes_and_broken_links_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.warc.gz")
    (tmp_path / "loop.warc.gz").symlink_to(tmp_path / "loop.warc.gz")
    (tmp_path / "real.warc.gz").write_bytes(b"")
    assert stored_files([str(tmp_path)]) == [tmp_path / "real.warc.gz"]
