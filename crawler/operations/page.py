"""report.html: a run as one page that needs no network, no script and no other file, and can be mailed or served as it is.

What stands in it comes from the web. Everything is escaped (Jinja2 with autoescape), what could turn text around or hide it is written
out, a link leads only to http(s) or to a neighbour of the page, and a content security policy forbids whatever else there might be.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from archive import __version__
from crawler.exitcodes import ExitCode
from crawler.operations.judging import Verdict
from crawler.operations.runall_summary import RunallSummary
from crawler.operations.summary import RunSummary
from crawler.operations.tally import Kept, Skipped
from crawler.terminal import printable
from pipelines.extraction.rules import WIB

FAIR = frozenset((ExitCode.INTERRUPTED, ExitCode.PARTIAL, ExitCode.LOCKED))
_TONES = {Verdict.PASSED: "good", Verdict.WARNED: "fair", Verdict.FAILED: "bad"}
_WORST_FIRST = (Verdict.FAILED, Verdict.WARNED, Verdict.PASSED, Verdict.NOT_JUDGED)


def run_page(
    summary: RunSummary, *, skipped: Mapping[str, Sequence[Skipped]], kept: Sequence[Kept], past: Iterable[RunSummary] = ()
) -> str:
    """The page of one crawl; `past` are earlier runs of the spider, newest first."""
    history = [*reversed(list(past)), summary]
    most = max(run.documents.new + run.documents.changed for run in history)
    checks = sorted(summary.checks, key=lambda check: _WORST_FIRST.index(check.verdict))
    page = _environment().get_template("run.html")
    return page.render(run=summary, skipped=skipped, kept=kept, checks=checks, history=history, most_documents=max(most, 1))


def runall_page(summary: RunallSummary, *, is_apart: bool = False) -> str:
    """The page of a run over all sites; `is_apart` where each has a DATA_DIR of its own."""
    return _environment().get_template("runall.html").render(run=summary, is_apart=is_apart)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.operations", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters |= {
        "wib": _wib, "utc": _utc, "duration": _duration, "grouped": _grouped, "measured": _measured, "spaced": _spaced, "tone": _tone,
    }  # fmt: skip
    environment.tests["web_address"] = _is_web_address
    assert environment.loader is not None
    style = environment.loader.get_source(environment, "style.css")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    environment.globals |= {"style": Markup(style), "style_hash": f"sha256-{digest}", "version": __version__}
    return environment


def _visible(value: Any) -> Any:
    """Text from the web cannot turn the text around it, nor hide in it."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and text.isprintable()


def _wib(moment: datetime) -> str:
    return f"{moment.astimezone(WIB):%Y-%m-%d %H:%M:%S} WIB"


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _measured(value: float | None, unit: str | None) -> str:
    """A share as a percentage, anything else with its unit."""
    if value is None:
        return ""
    return f"{value:.1%}" if unit is None else f"{_grouped(round(value))} {unit}"


def _spaced(name: str) -> str:
    return str(name).replace("_", " ")


def _tone(outcome: ExitCode | Verdict | str) -> str:
    """Good, fair or bad: the colour of an exit code, or of a check."""
    if isinstance(outcome, ExitCode):
        return "good" if outcome is ExitCode.COMPLETE else "fair" if outcome in FAIR else "bad"
    return _TONES.get(Verdict(outcome), "plain")
