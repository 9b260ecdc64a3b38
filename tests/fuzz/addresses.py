"""Addresses: one spelling for each, and no two readers that see different hosts in it."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from datetime import date
from unittest.mock import patch
from urllib.parse import urlsplit

from archive.fields import Fields, parse_fields
from archive.surt import cdx_key, surt
from crawler.capture import gate
from crawler.capture.gate import ForbiddenAddress, Gate, is_public
from crawler.capture.url import sent_form, stored_form
from crawler.discovery.identity import NotAnAddress, address, is_root, resolve, same_site
from pipelines.extraction import urls
from pipelines.extraction.read import site_name
from pipelines.filing import NAME_BYTES, safe_name
from tests.fuzz.target import Target

BASE = "https://koran.example/berita/index.html"


def check(case: bytes) -> None:
    """A reference, as a page, a sitemap or a Location field has it."""
    href = case.decode("utf-8", "surrogateescape" if case.startswith(b"!") else "replace")
    _is_filed_safely(href)
    _is_stored_safely(href)
    _is_extracted_safely(href)
    try:
        url = resolve(href, BASE)
    except NotAnAddress as error:
        assert str(error).isascii()
        assert str(error).isprintable()
        return
    assert url.isascii()
    assert url.isprintable()
    assert resolve(url, BASE) == url, resolve(url, BASE)
    _has_one_spelling(url)
    _has_one_host(url)
    _is_keyed(url)


def _has_one_spelling(url: str) -> None:
    one = address(url)
    assert address(one) == one, f"{address(one)} is not {one}"
    assert address(resolve(one, BASE)) == one
    assert same_site(url, one)
    assert is_root(url) == is_root(one)
    scheme, _, rest = url.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    assert address(scheme.upper() + "://" + host.upper() + rest[len(host) :]) == one


def _has_one_host(url: str) -> None:
    """What the gate judges is what is sent and stored, and a host that means an address is judged as that address."""
    parts, sent = urlsplit(url), urlsplit(sent_form(url))
    assert (parts.scheme, parts.netloc) == (sent.scheme, sent.netloc)
    host = parts.hostname or ""
    try:
        numbers = socket.inet_aton(host)  # what resolvers make of 127.1, 0x7f.1 and 017700000001
    except OSError:
        pass
    else:
        assert host == str(ipaddress.IPv4Address(numbers)), f"{host} is {ipaddress.IPv4Address(numbers)} to a resolver"
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    try:
        Gate().judge(parts.scheme, host, port)
    except ForbiddenAddress:
        return
    assert port in (80, 443)
    literal = host.partition("%")[0]
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        assert is_public(literal)
    _rebinding_is_refused(host, port)


def _rebinding_is_refused(host: str, port: int) -> None:
    """Whatever name it is: where it leads to a private address beside a public one, nobody connects."""
    door = Gate()
    with patch.object(gate, "_resolve", lambda name, at: ["93.184.216.34", "10.0.0.1"]):
        try:
            asyncio.run(door.addresses(host, port))
        except ForbiddenAddress:
            return
        finally:
            door.close()
    raise AssertionError(f"{host} was let through")


def _is_keyed(url: str) -> None:
    key = surt(url)
    assert key == surt(url) == surt(url.upper()) or url != url.lower()
    assert ")/" in key
    for one in (key, cdx_key(url)):
        assert one.isascii()
        assert not re.search(r"\s", one)
        assert one.isprintable()
    assert surt(url + "#potongan") == key
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.port is None:
        assert surt("https" + url[4:]) == key


def _is_stored_safely(href: str) -> None:
    """No text smuggles a field into a record, as a target URI or anything else."""
    for uri in (href, "https://koran.example/" + href):
        fields = Fields([("WARC-Type", "response")])
        try:
            fields.add("WARC-Target-URI", stored_form(uri))
        except ValueError:  # no URL at all: it was never asked for
            continue
        fields.add("WARC-Keterangan", uri)
        read = parse_fields(fields.encoded())
        assert [name for name, _ in read] == [name for name, _ in fields]
        assert read.get("WARC-Target-URI") == (fields.get("WARC-Target-URI") or "").strip()
        key = cdx_key(uri)
        assert not re.search(r"\s", key), ascii(key)
        key.encode("ascii")


def _is_extracted_safely(href: str) -> None:
    for found in (urls.resolved(BASE, href), urls.canonical_url(BASE, (href,), None)):
        if found is not None:
            assert found.isascii()
            assert found.isprintable()
            assert re.match(r"https?://[^/]", found), found
            assert urls.resolved(BASE, found) is not None
    assert urls.canonical_url(BASE, (href,), None) == urls.canonical_url(BASE, (urls.canonical_url(BASE, (href,), None),), None)
    day = urls.day_in_address(href)
    assert day is None or isinstance(day, date)
    assert re.fullmatch(r"[\x21-\x7e]+", urls.story_id(None, href))
    urls.story_clock(href)


def _is_filed_safely(text: str) -> None:
    """One name below its folder, whatever is asked for."""
    names = [safe_name(text), safe_name(site_name("http://" + text) if _is_url("http://" + text) else text)]
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name), name
        assert len(name) <= NAME_BYTES
        assert ".." not in name


def _is_url(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


TARGET = Target(
    "addresses",
    check,
    (
        *(
            b"http://",
            b"https://",
            b"//",
            b"file:///etc/passwd",
            b"javascript:alert(1)",
            b"data:text/html,",
            b"ftp://",
            b"@",
            b":443",
            b":80",
            b":0",
            b":99999",
        ),
        *(
            b"127.0.0.1",
            b"127.1",
            b"2130706433",
            b"0x7f000001",
            b"0177.0.0.1",
            b"[::1]",
            b"[::ffff:127.0.0.1]",
            b"[fe80::1%25eth0]",
            b"[64:ff9b::7f00:1]",
        ),
        *(
            b"169.254.169.254",
            b"10.0.0.1",
            b"\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.\xef\xbc\x90.0.1",
            b"koran.example",
            b"KORAN.EXAMPLE.",
            b"www.",
            b"xn--a",
        ),
        *(
            b"%0d%0a",
            b"%00",
            b"%2e%2e/",
            b"../",
            b"./",
            b"\\",
            b"\r\nWARC-Type: x",
            b"\x1b[2J",
            b"\t",
            b"\n",
            b"\xe2\x80\xae",
            b"\xc4\xb0",
            b"\xe3\x80\x82",
        ),
        *(
            b"?",
            b"#",
            b"&",
            b"=",
            b"utm_source=x",
            b"jsessionid=",
            b";",
            b"%25",
            b"%u0041",
            b"!",
            b" ",
            b"\xed\xa0\x80",
            b"/CON",
            b"-rf",
            b"2023/11/02/",
        ),
    ),
    longest=1024,
)
