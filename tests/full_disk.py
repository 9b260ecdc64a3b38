"""A crawl onto a disk that fills up, in a mount namespace of its own: `unshare -rm python -m tests.full_disk FOLDER`.

Mounts a small tmpfs on FOLDER, leaves little room beside a ballast, crawls, takes the ballast away, crawls again, and prints as JSON what
came of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.command import scrapy
from tests.crash_trials import Holding
from tests.newspaper import Newspaper
from tests.newspaper.mass import publish

SIZE = 24 << 20  # bytes of the disk
ARTICLES = 150


def trial(folder: Path, room: int, floor: int) -> dict[str, object]:
    """Crawl with `room` bytes, twice; then with all there is."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=True)
    data, ballast = folder / "data", folder / "ballast"
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, list(range(ARTICLES)))}"

        def crawl(into: Path) -> int:
            return scrapy("crawl", "news", "-a", order, data=into, NETWORK_ALLOW=paper.netloc, DISK_FREE_MIN=str(floor)).code

        whole = folder / "whole"
        assert crawl(whole) == 0
        expected = Holding.of(whole)
        status = os.statvfs(folder)
        ballast.write_bytes(b"\0" * (status.f_bavail * status.f_frsize - room))
        codes = [crawl(data), crawl(data)]
        full = Holding.of(data)
        ballast.unlink()
        codes.append(crawl(data))
        return {
            "codes": codes,
            "damages": full.damages,
            "captures_when_full": len(full.captures),
            "differences": Holding.of(data).differences(expected),
        }


if __name__ == "__main__":
    target = Path(sys.argv[1])
    print(json.dumps(trial(target, int(sys.argv[2]), int(sys.argv[3]))))
