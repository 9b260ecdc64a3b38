"""RunReport: what a run did, in a summary for people, a summary.json for machines, and every URL that gave nothing with its reason."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from crawler.exitcodes import ExitCode
from crawler.runfolder import RunFolder
from crawler.signals import listing_read, page_expected, url_skipped
from crawler.skips import Skip
from crawler.stopping import ARCHIVE_FAILED, DISK_FAILED, OUT_OF_SPACE
from crawler.terminal import printable
from pipelines.document import Document
from pipelines.filing import Filed
from pipelines.signals import document_kept, page_skipped

INDEX_PAGE = "index_page"  # a list of articles among what a sitemap lists is no broken article; asked for by itself it is


class RunReport:
    """Scrapy extension. Counts as the run goes, writes `data/runs/<run>/`, and settles the exit code."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._settings = crawler.settings
        self._folder = RunFolder(Path(crawler.settings["DATA_DIR"]) / "runs" / crawler.settings["RUN_ID"])
        self._began = datetime.now(UTC)
        self.expected = 0  # pages that should become documents
        self.failed = 0  # of those, the ones that did not, for a reason that is a failure
        self.answered = 0  # of those, the ones that came
        self.listed = 0  # entries of the seeds
        self.seeds = 0  # seeds that were looked at, in vain or not
        self.documents: Counter[str] = Counter()  # new, changed, unchanged
        self.reasons: Counter[str] = Counter()
        self._expected_urls: set[str] = set()
        self._first_skip = ""  # what a run that got nothing has to say

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        report = cls(crawler)
        connect = crawler.signals.connect
        connect(report.spider_opened, signals.spider_opened)
        connect(report.spider_closed, signals.spider_closed)
        connect(report.page_expected, page_expected)
        connect(report.url_skipped, url_skipped)
        connect(report.page_skipped, page_skipped)
        connect(report.document_kept, document_kept)
        connect(report.listing_read, listing_read)
        return report

    # -- while it runs -------------------------------------------------------------------------

    def spider_opened(self, spider: Spider) -> None:
        self._folder.open()

    def page_expected(self, url: str) -> None:
        self.expected += 1
        self._expected_urls.add(url)

    def listing_read(self, url: str, entries: int, is_seed: bool) -> None:
        self.listed += entries
        self.seeds += is_seed

    def url_skipped(self, url: str, final_url: str, reason: str, message: str, expected: bool) -> None:
        self.failed += expected
        self.answered += reason == Skip.DUPLICATE
        self._note(url, final_url, reason, message)

    def page_skipped(self, url: str, reason: str, message: str) -> None:
        listed_url = getattr(self._crawler.spider, "listed_urls", {}).get(url, url)
        if listed_url in self._expected_urls:
            self.answered += 1
            self.failed += reason != INDEX_PAGE or listed_url in getattr(getattr(self._crawler.spider, "order", None), "pages", ())
        self._note(listed_url, url, reason, message)

    def document_kept(self, document: Document, filed: Filed) -> None:
        self.answered += 1
        self.documents["unchanged" if not filed.is_new else "new" if filed.version == 1 else "changed"] += 1

    def _note(self, url: str, final_url: str, reason: str, message: str) -> None:
        self.reasons[str(reason)] += 1
        self._first_skip = self._first_skip or f"{url}: {message}"
        self._folder.skip({"url": url, "final_url": final_url, "reason": str(reason), "message": message})

    # -- at the end ----------------------------------------------------------------------------

    def spider_closed(self, spider: Spider, reason: str) -> None:
        assert self._crawler.stats is not None
        self._folder.close()
        code = self.verdict(reason)
        self._crawler.stats.set_value("run/exit_code", int(code))
        summary = self.summary(spider.name, reason, code)
        self._folder.write("summary.json", json.dumps(summary, indent=2) + "\n")
        feeds_to_stdout = any(str(uri).startswith("stdout") or str(uri) == "-" for uri in self._settings.getdict("FEEDS"))
        print("\n".join(self.lines(summary)), file=sys.stderr if feeds_to_stdout else sys.stdout, flush=True)

    def verdict(self, reason: str) -> ExitCode:
        """The exit code of a run that ended for `reason` (Scrapy's finish reason)."""
        assert self._crawler.stats is not None
        if reason in (OUT_OF_SPACE, DISK_FAILED):
            return ExitCode.OUT_OF_SPACE
        if reason == ARCHIVE_FAILED or self._crawler.stats.get_value("spider_exceptions/count"):
            return ExitCode.INTERNAL_ERROR
        if reason != "finished":  # a signal, or one of Scrapy's CLOSESPIDER budgets
            return ExitCode.INTERRUPTED
        is_barren = not self.listed and not self.answered and not self.documents.total()
        if is_barren and (self.seeds or self.expected):  # a run that had nothing left to do is complete
            return ExitCode.BLOCKED
        if self.failed > self._settings.getfloat("FAILURE_SHARE") * max(1, self.expected):
            return ExitCode.PARTIAL
        return ExitCode.COMPLETE

    def summary(self, spider: str, reason: str, code: ExitCode) -> dict[str, Any]:
        """What summary.json holds. Names are promised; more may come."""
        stats = self._crawler.stats
        assert stats is not None
        statuses = {key.rpartition("/")[2]: value for key, value in stats.get_stats().items() if "response_status_count/" in key}
        return {
            "run": self._settings["RUN_ID"],
            "spider": spider,
            "arguments": dict(getattr(getattr(self._crawler.spider, "order", None), "asked", {})),
            "replay": self._settings.get("REPLAY") or None,
            "exit_code": int(code),
            "verdict": code.name.lower(),
            "finish_reason": reason,
            "started_at": self._began.isoformat(timespec="seconds"),
            "seconds": round((datetime.now(UTC) - self._began).total_seconds(), 3),
            "pages_expected": self.expected,
            "pages_failed": self.failed,
            "requests": stats.get_value("downloader/request_count", 0),
            "responses": dict(sorted(statuses.items())),
            "response_bytes": stats.get_value("downloader/response_bytes", 0),
            "documents": {kind: self.documents[kind] for kind in ("new", "changed", "unchanged")},
            "skipped": dict(self.reasons.most_common()),
            "replay_missing": stats.get_value("replay/missing", 0),
            "archive_failure": stats.get_value("archive/failure"),
        }

    def lines(self, summary: dict[str, Any]) -> list[str]:
        """The summary for people: six lines."""
        documents, skipped = summary["documents"], summary["skipped"]
        statuses = ", ".join(f"{count} x {status}" for status, count in summary["responses"].items()) or "none"
        verb = "replayed" if summary["replay"] else "fetched"
        failure = f": {printable(summary['archive_failure'])}" if summary["archive_failure"] else ""
        if summary["exit_code"] == ExitCode.BLOCKED and self._first_skip:
            failure = f": {printable(self._first_skip)}"
        data_dir = Path(self._settings["DATA_DIR"])
        verdict = f"{summary['verdict'].replace('_', ' ')} (exit {summary['exit_code']})"
        return [
            f"{summary['spider']}: {verdict} in {summary['seconds']:.1f} s{failure}",
            f"  {verb:<9} {summary['requests']} requests, {summary['response_bytes'] / 1000:.0f} kB: {statuses}",
            f"  articles  {documents['new']} new, {documents['changed']} changed, {documents['unchanged']} unchanged"
            f" in {data_dir / 'articles'}",
            "  skipped   " + (", ".join(f"{count} {reason}" for reason, count in skipped.items()) or "nothing"),
            "  archive   " + (summary["replay"] if summary["replay"] else str(data_dir / "warc" / summary["spider"])),
            f"  report    {self._folder.path}",
        ]
