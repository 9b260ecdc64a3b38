"""The house keeps its own rules: what imports what, where the clock may be read, and that every room says what it is for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for package in ("archive", "pipelines", "crawler") for path in (ROOT / package).rglob("*.py"))
SITES = sorted(path for path in (ROOT / "crawler" / "sites").glob("*.py") if path.name != "__init__.py")
SITE_IMPORTS = {"__future__", "re", "datetime", "crawler.site", "pipelines.extraction.rules"}
CLOCKS = {"datetime", "date", "time"}
CLOCK = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "localtime", "gmtime"}


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", SITES, ids=names(SITES))
def test_a_site_file_is_data(path: Path) -> None:
    """It imports only the words in which sites are declared."""
    assert imports(path) <= SITE_IMPORTS


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_a_module_says_first_what_it_is_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), "a module without a first sentence"


def test_extraction_reads_no_clock() -> None:
    """An article is a function of its page: no now(), no today() anywhere under it."""
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "pipelines" / "extraction").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in CLOCK and isinstance(node.value, ast.Name) and node.value.id in CLOCKS
    ]
    assert guilty == []


def test_warcio_is_known_to_the_archive_reader_and_writer_alone() -> None:
    users = {str(path.relative_to(ROOT)) for path in MODULES if any(name.split(".")[0] == "warcio" for name in imports(path))}
    assert users
    assert all(user.startswith("archive/") for user in users)


def test_trafilatura_is_known_to_the_body_reader_alone() -> None:
    users = {str(path.relative_to(ROOT)) for path in MODULES if any(name.split(".")[0] == "trafilatura" for name in imports(path))}
    assert users == {"pipelines/extraction/body.py"}


def test_a_crawl_does_not_wait_for_the_parser_that_only_readers_need() -> None:
    """Scrapy imports every command before it runs one."""
    modules = ", ".join(f"crawler.commands.{path.stem}" for path in (ROOT / "crawler" / "commands").glob("[a-z]*.py"))
    code = f"import sys, crawler.spiders.news, crawler.joining, {modules}; sys.exit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
