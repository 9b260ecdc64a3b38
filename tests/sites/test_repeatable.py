"""A page gives the same document in any year, in any zone, under any locale and hash seed: by its site's rules, and without them."""

from __future__ import annotations

import os
import subprocess
import sys

from crawler.golden import goldens
from tests.command import ROOT

READ_ALL = """
import sys
from hashlib import sha256
from pathlib import Path

from freezegun import freeze_time

from crawler.golden import goldens
from crawler.loader import rule_book
from pipelines.extraction.errors import ExtractionError
from pipelines.extraction.read import read
from pipelines.serialization import encode

with freeze_time(sys.argv[1]):
    for golden in goldens(Path("tests/sites")):
        for rules_for in (rule_book("crawler.sites"), lambda url: None):
            page = golden.page()
            try:
                found = encode(read(page, rules_for(page.url)))
            except ExtractionError as error:
                found = repr(error).encode()
            print(golden.name, sha256(found).hexdigest())
"""


def digests(moment: str, **environment: str) -> list[str]:
    command = [sys.executable, "-W", "ignore", "-c", READ_ALL, moment]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.splitlines()


def test_every_story_gives_the_same_bytes_on_two_machines_in_two_years() -> None:
    here = digests("2019-02-28 16:59:59", TZ="Asia/Jayapura", LC_ALL="C", PYTHONHASHSEED="1", PYTHONUTF8="0")
    there = digests("2044-02-29 17:00:01", TZ="America/Los_Angeles", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert len(here) == 2 * len(goldens(ROOT / "tests" / "sites"))
    assert here == there
