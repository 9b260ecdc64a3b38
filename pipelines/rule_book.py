"""The rule book: which site's rules a URL is read by. A light room: who only asks whether there is one needs no parser."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from pipelines.extraction.rules import SiteRules

RulesFor = Callable[[str], SiteRules | None]


def load_rule_book(dotted: str, site_modules: str) -> RulesFor:
    """The function from URL to site rules that `dotted` ("package.module.callable") gives for these site modules."""
    module, _, name = dotted.rpartition(".")
    book: RulesFor = getattr(import_module(module), name)(site_modules)
    return book


def no_rules(site_modules: str) -> RulesFor:
    """A rule book that has rules for no site: every page is read by the generic path."""
    return lambda url: None
