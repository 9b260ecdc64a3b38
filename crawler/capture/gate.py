"""The one gate to the network: which addresses a crawl may connect to, decided on the address that is then connected to.

Every connection passes here, whatever asked for it (seed, link, redirect, retry, robots.txt, sitemap), because the gate stands where
sockets are opened and not where requests are made. A name is resolved once, every address it gives is judged, and the connection goes
to a judged address: a second lookup (DNS rebinding) has no say.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252})|[0-9a-f:.]+(?:%[a-z0-9._-]+)?", re.I)  # a name in ASCII, or an address
WEB_PORTS = frozenset((80, 443))
DNS_SECONDS = 10.0  # a resolver that takes longer will not answer
DNS_CACHE_SECONDS = 60.0  # short enough to follow a site that moves, long enough to ask once a burst
DNS_THREADS = 4  # getaddrinfo blocks its thread: a dead resolver must not use up those of others


class ForbiddenAddress(IgnoreRequest):
    """The request leads where no crawl may connect. Not an error of the network, so it is not retried."""


def parse_allow_list(text: str) -> frozenset[tuple[str, int]]:
    """`host:port, host:port` as pairs. Raises ValueError naming the entry that is none."""
    pairs = set()
    for entry in text.split(","):
        if not (entry := entry.strip()):
            continue
        host, colon, port = entry.rpartition(":")
        if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError(f"not a host:port: {entry!r}")
        pairs.add((host.strip("[]").lower(), int(port)))
    return frozenset(pairs)


def is_public(address: str) -> bool:
    """Is this IP address global unicast: neither private, loopback, link-local, multicast, reserved, nor one of those in disguise?"""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64 carries an IPv4 address in its last 32 bits
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class Gate:
    """Judges host and port, and resolves the host to the addresses that may be connected to."""

    def __init__(self, allow: Iterable[tuple[str, int]] = ()) -> None:
        self.allow = frozenset(allow)
        self._resolved: dict[tuple[str, int], tuple[float, list[str]]] = {}
        self._threads = ThreadPoolExecutor(DNS_THREADS, "dns")

    def judge(self, scheme: str, host: str, port: int) -> None:
        """Raises ForbiddenAddress where scheme, port or a literal address already say no."""
        if scheme not in ("http", "https"):
            raise ForbiddenAddress(f"scheme {scheme!r} is not crawled")
        if not host or not _HOST.fullmatch(host):
            raise ForbiddenAddress(f"{host[:100]!r} is no host")
        if (host, port) in self.allow:
            return
        if port not in WEB_PORTS:
            raise ForbiddenAddress(f"port {port} of {host} is not a web port (NETWORK_ALLOW exempts host:port)")
        try:
            ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return
        self._require_public(host, [host], port)

    async def addresses(self, host: str, port: int) -> list[str]:
        """The IP addresses of a judged host, all of them allowed.

        Raises ForbiddenAddress when any of them is not public: a name with one private address is a trap, not a news site;
        CannotResolveHostError when there are none.
        """
        loop = asyncio.get_running_loop()
        known = self._resolved.get((host, port))
        if known is None or known[0] < loop.time():
            lookup = loop.run_in_executor(self._threads, _resolve, host, port)
            try:
                found = await asyncio.wait_for(lookup, DNS_SECONDS)
            except (OSError, UnicodeError, TimeoutError) as error:
                raise CannotResolveHostError(f"{host}: {error or 'the resolver did not answer'}") from error
            known = self._resolved[host, port] = (loop.time() + DNS_CACHE_SECONDS, found)
        if (host, port) not in self.allow:
            self._require_public(host, known[1], port)
        return known[1]

    @staticmethod
    def _require_public(host: str, addresses: list[str], port: int) -> None:
        for address in addresses:
            if not is_public(address):
                raise ForbiddenAddress(f"{host}:{port} leads to {address}, which is no public address (NETWORK_ALLOW exempts host:port)")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
