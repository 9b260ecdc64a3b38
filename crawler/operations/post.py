"""The one way in which this program speaks to an address that is no news site: an HTTP POST to where the operator said.

It does not pass the gate that keeps crawls off private addresses, and need not. The gate is there because pages, feeds and redirects say
where a crawl goes. Here nobody says it but the operator, who may mean a service on the same machine: no redirect is followed, nothing of
the answer but its status is read, and nothing of the exchange is archived.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit

from archive import __version__
from crawler.capture.trust import tls_context


class NotDelivered(Exception):
    """A message did not arrive; says why without naming more of the address than its host."""


def post(url: str, body: bytes, headers: Mapping[str, str], *, timeout: float) -> None:
    """Send it; `timeout` in seconds for each step. Raises NotDelivered unless the answer is 2xx."""
    request = urllib.request.Request(url, body, {"User-Agent": f"Arsip/{__version__}", **headers}, method="POST")
    try:
        _opener().open(request, timeout=timeout).close()
    except urllib.error.HTTPError as error:
        error.close()
        raise NotDelivered(f"{host_of(url)} answered {error.code}") from None
    except urllib.error.URLError as error:
        raise NotDelivered(f"{host_of(url)}: {error.reason}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: what http.client says of an odd header
        raise NotDelivered(f"{host_of(url)}: {type(error).__name__}") from None


def host_of(url: str) -> str:
    """The host, and the port where it is named: all of an address that may be said, since the rest is often a secret."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def _opener() -> urllib.request.OpenerDirector:
    """Without the handlers for redirects, files and FTP that urllib puts in by itself. The proxies are the environment's."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=tls_context()),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener
