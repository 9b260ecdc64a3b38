"""SURT: a URL turned so that captures of one site sort together, "com,kumparan)/berita?id=1", as CDX and CDXJ files have it.

Written here because the one package that does it is under the AGPL. The rules are those that the web archives' indexes share: the URL
is unescaped and escaped once, "www." and default ports go, dots in the path are resolved, session ids are dropped, the query is sorted.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

MOST_UNESCAPES = 8  # rounds of %25 undone; a URL escaped more often stays escaped

_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"  # all that prints, but for space, # and %
_WWW = re.compile(r"www\d*\.")
_PLAIN_HOST = re.compile(r"[a-z0-9._:%-]*")  # others, spaces and controls among them, would end the key or hide in it
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?=[:)])")  # where a SURT begins
_PATH_SESSIONS = (
    re.compile(r"(?P<before>.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/(?P<after>[^?]+\.aspx.*)", re.I | re.S),
    re.compile(r"(?P<before>.*/)\([0-9a-z]{24}\)/(?P<after>[^?]+\.aspx.*)", re.I | re.S),
)
_QUERY_SESSION = re.compile(
    r"(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)", re.I
)
_DEFAULT_PORT = {"http": 80, "https": 443}


def surt(url: str, *, fold: bool = True) -> str:
    """The URL's SURT, without scheme. `fold` lower-cases path and query. Raises ValueError for what has no host."""
    parts = urlsplit(re.sub(r"[\t\r\n]", "", url.strip()))
    host = _host(parts.hostname or "")
    if not host:
        raise ValueError(f"no host in {url[:100]!r}")
    port = parts.port
    where = _turned(host) + (f":{port}" if port is not None and port != _DEFAULT_PORT.get(parts.scheme.lower()) else "")
    path, query = _path(_once(parts.path)), _query(_once(parts.query))
    if fold:
        path, query = path.lower(), query.lower()
    query = "&".join(sorted(query.split("&"))) if query else ""
    return f"{where}){path}" + (f"?{query}" if query else "")


def _once(text: str) -> str:
    """Escaped once, however often it was."""
    octets = text.encode("utf-8", "surrogatepass")
    for _ in range(MOST_UNESCAPES):
        plain = unquote_to_bytes(octets)
        if plain == octets:
            break
        octets = plain
    return quote_from_bytes(octets, safe=_SAFE)


def _host(host: str) -> str:
    """Lower case, ASCII, without "www.", outer and repeated dots; numeric forms of an IPv4 address as four numbers."""
    host = re.sub(r"\.{2,}", ".", unquote_to_bytes(host).decode("utf-8", "replace").strip(".").lower())
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote_from_bytes(host.encode("utf-8"), safe=".-")
    if host.isdigit() and len(host) <= 20:
        return str(IPv4Address(int(host) & 0xFFFFFFFF))
    host = _WWW.sub("", host, count=1) if _WWW.match(host) else host
    return host if _PLAIN_HOST.fullmatch(host) else quote_from_bytes(host.encode(), safe=".-:%")


def _turned(host: str) -> str:
    """The host's labels from the last to the first; addresses stay in their order."""
    if ":" in host:
        return host
    try:
        IPv4Address(host)
    except AddressValueError:
        return ",".join(reversed(host.split(".")))
    return host


def _path(path: str) -> str:
    """Dots resolved, repeated slashes one, no slash at the end, no session id; "/" for an empty path."""
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if segments:
                segments.pop()
        elif segment not in ("", "."):
            segments.append(segment)
    path = "/" + "/".join(segments)
    for session in _PATH_SESSIONS:
        if found := session.fullmatch(path):
            path = found["before"] + found["after"]
    return path.rstrip("/") or "/"


def _query(query: str) -> str:
    """Without session ids."""
    return _QUERY_SESSION.sub("", query) if "=" in query else query


def cdx_key(uri: str) -> str:
    """The key of any URI in CDXJ files: its SURT with addresses turned like names, "1,0,0,127:8011)/"; without host the URI, folded."""
    try:
        key = surt(uri)
    except ValueError:
        path, mark, query = uri.strip().partition("#")[0].partition("?")
        path = _once(path).lower()
        return ((path[:-1] if path.endswith("/") else path) + mark + _once(query).lower()) or "-"
    address = _ADDRESS.match(key)
    return key if address is None else ",".join(reversed(address[0].split("."))) + key[address.end() :]
