"""report.html shows what came from the web and lets none of it act."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.exitcodes import ExitCode
from crawler.operations.judging import Check, Verdict
from crawler.operations.page import run_page, runall_page
from crawler.operations.runall_summary import RunallSummary, SiteRun
from crawler.operations.tally import Kept, Skipped
from tests.crawler.operations.examples import BEGAN, summary

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
TAGS = {"script", "img", "iframe", "object", "embed", "form", "input", "button", "audio", "video", "base"}


def page_with(text: str) -> html.HtmlElement:
    """A page that shows a text wherever text from the web may stand."""
    check = Check(name="fill_rate", verdict=Verdict.FAILED, words=text, site=text, field=text, value=0.2, usual=0.9, example=text)
    run = summary(ExitCode.DRIFT, trouble=text, arguments={text or "url": text}, skipped={"http_404": 3}, checks=(check,))
    return html.document_fromstring(
        run_page(run, skipped={"http_404": [Skipped(text, f"{text}!", "http_404", text)]}, kept=[Kept(text, text, f"../../{text}", True)])
    )


@given(
    st.text()
    | st.sampled_from([HOSTILE, "javascript:alert(1)", "data:text/html,x", "' onclick='x", "{{ 7 * 7 }}", "\N{RIGHT-TO-LEFT OVERRIDE}"])
)
def test_nothing_from_the_web_becomes_markup(text: str) -> None:
    """No element, no attribute, no address but those of the template."""
    page = page_with(text)
    assert not TAGS & {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    for link in page.iter("a"):
        address = link.get("href")
        assert address.startswith(("http://", "https://", "../../")) or address in ("summary.json", "skipped.jsonl")


def test_text_that_turns_its_surroundings_around_is_written_out() -> None:
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page_with("abc\N{RIGHT-TO-LEFT OVERRIDE}def").text_content()


def test_the_page_needs_no_other_file_and_its_policy_lets_its_own_style_through() -> None:
    page = page_with("biasa")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = page.xpath("//style/text()")
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy
    assert not page.xpath("//link | //*[@src]")


def test_a_web_address_is_a_link_that_says_nothing_of_where_it_stood() -> None:
    (link, *_) = page_with("https://koran.example/berita?id=1").xpath("//li/a")
    assert (link.get("href"), link.get("rel")) == ("https://koran.example/berita?id=1", "noopener noreferrer nofollow")


def test_the_page_says_how_the_run_ended_and_what_its_checks_found() -> None:
    check = Check(name="body_length", verdict=Verdict.PASSED, words="as usual", field="body", value=412, usual=405, unit="words")
    page = html.document_fromstring(run_page(summary(checks=(check,)), skipped={}, kept=[], past=[summary(ExitCode.BLOCKED)]))
    text = " ".join(page.text_content().split())
    for said in ("kumparan complete", "2026-11-23 02:15:00 WIB", "1 min 2 s", "412 words", "The last 2 runs"):
        assert said in text


@pytest.mark.parametrize("is_apart", [False, True])
def test_the_page_of_all_sites_leads_to_each(is_apart: bool) -> None:
    sites = [
        SiteRun(site="kumparan", run="a-kumparan-7", exit_code=ExitCode.COMPLETE, seconds=3.0, summary=summary()),
        SiteRun(site="detik", run="a-detik-7", exit_code=ExitCode.INTERNAL_ERROR, seconds=1.0, trouble="it was killed by <SIGKILL>"),
    ]
    run = RunallSummary.of("a-runall-7", sites, started_at=BEGAN, seconds=4.0)
    page = html.document_fromstring(runall_page(run, is_apart=is_apart))
    (link,) = page.xpath("//tbody//a/@href")
    assert link == ("../../kumparan/runs/a-kumparan-7/report.html" if is_apart else "../a-kumparan-7/report.html")
    assert "it was killed by <SIGKILL>" in page.text_content()
