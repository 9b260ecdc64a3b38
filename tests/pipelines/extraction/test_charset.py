"""Characters: UTF-8 where it is, else what is declared, else Windows-1252; and nothing that shows nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.charset import declared_charset, to_utf8

LETTER = "Café “Purnama” – sejak 1998"


def read(payload: bytes, content_type: str | None = None) -> str:
    return to_utf8(payload, content_type).decode("utf-8")


def test_utf8_stays_as_it_is() -> None:
    assert read(LETTER.encode()) == LETTER


@pytest.mark.parametrize("declared", ["iso-8859-1", "latin1", "windows-1252", "us-ascii"])
def test_western_charsets_are_read_as_windows_1252(declared: str) -> None:
    """As browsers do: pages that say ISO 8859-1 hold Windows quotation marks."""
    assert read(LETTER.encode("cp1252"), f"text/html; charset={declared}") == LETTER


def test_charset_declared_in_the_page_counts_without_a_header() -> None:
    page = b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">' + "Печать".encode("cp1251")
    assert read(page).endswith("Печать")


def test_header_goes_before_the_page() -> None:
    assert declared_charset(b'<meta charset="big5">', 'text/html; charset="EUC-KR"') == "euc_kr"


def test_windows_quotes_in_a_utf8_page_are_read() -> None:
    """One paragraph pasted from elsewhere must not cost the page's other letters."""
    assert read("Kopi “enak” ".encode() + b"\x93pahit\x94", "text/html; charset=utf-8") == "Kopi “enak” “pahit”"


@pytest.mark.parametrize("name", ["nonsense-9000", "punycode", "idna", "unicode_escape", "rot13", "utf-7", "zlib"])
def test_names_that_are_no_page_encoding_are_ignored(name: str) -> None:
    """Some codecs that Python knows are slow on purpose-made input, or no text at all."""
    assert declared_charset(b"", f"text/html; charset={name}") is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_seen_whatever_is_declared(encoding: str) -> None:
    page = "<html><body><p>Pasar pagi – buka</p></body></html>"
    assert read(page.encode(encoding), "text/html; charset=utf-8") == page


def test_byte_order_mark_is_gone() -> None:
    assert read(b"\xef\xbb\xbfPasar") == "Pasar"


def test_non_characters_are_gone() -> None:
    assert read("Pa\ufffesar\uffff".encode()) == "Pasar"


@pytest.mark.parametrize(
    "reference", ["&#0;", "&#8;", "&#x0B;", "&#31", "&#xD800;", "&#57343;", "&#65535;", "&#x110000;", "&#99999999999;"]
)
def test_references_to_nothing_are_gone(reference: str) -> None:
    assert read(f"Pasar{reference} pagi".encode()) == "Pasar pagi"


@pytest.mark.parametrize("reference", ["&#9;", "&#10;", "&#38;", "&#8220;", "&#x1F600;", "&#128;", "&#310;"])
def test_references_to_characters_stay(reference: str) -> None:
    assert read(reference.encode()) == reference


@given(st.binary(max_size=200), st.sampled_from([None, "text/html", "text/html; charset=utf-8", "text/html; charset=shift_jis"]))
def test_any_bytes_become_utf8_without_control_characters(payload: bytes, content_type: str | None) -> None:
    text = read(payload, content_type)
    assert not any(character < " " and character not in "\t\n\r" for character in text)
