"""From site files to spiders and rules: a file in crawler/sites is a spider in `scrapy list` and a rule book for readers."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from crawler.site import Site
from pipelines.extraction.rules import SiteRules

if TYPE_CHECKING:  # readers want the rules, and have no use for a framework that takes 0.2 s to import
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings


def _modules(names: Iterable[str]) -> Iterable[ModuleType]:
    """The named modules, and those within named packages, in order of name."""
    for name in names:
        module = import_module(name)
        yield module
        for entry in sorted(pkgutil.iter_modules(getattr(module, "__path__", [])), key=lambda entry: entry.name):
            if not entry.name.startswith("_"):
                yield import_module(f"{name}.{entry.name}")


@cache
def load_sites(site_modules: str) -> tuple[Site, ...]:
    """Every SITE in the comma-separated modules. Raises ValueError where two claim one name, ImportError for an unknown module."""
    sites: dict[str, Site] = {}
    for module in _modules(name.strip() for name in site_modules.split(",") if name.strip()):
        site = getattr(module, "SITE", None)
        if isinstance(site, Site):
            if site.name in sites:
                raise ValueError(f"two sites are named {site.name!r}: the second in {module.__name__}")
            sites[site.name] = site
    return tuple(sites.values())


def site_for(url: str, sites: Iterable[Site]) -> Site | None:
    """The site that owns the URL's host: the one with the longest domain where several do."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return None
    owners = [site for site in sites if site.owns(host)]
    return max(owners, key=lambda site: max(len(domain) for domain in site.domains if site.owns(host)), default=None)


def rule_book(site_modules: str) -> Callable[[str], SiteRules | None]:
    """For readers: the function from a page's URL to the rules of its site."""
    sites = load_sites(site_modules)
    return lambda url: site_for(url, sites)


class SiteSpiderLoader:
    """Scrapy's spider loader over site files: a spider for each, and `news` for everything else."""

    def __init__(self, settings: BaseSettings) -> None:
        from crawler.spiders.news import NewsSpider

        self._spiders: dict[str, type[Spider]] = {NewsSpider.name: NewsSpider}
        for site in load_sites(",".join(settings.getlist("SITE_MODULES"))):
            self._spiders[site.name] = type(f"{site.name.title()}Spider", (NewsSpider,), {"name": site.name, "declared": site})

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        return cls(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider's class. Raises KeyError for an unknown name."""
        try:
            return self._spiders[spider_name]
        except KeyError:
            raise KeyError(f"no spider named {spider_name!r}; there are {', '.join(self.list())}") from None

    def find_by_request(self, request: Request) -> list[str]:
        declared = {name: getattr(spider, "declared", None) for name, spider in self._spiders.items()}
        return [name for name, site in declared.items() if site is not None and site_for(request.url, [site])]

    def list(self) -> list[str]:
        return sorted(self._spiders)
