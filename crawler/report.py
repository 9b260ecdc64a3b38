"""RunReport: what a run did, in a summary for people, a summary.json for machines, a page for both, and every URL that gave nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, cast

import msgspec
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.exitcodes import ExitCode, worst
from crawler.operations.judging import Judge, Verdict
from crawler.operations.past import past_runs
from crawler.operations.summary import RunSummary, encode_summary
from crawler.operations.tally import Kept, Skipped, Tally
from crawler.operations.words import lines, trouble_of
from crawler.runfolder import RunFolder, is_full
from crawler.signals import listing_read, page_expected, url_skipped
from crawler.skips import Skip
from crawler.stopping import ARCHIVE_FAILED, DISK_FAILED, OUT_OF_SPACE, STOP_REASON
from pipelines.document import Document
from pipelines.filing import Filed
from pipelines.secrets import Secrets
from pipelines.signals import document_kept, page_skipped

INDEX_PAGE = "index_page"  # a list of articles among what a sitemap lists is no broken article; asked for by itself it is
MOST_PAST = 29  # earlier runs shown beside this one: a month of nights


class RunReport:
    """Scrapy extension. Counts as the run goes, has it judged at its end, writes `data/runs/<run>/`, and settles the exit code."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._settings = crawler.settings
        self._data_dir = Path(crawler.settings["DATA_DIR"])
        self._folder = RunFolder(self._data_dir / "runs" / crawler.settings["RUN_ID"])
        self._secrets = Secrets.among(crawler.settings)
        self._judges = list(_judges(crawler))
        self._began = datetime.now(UTC)
        self._tally = Tally()
        self._expected_urls: set[str] = set()  # of pages that have not come to an end
        self.summary: RunSummary | None = None  # when the run is over

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        report = cls(crawler)
        connect = crawler.signals.connect
        connect(report.spider_opened, signals.spider_opened)
        connect(report.spider_closed, signals.spider_closed)
        connect(report.item_failed, signals.item_error)
        connect(report.page_expected, page_expected)
        connect(report.url_skipped, url_skipped)
        connect(report.page_skipped, page_skipped)
        connect(report.document_kept, document_kept)
        connect(report.listing_read, listing_read)
        return report

    # -- while it runs -------------------------------------------------------------------------

    def spider_opened(self, spider: Spider) -> None:
        self._folder.open()

    def item_failed(self) -> None:
        """A pipeline failed in a way that nobody foresaw: as bad as a spider that does."""
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value("spider_exceptions/count")

    def page_expected(self, url: str) -> None:
        self._tally.expected += 1
        self._expected_urls.add(url)

    def listing_read(self, url: str, entries: int, is_seed: bool, form: str | None) -> None:
        self._tally.listed += entries
        self._tally.seeds += is_seed
        if is_seed and form is None:
            self._tally.failed_seeds.append(url)

    def url_skipped(self, url: str, final_url: str, reason: str, message: str, expected: bool) -> None:
        self._tally.failed += expected
        self._tally.answered += reason == Skip.DUPLICATE
        self._expected_urls.discard(url)
        self._note(url, final_url, reason, message)

    def page_skipped(self, url: str, reason: str, message: str) -> None:
        listed_url = getattr(self._crawler.spider, "listed_urls", {}).get(url, url)
        if listed_url in self._expected_urls:
            self._expected_urls.discard(listed_url)
            self._tally.answered += 1
            asked_for = getattr(getattr(self._crawler.spider, "order", None), "pages", ())
            self._tally.failed += reason != INDEX_PAGE or listed_url in asked_for
        self._note(listed_url, url, reason, message)

    def document_kept(self, document: Document, filed: Filed) -> None:
        self._tally.answered += 1
        self._expected_urls.discard(getattr(self._crawler.spider, "listed_urls", {}).get(document.url, document.url))
        self._tally.documents["unchanged" if not filed.is_new else "new" if filed.version == 1 else "changed"] += 1
        if filed.is_new and self._tally.wants_more_kept:
            path = os.path.relpath(filed.path, self._folder.path)
            self._tally.kept.append(Kept(document.article.headline, self._secrets.blot(document.url), path, filed.version == 1))

    def _note(self, url: str, final_url: str, reason: str, message: str) -> None:
        blot = self._secrets.blot
        skipped = Skipped(blot(url), blot(final_url), str(reason), blot(message))
        self._tally.skip(skipped)
        self._folder.skip(msgspec.structs.asdict(skipped))

    # -- at the end ----------------------------------------------------------------------------

    def spider_closed(self, spider: Spider, reason: str) -> None:
        self._folder.close()
        summary = self._judged(self._summarized(spider, reason))
        self._folder.write("summary.json", encode_summary(summary))
        self._folder.write("report.html", self._page(summary))
        if self._folder.is_out_of_space:
            summary = msgspec.structs.replace(summary, exit_code=ExitCode.OUT_OF_SPACE, verdict=ExitCode.OUT_OF_SPACE.name.lower())
        self.summary = summary
        feeds_to_stdout = any(str(uri).startswith("stdout") or str(uri) == "-" for uri in self._settings.getdict("FEEDS"))
        said = "\n".join(lines(self.summary, self._data_dir, self._folder.path))
        print(said, file=sys.stderr if feeds_to_stdout else sys.stdout, flush=True)

    def _verdict(self, reason: str) -> ExitCode:
        """The exit code of a run that ended for `reason` (Scrapy's finish reason)."""
        assert self._crawler.stats is not None
        reason = self._crawler.stats.get_value(STOP_REASON) or reason
        code = ExitCode.COMPLETE
        if reason in (OUT_OF_SPACE, DISK_FAILED):
            code = ExitCode.OUT_OF_SPACE
        elif reason == ARCHIVE_FAILED or self._crawler.stats.get_value("spider_exceptions/count"):
            code = ExitCode.INTERNAL_ERROR
        elif reason != "finished":  # a signal, or a budget
            code = ExitCode.INTERRUPTED
        elif self._tally.is_barren:
            code = ExitCode.BLOCKED
        elif self._is_partial():
            code = ExitCode.PARTIAL
        if code in (ExitCode.INTERNAL_ERROR, ExitCode.BLOCKED) and is_full(self._data_dir):
            return ExitCode.OUT_OF_SPACE  # what failed for that failed in many words, or none
        return code

    def _is_partial(self) -> bool:
        """Did too many pages fail, or a seed? What that lists is missed, however well the others went. A replay says nothing of seeds."""
        most = self._settings.getfloat("FAILURE_SHARE") * max(1, self._tally.expected)
        return self._tally.failed > most or bool(self._tally.failed_seeds and not self._settings.get("REPLAY"))

    def _summarized(self, spider: Spider, reason: str) -> RunSummary:
        """The run without its checks."""
        stats, settings = self._crawler.stats, self._settings
        assert stats is not None
        statuses = {key.rpartition("/")[2]: value for key, value in stats.get_stats().items() if "response_status_count/" in key}
        code, failure = self._verdict(reason), stats.get_value("archive/failure")
        first = self._tally.first_skip
        blocked = f"{first.url}: {first.message}" if code is ExitCode.BLOCKED and first is not None else None
        if code is ExitCode.PARTIAL and (seeds := self._tally.failed_seeds):
            blocked = self._secrets.blot(f"{len(seeds)} of {self._tally.seeds} seeds could not be had, such as {seeds[0]}")
        return RunSummary(
            run=settings["RUN_ID"],
            part_of=settings.get("PART_OF") or None,
            spider=spider.name,
            arguments=self._secrets.told(getattr(getattr(spider, "order", None), "asked", {})),
            replay=settings.get("REPLAY") or None,
            exit_code=code,
            verdict=code.name.lower(),
            finish_reason=reason,
            started_at=self._began.replace(microsecond=0),
            seconds=round((datetime.now(UTC) - self._began).total_seconds(), 3),
            pages_expected=self._tally.expected,
            pages_failed=self._tally.failed,
            requests=stats.get_value("downloader/request_count", 0),
            responses=dict(sorted(statuses.items())),
            response_bytes=stats.get_value("downloader/response_bytes", 0),
            documents=self._tally.filed,
            skipped=dict(self._tally.reasons.most_common()),
            replay_missing=stats.get_value("replay/missing", 0),
            archive_failure=failure and self._secrets.blot(failure),
            trouble=blocked or (failure and self._secrets.blot(failure)),
        )

    def _judged(self, summary: RunSummary) -> RunSummary:
        """The same with what its judges say of it, and what the disk said to them."""
        checks = tuple(check for judge in self._judges for check in judge.judge(summary))
        failed = (check.exit_code for check in checks if check.verdict is Verdict.FAILED)
        code = worst((summary.exit_code, self._verdict(summary.finish_reason), *failed))
        judged = msgspec.structs.replace(summary, checks=checks, exit_code=code, verdict=code.name.lower())
        return msgspec.structs.replace(judged, trouble=trouble_of(judged))

    def _page(self, summary: RunSummary) -> str:
        from crawler.operations.page import run_page  # here: the template engine takes 30 ms to import, which the crawl need not wait for

        earlier = past_runs(self._data_dir / "runs", summary.spider, before=summary.run) if summary.replay is None else iter(())
        past = [run for run, _ in zip(earlier, range(MOST_PAST), strict=False)]
        return run_page(summary, skipped=self._tally.skipped, kept=self._tally.kept, past=past)


def _judges(crawler: Crawler) -> Iterator[Judge]:
    """Those of RUN_CHECKS that want to judge this run."""
    for path in build_component_list(crawler.settings.getdict("RUN_CHECKS")):
        try:
            yield cast(Judge, build_from_crawler(load_object(path), crawler))
        except NotConfigured:
            continue
