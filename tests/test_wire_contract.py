"""The contract: every request and response block in the WARC equals what the server sent and got, over HTTP and HTTPS."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from archive.reader import WarcReader
from archive.record import Record
from archive.verify import verify_files
from tests.command import ROOT
from tests.newspaper import Newspaper
from tests.newspaper.oddities import ODDITIES, Fate, Oddity, lay_out

Run = tuple[list[tuple[str, bytes, bytes]], list[Record], Path]


@pytest.fixture(scope="module", params=["http", "https"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Two rounds of all oddities, sixteen at a time: the server's log and the archive's records."""
    data = tmp_path_factory.mktemp(request.param)
    with Newspaper(edition=False, tls=request.param == "https") as paper:
        lay_out(paper, ODDITIES)
        environment = {"PATH": "/usr/bin:/bin"} | ({"SSL_CERT_FILE": str(paper.ca_file)} if request.param == "https" else {})
        settings = {
            "DATA_DIR": data,
            "NETWORK_ALLOW": paper.netloc,
            "RETRY_ENABLED": 0,
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        }
        scrapy = str(Path(sys.executable).with_name("scrapy"))
        command = [scrapy, "runspider", "tests/odd_spider.py", "-a", f"base={paper.url}", "-a", "rounds=2"]
        for name, value in settings.items():
            command += ["-s", f"{name}={value}"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)
        log = [(str(each.target), each.request, each.response) for each in paper.exchanges]
    records = [record for path in sorted((data / "warc").rglob("*.warc.gz")) for record in WarcReader(path) if isinstance(record, Record)]
    return log, records, data


def named(records: list[Record], *kinds: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        if record.type in kinds:
            found.setdefault("/odd/" + (record.target_uri or "").rpartition("/odd/")[2], []).append(record)
    return found


def test_every_request_is_in_the_archive_as_the_server_got_it(run: Run) -> None:
    log, records, _ = run
    kept = Counter(record.block.read() for record in records if record.type == "request")
    assert kept == Counter(request for _, request, _ in log)
    assert kept.total() >= 2 * len(ODDITIES)


@pytest.mark.parametrize("odd", ODDITIES, ids=lambda odd: odd.name)
def test_the_response_is_in_the_archive_as_it_was_sent(run: Run, odd: Oddity) -> None:
    """A revisit holds the head of it; what was cut holds what came, and says so."""
    log, records, _ = run
    sent = [response for target, _, response in log if target == odd.target]
    said_before = [each for each in named(records, "metadata").get(odd.target, []) if each.content_type == "application/http"]
    kept = named(records, "response", "revisit").get(odd.target, [])
    before = b"".join(record.block.read() for record in said_before[: len(said_before) // 2])
    if odd.fate is Fate.NOTHING or before in sent:  # nothing, or nothing but interim responses
        assert kept == []
        return
    assert len(kept) == len(sent) >= 2  # more than twice, where a kept connection was out of step and the page was asked for again
    for record in kept:
        block = before + record.block.read()
        if record.type == "revisit" and (record.fields.get("WARC-Profile") or "").endswith("identical-payload-digest"):
            assert sent[0].startswith(block)
            assert record.fields.get("WARC-Truncated") == "length"
        elif odd.fate is Fate.WHOLE:
            assert block in sent
            assert record.truncated is None
        else:
            assert any(each.startswith(block) or block.startswith(each) for each in sent)
            assert odd.fate is not Fate.CUT or record.truncated is not None


def test_nothing_of_it_is_against_the_standard(run: Run) -> None:
    _, _, data = run
    assert [finding for finding in verify_files(sorted((data / "warc").rglob("*.warc.gz"))) if finding.severity == "error"] == []
