"""`scrapy addsite URL`: record a golden story from an archived page or a live one; `--update` shows what changed in those there are."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError
from archive.index import CaptureIndex
from crawler.checks import SettingError, check_settings
from crawler.exitcodes import ExitCode
from crawler.golden import DOCUMENT, PAGE, Golden, RulesFor, diff, goldens, store, story_captures
from crawler.loader import load_sites, rule_book, site_for
from crawler.outcome import truthful
from crawler.site import Site
from crawler.stored import NothingStored, stored_files
from crawler.terminal import printable
from pipelines.extraction.errors import ExtractionError

GOLDENS = Path(__file__).parents[2] / "tests" / "sites"
LONGEST_STORY = 40  # characters of a story's name


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] URL | --update [SITE | SITE/STORY ...]"

    def short_desc(self) -> str:
        return "Record a golden story: a page as captured, and the document it becomes; updates show the diff first"

    def long_desc(self) -> str:
        return (
            "The page is taken from the WARCs of --from or DATA_DIR, else fetched. Its site must have a file in crawler/sites. "
            "Only pages that you may publish belong into a repository: for all others, write a story of your own into the same markup."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--from", dest="source", metavar="PATH", action="append", help="WARCs that hold the page")
        parser.add_argument("--story", metavar="NAME", help="name of the story's folder (default: from the URL)")
        parser.add_argument("--into", metavar="DIR", type=Path, default=GOLDENS, help="folder of the golden stories (default: tests/sites)")
        parser.add_argument("--update", action="store_true", help="read stories that are there again: all, or those named")
        parser.add_argument("--yes", action="store_true", help="write what the diff shows, without asking")

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            check_settings(self.settings, opts.set)
            if opts.update:
                self._update(args, opts)
            elif len(args) == 1:
                self._record(args[0], opts)
            else:
                raise UsageError("name the URL of one article, or --update", print_help=False)
        except (SettingError, NothingStored) as error:
            raise UsageError(str(error), print_help=False) from error
        except (ExtractionError, ArchiveError) as error:
            print(printable(f"no golden: {error}"), file=sys.stderr)
            self.exitcode = ExitCode.PARTIAL

    def _record(self, url: str, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        site = site_for(url, load_sites(",".join(self.settings.getlist("SITE_MODULES"))))
        if site is None:
            raise UsageError(f"no file in crawler/sites owns {url}: write that first (see CONTRIBUTING.md)", print_help=False)
        golden = Golden(opts.into / site.name / (opts.story or story_name(url)))
        with tempfile.TemporaryDirectory() as fetched:
            index = CaptureIndex.over(self._sources(url, site, opts, Path(fetched)))
            try:
                captures = story_captures(index, url, site)
                if not captures:
                    raise UsageError(f"no capture of {url} with status 200 there", print_help=False)
                with tempfile.TemporaryDirectory() as trial:
                    draft = Golden(Path(trial) / site.name / golden.folder.name)
                    store(captures, draft.folder / PAGE)
                    document = draft.found(self._rules)
                    if self._is_wanted(golden, document, opts):
                        golden.folder.mkdir(parents=True, exist_ok=True)
                        (golden.folder / PAGE).write_bytes((draft.folder / PAGE).read_bytes())
                        golden.write(document)
                        print(f"{golden.name}: {document['headline']}\n  {golden.folder / DOCUMENT}: read it with your own eyes")
            finally:
                index.close()

    def _sources(self, url: str, site: Site, opts: argparse.Namespace, fetched: Path) -> list[Path]:
        """The WARCs that should hold the page; where none is named or stored, it is fetched as `scrapy crawl news -a url=` does."""
        assert self.settings is not None
        if opts.source:
            return stored_files(opts.source)
        archived = Path(self.settings["DATA_DIR"]) / "warc"
        if archived.is_dir():
            files = stored_files([str(archived)])
            index = CaptureIndex.over(files)
            try:
                if story_captures(index, url, site):
                    return files
            finally:
                index.close()
        if site.disabled is not None and not self.settings.getbool("ALLOW_DISABLED"):
            raise UsageError(f"{site.name} is off by default: {site.disabled}; name a WARC with --from", print_help=False)
        command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"url={url}"]
        command += [part for given in opts.set for part in ("-s", given)] + ["-s", f"DATA_DIR={fetched}"]
        subprocess.run(command, check=False, stdout=sys.stderr)
        return stored_files([str(fetched)])

    def _update(self, names: list[str], opts: argparse.Namespace) -> None:
        found = goldens(opts.into, names)
        if not found:
            raise UsageError(f"no golden story of that name in {opts.into}", print_help=False)
        changed = 0
        for golden in found:
            document = golden.found(self._rules)
            if diff(golden.wanted(), document, golden.name):
                changed += 1
                if self._is_wanted(golden, document, opts):
                    golden.write(document)
        print(f"{len(found)} stories, {changed} of them read otherwise than their goldens say")
        if changed and not opts.yes:
            self.exitcode = ExitCode.DRIFT

    def _is_wanted(self, golden: Golden, document: dict[str, object], opts: argparse.Namespace) -> bool:
        """A new story is; of one that is there, the diff is shown, and the answer awaited where somebody can give it."""
        if not (golden.folder / DOCUMENT).exists():
            return True
        difference = diff(golden.wanted(), document, golden.name)
        print(difference or f"{golden.name}: nothing changed")
        if not difference:
            return not (golden.folder / PAGE).exists()
        if opts.yes:
            return True
        if not sys.stdin.isatty():
            print(f"{golden.name}: not written; --yes writes it", file=sys.stderr)
            return False
        return input(f"write {golden.name}? [y/N] ").strip().lower() in ("y", "yes", "ya")

    @property
    def _rules(self) -> RulesFor:
        assert self.settings is not None
        return rule_book(",".join(self.settings.getlist("SITE_MODULES")))


def story_name(url: str) -> str:
    """A short name for a story, from the last words of its address: ASCII letters, digits and hyphens."""
    words = re.sub(r"[^a-z0-9]+", "-", urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()).strip("-")
    return words[:LONGEST_STORY].rpartition("-")[0] if len(words) > LONGEST_STORY and "-" in words[:LONGEST_STORY] else words or "story"
