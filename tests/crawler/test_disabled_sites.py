"""Sites that refuse us are listed and read, but crawled only by the operator's decision."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.arguments import CrawlOrder
from crawler.checks import SettingError, check_crawl
from crawler.exitcodes import ExitCode
from crawler.loader import load_sites
from tests.command import scrapy

DISABLED = sorted(site.name for site in load_sites("crawler.sites") if site.disabled)


def settings(folder: Path, **more: str) -> Settings:
    return Settings({"DATA_DIR": str(folder), "SITE_MODULES": "crawler.sites", "OPERATOR": "Arsip Desa, arsip@desa.id", **more})


def test_those_that_refuse_us_are_off() -> None:
    assert DISABLED == ["beritasatu", "republika", "tribunnews"]


@pytest.mark.parametrize("name", DISABLED)
def test_a_disabled_site_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=f"{name} is off by default: .*ALLOW_DISABLED=1"):
        check_crawl(settings(tmp_path), CrawlOrder(), name)


@pytest.mark.parametrize("name", DISABLED)
def test_the_operator_may_decide_otherwise(name: str, tmp_path: Path) -> None:
    check_crawl(settings(tmp_path, ALLOW_DISABLED="1"), CrawlOrder(), name)


@pytest.mark.parametrize("listing", ["site", "sitemap", "feed"])
def test_no_other_spider_discovers_a_disabled_site(listing: str, tmp_path: Path) -> None:
    url = "https://www.tribunnews.com/" if listing == "site" else "https://www.tribunnews.com/daftar.xml"
    order = CrawlOrder(**{listing: url})  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="tribunnews is off by default"):
        check_crawl(settings(tmp_path), order, "news")


def test_an_enabled_site_is_not_asked_about(tmp_path: Path) -> None:
    check_crawl(settings(tmp_path), CrawlOrder(), "kumparan")


def test_the_command_line_says_so_and_exits_2(tmp_path: Path) -> None:
    outcome = scrapy("crawl", "republika", data=tmp_path, OPERATOR="Arsip Desa, arsip@desa.id")
    assert outcome.code == ExitCode.USAGE
    assert "robots.txt names Scrapy" in outcome.err
    assert "republika" in scrapy("list").out.split()
