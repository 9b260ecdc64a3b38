"""The gate judges addresses; nothing here connects to any."""

from __future__ import annotations

import asyncio
import socket

import pytest
from scrapy.exceptions import CannotResolveHostError

from crawler.capture.gate import ForbiddenAddress, Gate, is_public, parse_allow_list


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1",
        "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "not an address", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "104.18.0.1", "2606:4700::6810:85e5", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_pass(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("scheme", "host", "port"),
    [("ftp", "a.id", 21), ("file", "", 80), ("http", "", 80), ("http", "a.id", 22), ("https", "a.id", 8443), ("http", "::1", 80)],
)
def test_scheme_port_and_literal_address_are_judged_before_any_lookup(scheme: str, host: str, port: int) -> None:
    with pytest.raises(ForbiddenAddress):
        Gate().judge(scheme, host, port)


def test_an_allowed_host_is_allowed_on_its_port_only() -> None:
    gate = Gate(parse_allow_list("127.0.0.1:8711, [::1]:80"))
    gate.judge("http", "127.0.0.1", 8711)
    gate.judge("http", "::1", 80)
    with pytest.raises(ForbiddenAddress):
        gate.judge("http", "127.0.0.1", 8712)


@pytest.mark.parametrize("text", ["localhost", "a.id:", ":80", "a.id:http", "a.id:0", "a.id:70000"])
def test_an_allow_list_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a host:port"):
        parse_allow_list(text)


def answers(*addresses: str) -> object:
    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve


def test_a_name_with_one_private_address_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers("8.8.8.8", "10.0.0.1"))
    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.1"):
        asyncio.run(Gate().addresses("berita.id", 443))


def test_a_second_lookup_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the connection goes to the addresses that were judged."""

    async def twice() -> tuple[list[str], list[str]]:
        gate = Gate()
        monkeypatch.setattr(socket, "getaddrinfo", answers("8.8.8.8"))
        first = await gate.addresses("berita.id", 443)
        monkeypatch.setattr(socket, "getaddrinfo", answers("127.0.0.1"))
        return first, await gate.addresses("berita.id", 443)

    assert asyncio.run(twice()) == (["8.8.8.8"], ["8.8.8.8"])


def test_a_name_without_address_is_said_to_be_unresolved(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(CannotResolveHostError):
        asyncio.run(Gate().addresses("berita.invalid", 80))
