"""A replay of hostile archives opens no socket, ends, and names what it passes over."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.building import foreign, gzipped, response
from tests.command import scrapy
from tests.pipelines.extraction.pages import SENTENCES, article

#: Every Python process of a replay writes down what it asks of the network. A bind sends nothing: urllib3 binds once while it is imported.
_PROBE = """
import sys
seen = open({log!r}, "a", buffering=1)
def hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        if event == "socket.getaddrinfo" or isinstance(arguments[-1], tuple):
            seen.write(event + " " + ascii(arguments[-1]) + chr(10))
sys.addaudithook(hook)
"""
_PLANTED = """
import pipelines.stored_page as stored_page, socket
before = stored_page.page_of
def page_of(stored):
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except (OSError, RuntimeError):
        pass
    return before(stored)
stored_page.page_of = page_of
"""
_BOMB = gzip.compress(bytes(8 << 20), 9, mtime=0)
GOOD = article("").encode()


def hostile() -> bytes:
    """Records that want something fetched, opened or inflated, and a good one at the end."""
    pages = {
        "http://[::1/x": GOOD,
        "javascript:alert(1)": GOOD,
        "file:///etc/passwd": GOOD,
        "https://koran.example/../../../../etc/cron.d/x%00": GOOD,
        "https://koran.example/minta": article(
            "<img src='http://127.0.0.1:9/a.png'><iframe src='http://127.0.0.1:9/'></iframe><link rel=stylesheet href='http://127.0.0.1:9/a'>",
            head="<base href='http://127.0.0.1:9/'><link rel=canonical href='http://169.254.169.254/latest'>"
            "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
        ).encode(),
        "https://koran.example/luar": b"<?xml version='1.0'?><!DOCTYPE html SYSTEM 'http://127.0.0.1:9/x' [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        + GOOD,
        "https://koran.example/dalam": b"<div>" * 5000 + GOOD,
        "https://koran.example/akhir": GOOD,
    }
    records = [foreign(response(page, b"Content-Type: text/html"), uri=url, version="1.1") for url, page in pages.items()]
    bomb = foreign(response(_BOMB, b"Content-Type: text/html", b"Content-Encoding: gzip"), uri="https://koran.example/bom", version="1.1")
    redirect = foreign(
        response(b"", b"Location: http://169.254.169.254/", status=b"302 Found"), uri="https://koran.example/pindah", version="1.1"
    )
    return gzipped(*records[:-1], bomb, redirect)[:-30] + gzipped(records[-1])


def replayed(tmp_path: Path, planted: str = "") -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Replay the hostile archive; every process of it writes down each attempt to use the network."""
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "jahat.warc.gz").write_bytes(hostile())
    log, site = tmp_path / "sockets", tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(_PROBE.format(log=str(log)))
    start = tmp_path / "mulai.py"
    start.write_text(
        f"import sys\n{planted}\nfrom scrapy.cmdline import execute\nexecute(['scrapy', 'replay', {str(tmp_path / 'warc')!r}])\n"
    )
    root = str(Path(__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{root}", "ARSIP_DATA_DIR": str(tmp_path / "data")}
    done = subprocess.run([sys.executable, str(start)], cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return done, log.read_text().splitlines()


def test_a_replay_of_a_hostile_archive_opens_no_socket(tmp_path: Path) -> None:
    done, attempts = replayed(tmp_path)
    assert (done.returncode, attempts) == (9, []), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    documents = b"".join(path.read_bytes() for path in (tmp_path / "data" / "articles").rglob("*.json"))
    assert SENTENCES[0].encode() in documents
    assert b"root:" not in documents
    for address in (
        "http://[::1/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://koran.example/bom",
        "https://koran.example/dalam",
    ):
        assert address in done.stdout + done.stderr or "Invalid IPv6" in done.stderr, address


def test_the_same_check_sees_a_socket_that_is_planted(tmp_path: Path) -> None:
    _, attempts = replayed(tmp_path, _PLANTED)
    assert attempts


@pytest.mark.parametrize("command", ["verify", "repair"])
def test_other_commands_end_in_a_sentence_too(command: str, tmp_path: Path) -> None:
    path = tmp_path / "jahat.warc.gz"
    path.write_bytes(hostile())
    outcome = scrapy(command, str(path), data=tmp_path / "data")
    assert "Traceback" not in outcome.err
    assert outcome.code in (0, 9)
