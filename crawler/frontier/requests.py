"""From a spider's request to what the frontier keeps of it, and back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.utils.request import request_from_dict

from crawler.frontier.store import Leased, Wanted
from crawler.frontier.tables import Role

WANTED = "wanted"  # key in Request.meta: what a spider says of a URL that it wants (see `wish`)
LEASES = "leases"  # key in Request.meta: ids of the URLs that this request will settle
COVERED = "covered"  # key in Request.meta: their identities; a redirect to one of them is the same page
IS_PAGE = "is_page"  # key in Request.meta: this request asks for a page to be read
IS_LISTED = "is_listed"  # key in Request.meta: the user named the URL, so that it is fetched whatever is known
LISTED_URL = "listed_url"  # key in Request.meta: the URL as it was listed

_PASSING = frozenset((WANTED, LEASES, COVERED, IS_PAGE, "download_slot", "download_latency"))  # of one sending: no part of what is wanted
_DEFAULTS = {"method": "GET", "body": b"", "cookies": {}, "encoding": "utf-8", "dont_filter": False, "flags": []}


class Unstorable(ValueError):
    """A request that JSON cannot hold: it lives in memory, for this run."""


def wish(
    role: Role,
    identity: str,
    *,
    published: datetime | None = None,
    modified: datetime | None = None,
    is_listed: bool = False,
    is_seed: bool = False,
) -> dict[str, Any]:
    """What a spider puts into a request's meta under WANTED, for the frontier to judge it by."""
    return {
        "role": role,
        "identity": identity,
        "published": None if published is None else published.timestamp(),
        "modified": None if modified is None else modified.timestamp(),
        "is_listed": is_listed,
        "is_seed": is_seed,
    }


def wanted(request: Request, slot: str, spider: Spider) -> Wanted:
    """What the frontier keeps. Raises Unstorable."""
    said = request.meta.get(WANTED)
    if said is None:
        said = wish(Role.OTHER, f"{request.method} {request.url} {request.body.hex()}")
    return Wanted(url=request.url, slot=slot, priority=request.priority, template=_template(request, spider), **said)


def _template(request: Request, spider: Spider) -> str:
    """The rest of a request as JSON: the same for all that one listing names, so that it is stored once."""
    try:
        told = request.to_dict(spider=spider)
    except ValueError as error:  # a callback that is no method of the spider
        raise Unstorable(str(error)) from error
    if any(told.get(name, default) != default for name, default in _DEFAULTS.items()):
        raise Unstorable(f"{request}: more than a GET")
    meta = {name: value for name, value in told["meta"].items() if name not in _PASSING}
    if request.meta.get(WANTED, {}).get(IS_LISTED):
        meta[IS_LISTED] = True
    if meta.get(LISTED_URL) == request.url:
        del meta[LISTED_URL]
    headers = {name.decode("latin-1"): [value.decode("latin-1") for value in values] for name, values in told["headers"].items()}
    kept = {"callback": told["callback"], "errback": told["errback"], "cb_kwargs": told["cb_kwargs"], "meta": meta, "headers": headers}
    try:
        return json.dumps({name: value for name, value in kept.items() if value}, sort_keys=True)
    except (TypeError, ValueError) as error:
        raise Unstorable(f"{request}: {error}") from error


def restored(leased: Leased, spider: Spider) -> Request:
    """The request again, with its lease in meta. Raises ValueError where the spider no longer has the callback."""
    told = json.loads(leased.template)
    meta = {LISTED_URL: leased.url, **told.pop("meta", {}), LEASES: [leased.id], IS_PAGE: leased.role is Role.PAGE}
    return request_from_dict({"url": leased.url, "priority": leased.priority, **told, "meta": meta}, spider=spider)
