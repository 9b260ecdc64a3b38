"""A list of URLs is gone through as often as wanted and never held."""

from __future__ import annotations

import os
import threading
import tracemalloc
from pathlib import Path

import pytest

from crawler.arguments import ArgumentError, read_arguments
from crawler.listed import LINE_BYTES, BadLine, Listed


def test_a_list_is_gone_through_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_bytes(b"\xef\xbb\xbfhttps://a.id/1\r\n\n# lama\n  https://a.id/2  \nhttps://a.id/1")
    listed = Listed.of(path, ("https://a.id/0",))
    for _ in range(2):
        assert list(listed) == ["https://a.id/0", "https://a.id/1", "https://a.id/2", "https://a.id/1"]
    assert "https://a.id/2" in listed
    assert "https://a.id/0" in listed
    assert "https://a.id/3" not in listed
    path.unlink()
    assert "https://a.id/2" in list(listed)


def test_a_line_over_a_block_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    urls = [f"https://a.id/{number}/{'a' * 900}" for number in range(200)]
    path.write_text("\n".join(urls))
    assert list(Listed.of(path)) == urls


def test_a_file_without_lines_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_bytes(b"a" * (LINE_BYTES * 4))
    with pytest.raises(BadLine):
        Listed.of(path)
    with pytest.raises(ArgumentError, match="a line of over"):
        read_arguments({"urls": str(path)}, any_site=True)


def test_a_pipe_is_a_list_too(tmp_path: Path) -> None:
    path = tmp_path / "pipa"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=("https://a.id/1\nhttps://a.id/2\n",))
    writer.start()
    order = read_arguments({"urls": str(path)}, any_site=True)
    writer.join()
    assert list(order.pages) == list(order.pages) == ["https://a.id/1", "https://a.id/2"]


def test_a_large_list_takes_no_memory_for_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("".join(f"https://a.id/{number}/{'perahu-kayu-' * 12}\n" for number in range(20_000)))
    tracemalloc.start()
    try:
        listed = Listed.of(path)
        assert sum(1 for _ in listed) == 20_000
        assert tracemalloc.get_traced_memory()[1] < path.stat().st_size / 2
    finally:
        tracemalloc.stop()
