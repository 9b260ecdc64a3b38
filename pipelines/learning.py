"""Learning: the lines that recur on a site's articles, counted article by article, on disk where there are many.

Counted is what the generic path gives of distinct articles: one address, one headline, one payload count once, whatever the archive has
of it. A line of plain text recurs when a few articles have it; a heading, a label of a word or two, or a whole paragraph only when many
have it: those recur in what people write, too ("Kronologi", "Kata dia:", the background of a story that goes on for days).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b, sha256

from msgspec.structs import replace

from pipelines.article import Article, Block, Heading, Paragraph, Quote
from pipelines.extraction.text import key
from pipelines.profile import Line, Profile, encode_profile
from pipelines.profiles import PROFILE_BYTES

FEW, FEW_SHARE = 3, 0.005  # articles that have a line, and their share of all, from which it recurs
MANY, MANY_SHARE = 10, 0.1  # the same for headings, labels and paragraphs
PARAGRAPH = 160  # characters from which a line is a paragraph
LABEL = 2  # words up to which it is a label
LONGEST = 600  # characters of a line; longer ones are never furniture
SHORTEST = 3  # letters and digits
MOST_LINES = 2_000  # of a profile: the most frequent; hundreds are many

_TABLES = """
CREATE TABLE seen (mark BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE capture (moment TEXT, record_id TEXT, warc TEXT);
CREATE TABLE line (mark BLOB PRIMARY KEY, articles INTEGER, is_heading INTEGER, text TEXT) WITHOUT ROWID;
"""
_ADD = """
INSERT INTO line VALUES (?, 1, ?, NULL) ON CONFLICT (mark) DO UPDATE SET
    articles = articles + 1, is_heading = max(is_heading, excluded.is_heading), text = coalesce(text, ?)
"""


class Lesson:
    """What was counted so far. SQLite keeps it in memory while it is small, in a temporary file when it is not."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.executescript(_TABLES)
        self.articles = 0

    def add(self, article: Article) -> bool:
        """Count an article read by the generic path without a profile; False where it was counted before."""
        capture = article.provenance.captures[0]
        marks = [_mark(f"at {article.canonical_url}"), _mark(f"headed {key(article.headline)}")]
        if capture.payload_digest is not None:
            marks.append(_mark(capture.payload_digest))
        before = self._database.execute(f"SELECT 1 FROM seen WHERE mark IN ({','.join('?' * len(marks))})", marks).fetchone()
        self._database.executemany("INSERT OR IGNORE INTO seen VALUES (?)", [(mark,) for mark in marks])
        if before is not None:
            return False
        self.articles += 1
        self._database.execute("INSERT INTO capture VALUES (?, ?, ?)", (capture.fetched_at, capture.warc_record_id, capture.warc_filename))
        lines = {key(text): (text, is_heading) for text, is_heading in _lines(article.body)}
        for own, (text, is_heading) in sorted(lines.items()):
            self._database.execute(_ADD, (_mark(own), is_heading, text))
        return True

    def profile(self, site: str, version: int) -> Profile:
        """What it comes to. Raises ValueError where no article was counted."""
        first, last = self._database.execute("SELECT min(moment), max(moment) FROM capture").fetchone()
        if first is None:
            raise ValueError("no article was counted")
        records = self._database.execute("SELECT record_id FROM capture ORDER BY record_id")
        warcs = self._database.execute("SELECT DISTINCT warc FROM capture ORDER BY warc").fetchall()
        digest = sha256()
        for (record_id,) in records:
            digest.update(f"{record_id}\n".encode())
        made = Profile(
            site=site,
            version=version,
            articles=self.articles,
            first_capture=first,
            last_capture=last,
            captures_digest=f"sha256:{digest.hexdigest()}",
            warcs=tuple(warc for (warc,) in warcs),
            lines=(),
        )
        return _filled(made, self._recurring())

    def close(self) -> None:
        self._database.close()

    def _recurring(self) -> Iterator[Line]:
        """Lines that recur, the most frequent first."""
        few = max(FEW, FEW_SHARE * self.articles)
        many = max(MANY, MANY_SHARE * self.articles)
        rows = self._database.execute(
            "SELECT text, articles, is_heading FROM line WHERE articles >= ? ORDER BY articles DESC, text", (few,)
        )
        for text, articles, is_heading in rows:
            if articles >= many or not (is_heading or len(text) >= PARAGRAPH or len(text.split()) <= LABEL):
                yield Line(text, articles)


def _filled(profile: Profile, lines: Iterable[Line]) -> Profile:
    """The profile with as many of these lines as it may have, in order of their text."""
    room = PROFILE_BYTES - len(encode_profile(profile)) - 64  # bytes; the brackets of the list are in it
    kept: list[Line] = []
    for line in lines:
        room -= len(encode_profile(replace(profile, warcs=(), lines=(line,)))) - len(encode_profile(replace(profile, warcs=(), lines=())))
        if room < 0 or len(kept) >= MOST_LINES:
            break
        kept.append(line)
    return replace(profile, lines=tuple(sorted(kept, key=lambda line: (key(line.text), line.text))))


def _lines(body: Iterable[Block]) -> Iterator[tuple[str, bool]]:
    """The lines of an article that may be furniture, and whether each is a heading: no items of lists, no cells of tables."""
    for block in body:
        if isinstance(block, Heading | Paragraph | Quote) and len(block.text) <= LONGEST and len(key(block.text)) >= SHORTEST:
            yield block.text, isinstance(block, Heading)


def _mark(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
