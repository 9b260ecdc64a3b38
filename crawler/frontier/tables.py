"""The frontier's tables, and the words in which they are filled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class State(IntEnum):
    """Where a URL stands. The waiting ones are the queue."""

    WAITING = 0  # known, and to be fetched by the next run of its scope
    LEASED = 1  # handed to the downloader; a run that ends, however it ends, gives it back
    DONE = 2  # its capture is committed; again at due_at, where that is set
    FAILED = 3  # could not be had in this run; again in the next one, not before due_at


class Role(IntEnum):
    """What a URL is fetched for."""

    PAGE = 0  # to be read into a document
    LISTING = 1  # says which pages there are: sitemap, feed, index page
    OTHER = 2


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose waiting URLs a run takes: those of its own order.

    A run that discovers a site takes over what narrower runs of that site (since=, until=) left behind: `base` is the same then.
    """

    name: str
    base: str | None  # None: an order of listed pages, which nobody takes over


TABLES = """
CREATE TABLE IF NOT EXISTS scope (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, base TEXT);
CREATE TABLE IF NOT EXISTS template (id INTEGER PRIMARY KEY, said TEXT NOT NULL UNIQUE);  -- what many requests have in common
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                -- RUN_ID: also the folder below runs/
    scope INTEGER NOT NULL REFERENCES scope,
    asked TEXT NOT NULL,               -- the spider arguments, as JSON
    began_at REAL NOT NULL,            -- all moments: seconds since 1970
    first INTEGER NOT NULL,            -- the first of the interrupted runs that this one goes on with; else its own id
    ended_at REAL,
    reason TEXT                        -- Scrapy's finish reason; NULL: killed
);
CREATE TABLE IF NOT EXISTS frontier (
    id INTEGER PRIMARY KEY,
    identity BLOB NOT NULL,            -- 16 bytes of SHA-256 of what makes two URLs the same page
    url TEXT NOT NULL,
    role INTEGER NOT NULL,
    scope INTEGER NOT NULL REFERENCES scope,
    slot TEXT NOT NULL,                -- the download slot: its host
    priority INTEGER NOT NULL,
    state INTEGER NOT NULL,
    template INTEGER NOT NULL REFERENCES template,
    run INTEGER NOT NULL,              -- the last that wanted it
    seen_at REAL NOT NULL,             -- when it was first listed
    published REAL,                    -- as its listing says
    modified REAL,                     -- as its listing says
    checked_at REAL,                   -- when its last answer came
    changed_at REAL,                   -- when its payload was last seen to differ
    digest TEXT,                       -- of its last payload
    status INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0, -- that failed, one after another
    vain INTEGER NOT NULL DEFAULT 0,   -- looks that only its listing caused, since a text was last new
    due_at REAL                        -- NULL: not again
);
CREATE UNIQUE INDEX IF NOT EXISTS frontier_identity ON frontier (identity);
CREATE INDEX IF NOT EXISTS frontier_waiting ON frontier (scope, slot, role, priority, id) WHERE state = 0;
CREATE INDEX IF NOT EXISTS frontier_leased ON frontier (id) WHERE state = 1;
CREATE INDEX IF NOT EXISTS frontier_due ON frontier (scope, due_at) WHERE state >= 2 AND due_at IS NOT NULL;
"""
