"""Settings, checked before a run starts: a typing error must not become a different crawl."""

from __future__ import annotations

import logging
import math
import os
import tempfile
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings, default_settings

from crawler import settings as own_settings
from crawler.arguments import CrawlOrder
from crawler.capture.gate import parse_allow_list
from crawler.capture.moment import parse_moment
from crawler.derived import OperatorError, contact_of
from crawler.loader import load_sites, site_for
from crawler.operations.addresses import AddressError, check_addresses
from crawler.site import Site
from crawler.stored import NothingStored, stored_files
from pipelines.profiles import DamagedProfile, ProfileFolder
from pipelines.rule_book import load_rule_book

MOST_READERS = 256  # processes: more than machines have cores, and each takes 30 MB
FEED_ENDINGS = ("jsonl", "jsonlines", "jl", "json")


FOLDERS = ("warc", "articles", "runs", "profiles")  # what DATA_DIR holds


class SettingError(ValueError):
    """A setting whose value makes no sense, or that is not known."""


def check_settings(settings: BaseSettings, named: Iterable[str] = ()) -> None:
    """Check the values of all settings; `named` are the `-s NAME=value` of the command line, whose names are checked too.

    Raises SettingError with a sentence that names the setting.
    """
    names = [entry.partition("=")[0] for entry in named]
    names += [name.removeprefix("ARSIP_") for name in os.environ if name.startswith("ARSIP_")]
    known = {name for module in (own_settings, default_settings) for name in vars(module) if name.isupper()} - set(names)
    known |= {name for name in names if hasattr(default_settings, name) or name in own_settings.declared}
    for name in names:
        near = get_close_matches(name, known - {name}, 1, 0.8) if name not in known else []
        if near:
            raise SettingError(f"unknown setting {name}; did you mean {near[0]}?")
    for name, default in _numbers():
        _check_number(settings, name, default)
    _check_own(settings)


def _numbers() -> Iterable[tuple[str, bool | int | float]]:
    """Every setting whose default is a number or a switch, with that default."""
    merged = vars(default_settings) | own_settings.declared
    return [(name, value) for name, value in merged.items() if name.isupper() and isinstance(value, (bool, int, float))]


def _check_number(settings: BaseSettings, name: str, default: bool | int | float) -> None:
    value = settings.get(name)
    if value is None:
        return
    try:
        if isinstance(default, bool):
            settings.getbool(name)
        elif (
            not math.isfinite(float(value))
            or (float(value) < 0 and default >= 0)
            or (_must_be_whole(name) and not float(value).is_integer())
        ):
            raise ValueError
    except (TypeError, ValueError):
        whole = "a whole number" if _must_be_whole(name) else "a number"
        kind = "a switch (1 or 0)" if isinstance(default, bool) else whole + (" from 0" if default >= 0 else "")
        raise SettingError(f"{name}={value!r} is not {kind}") from None


def _must_be_whole(name: str) -> bool:
    """Counts and sizes, as against seconds and shares."""
    return name.startswith("CONCURRENT_") or name.endswith(("_TIMES", "_PROCESSES", "_BYTES", "_LIMIT", "_MAXSIZE", "_CODES", "COUNT"))


