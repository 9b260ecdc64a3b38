"""From a spider's request to what the frontier keeps of it, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.utils.request import request_from_dict

from crawler.discovery.identity import NotAnAddress, address
from crawler.frontier.store import Leased, Wanted
from crawler.frontier.tables import Role

WANTED = "wanted"  # key in Request.meta: what a spider says of a URL that it wants (see `wish`)
LEASES = "leases"  # key in Request.meta: ids of the URLs that this request will settle
NOT_BEFORE = "not_before"  # key in Request.meta: the moment (of the event loop's clock) before which a request is not sent again
COVERED = "covered"  # key in Request.meta: their identities; a redirect to one of them is the same page
IS_PAGE = "is_page"  # key in Request.meta: this request asks for a page to be read
IS_LISTED = "is_listed"  # key in Request.meta: the user named the URL, so that it is fetched whatever is known
LISTED_URL = "listed_url"  # key in Request.meta: the URL as it was listed

_PASSING = frozenset(  # of one sending: no part of what is wanted
    (WANTED, LEASES, NOT_BEFORE, COVERED, IS_PAGE, "download_slot", "download_latency")
)


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


def wish_for_listing(url: str, *, is_seed: bool) -> dict[str, Any]:
    """Seeds are looked at in every run, other listings by their change rate."""
    try:
        identity = address(url)
    except NotAnAddress:
        identity = url  # the downloader will say what is wrong with it
    return wish(Role.LISTING, identity, is_seed=is_seed)


def wanted(request: Request, slot: str, spider: Spider) -> Wanted:
    """What the frontier keeps. Raises Unstorable."""
    said = request.meta.get(WANTED)
    if said is None:
        said = wish(Role.OTHER, f"{request.method} {request.url} {request.body.hex()}")
    return Wanted(url=request.url, slot=slot, priority=request.priority, template=_template(request, spider), **said)


def _template(request: Request, spider: Spider) -> str:
    """The rest of a request as JSON: the same for all that one listing names, so that it is stored once."""
    if request.method != "GET" or request.body or request.cookies or request.dont_filter or request.flags:
        raise Unstorable(f"{request}: more than a GET")
    meta = {name: value for name, value in request.meta.items() if name not in _PASSING}
    if request.meta.get(WANTED, {}).get(IS_LISTED):
        meta[IS_LISTED] = True
    if meta.get(LISTED_URL) == request.url:
        del meta[LISTED_URL]
    kept = {
        "callback": _method_name(request.callback, spider),
        "errback": _method_name(request.errback, spider),
        "cb_kwargs": request.cb_kwargs,
        "meta": meta,
        "headers": {name.decode("latin-1"): [value.decode("latin-1") for value in values] for name, values in request.headers.items()},
    }
    try:
        return json.dumps({name: value for name, value in kept.items() if value}, sort_keys=True)
    except (TypeError, ValueError) as error:
        raise Unstorable(f"{request}: {error}") from error


def _method_name(method: Callable[..., Any] | None, spider: Spider) -> str | None:
    """The name by which the spider has a callback. Raises Unstorable where it does not."""
    if method is None:
        return None
    name: str = getattr(method, "__name__", "")
    if getattr(spider, name, None) != method:
        raise Unstorable(f"{method} is no method of {spider}")
    return name


def restored(leased: Leased, spider: Spider) -> Request:
    """The request again, with its lease in meta. Raises ValueError where the spider no longer has the callback."""
    told = json.loads(leased.template)
    meta = {LISTED_URL: leased.url, **told.pop("meta", {}), LEASES: [leased.id], IS_PAGE: leased.role is Role.PAGE}
    return request_from_dict({"url": leased.url, "priority": leased.priority, **told, "meta": meta}, spider=spider)