def _check_own(settings: BaseSettings) -> None:
    try:
        parse_allow_list(settings.get("NETWORK_ALLOW") or "")
    except ValueError as error:
        raise SettingError(f"NETWORK_ALLOW: {error}") from None
    if settings.get("REPLAY_MISSING") not in ("404", "error"):
        raise SettingError(f"REPLAY_MISSING={settings.get('REPLAY_MISSING')!r} is neither 404 nor error")
    if settings.get("REPLAY_DATE"):
        try:
            parse_moment(settings["REPLAY_DATE"])
        except ValueError:
            raise SettingError(f"REPLAY_DATE={settings['REPLAY_DATE']!r} is no moment like 2026-11-23 or 20261123T101500Z") from None
    if str(settings.get("LOG_LEVEL")).upper() not in logging.getLevelNamesMapping() and not str(settings.get("LOG_LEVEL")).isdigit():
        raise SettingError(f"LOG_LEVEL={settings.get('LOG_LEVEL')!r} is none of {', '.join(logging.getLevelNamesMapping())}")
    if not str(settings.get("DATA_DIR") or "").strip():
        raise SettingError("DATA_DIR is empty")
    modules = ",".join(settings.getlist("SITE_MODULES"))
    try:
        load_sites(modules)
    except (ImportError, ValueError) as error:
        raise SettingError(f"SITE_MODULES: {error}") from None
    try:
        if not callable(load_rule_book(settings["RULE_BOOK"], modules)):
            raise TypeError("no function from a URL to the rules of its site")
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise SettingError(f"RULE_BOOK={settings['RULE_BOOK']!r}: {error}") from None
    if settings.getint("READER_PROCESSES") > MOST_READERS:
        raise SettingError(f"READER_PROCESSES={settings['READER_PROCESSES']} is over {MOST_READERS}")
    try:
        check_addresses(settings)
    except AddressError as error:
        raise SettingError(str(error)) from None
    for uri, options in settings.getdict("FEEDS").items():
        kind = options.get("format") if isinstance(options, dict) else None
        if kind not in FEED_ENDINGS:
            raise SettingError(f"{uri}: documents are exported as {', '.join(FEED_ENDINGS)}, not as {kind}")


def check_crawl(settings: BaseSettings, order: CrawlOrder, spider: str) -> None:
    """What must be true before a crawl: a folder to write to, and for the public web an operator. Raises SettingError."""
    check_writable(Path(settings["DATA_DIR"]))
    if settings.get("REPLAY"):
        try:
            stored_files(settings["REPLAY"].split(","))
        except NothingStored as error:
            raise SettingError(f"REPLAY={error}") from None
        return
    try:
        ProfileFolder(Path(settings["DATA_DIR"])).freeze()
    except (DamagedProfile, OSError) as error:
        raise SettingError(f"a profile cannot be read: {error}; remove it, or learn again") from None
    sites = load_sites(",".join(settings.getlist("SITE_MODULES")))
    declared = next((site for site in sites if site.name == spider), None)
    if not settings.getbool("ALLOW_DISABLED"):
        _refuse_disabled(declared, order, sites)
    seeds = chain(order.pages, filter(None, (order.sitemap, order.feed, order.site)))
    if declared is not None and not order.lists_pages:
        seeds = chain(seeds, (seed.url for seed in declared.seeds))
    operator = settings.get("OPERATOR") or ""
    allowed = parse_allow_list(settings.get("NETWORK_ALLOW") or "")
    if operator or not all(_host_and_port(seed) in allowed for seed in seeds):
        try:
            contact_of(operator)
        except OperatorError as error:
            hint = "a crawl of the public web says who runs it, as in -s OPERATOR='Arsip Desa, arsip@desa.id'"
            raise SettingError(f"{error}; {hint}") from None


def _refuse_disabled(declared: Site | None, order: CrawlOrder, sites: Iterable[Site]) -> None:
    """Raises SettingError for a site that is off by default: by its spider, or by a listing or front page of it. Single pages pass."""
    listings = [site_for(url, sites) for url in (order.site, order.sitemap, order.feed) if url]
    for site in filter(None, (declared, *listings)):
        if site.disabled is not None:
            hint = "-s ALLOW_DISABLED=1 is the operator's decision to crawl it all the same"
            raise SettingError(f"{site.name} is off by default: {site.disabled}; {hint}")


def _host_and_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def check_writable(folder: Path) -> None:
    """Make the folder if need be, and prove that a file can be written there. Raises SettingError."""
    for part in (folder, *(folder / name for name in FOLDERS if (folder / name).exists())):
        try:
            part.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=part):
                pass
        except OSError as error:
            raise SettingError(f"DATA_DIR={folder} cannot be written: {part}: {error.strerror}") from None
