"""Records one after another among plain bytes: a file that is not compressed, or what one gzip member holds; past every damage to the next.

Nothing but the records themselves says where one ends and the next begins, so a length must prove itself: two line ends and another
record (or the end) come behind the block, and where a block digest is given it decides. What is found by searching behind a damage may
lie in the payload of the damaged record. Such a find counts when it names the same warcinfo record as the others of the file, when it
lies beyond what the damaged record claims, or when the records that follow it without a gap reach that far and are of one kind with
it. Otherwise it is named as doubtful and not given out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import DamagedRecord
from archive.evidence import Claim, Family, Work, blank_behind, claim_at, kin_of, message_end, true_end
from archive.fields import ENDING, HEADER_BYTES, Fields
from archive.formats import LOOK_BYTES, Format, Parsed, digest_of, is_complete
from archive.record import Suspect, bare
from archive.search import plain_headers
from archive.stream import MOST_BLANK, Source, Stream, stream_of

MOST_SUSPECTS = 100  # named one by one in a damaged region
_OTHER = {"request": "application/http;msgtype=response", "response": "application/http;msgtype=request"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NAMES = ("WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Warcinfo-ID")  # in which no tool writes one
_OPENINGS = {
    "application/http;msgtype=response": re.compile(rb"HTTP/"),
    "application/http;msgtype=request": re.compile(rb"[A-Z]{1,20} \S"),
    "application/warc-fields": re.compile(rb"[A-Za-z0-9_-]+:"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A record among the bytes of a source."""

    start: int
    end: int  # behind the line ends that end it
    parsed: Parsed
    ending: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes that are no whole record."""

    start: int
    end: int
    reason: str
    suspects: tuple[Suspect, ...] = ()


def next_in(stream: Stream, form: Format, keep: int | None) -> tuple[Parsed, bytes]:
    """The next record of a stream, and the line ends behind it, provided that its length is true. Raises DamagedRecord.

    Some tools end a record in one line end, or more: the digest decides then, where there is one.
    """
    parsed = form.parse(stream, keep, prove=True)
    ending = stream.take_blank()
    followed = stream.at_end or form.begins(stream.peek(LOOK_BYTES))
    regular = ending == ENDING or parsed.version == "arc"
    sound = regular and followed if parsed.proven is False else ending.startswith(ENDING) or ((bool(ending) or regular) and followed)
    if not (parsed.proven or sound):
        parsed.block.close()
        raise DamagedRecord("the record does not end in two line ends where its Content-Length says")
    return parsed, ending


def is_ended(source: Source, form: Format, end: int) -> bool:
    """Do line ends stand at a place, and behind them a record, or nothing?"""
    behind = blank_behind(source, end)
    if behind == end or behind >= source.size:
        return behind > end
    following = claim_at(source, form, behind)
    return following is not None and bool(following.version) and following.end is not None


def _is_mixed(fields: Fields) -> bool:
    """Does a header say two things of its record, as one does that a cut made of two?"""
    content_type = (fields.get("Content-Type") or "").lower().replace(" ", "")
    record_type = (fields.get("WARC-Type") or "").lower()
    return ":" in record_type or content_type == _OTHER.get(record_type)


def _fits(source: Source, claim: Claim) -> bool:
    """Does a block begin like what its header says it is? For a header and a block that were brought together by a cut."""
    content_type = (claim.fields.get("Content-Type") or "").lower().replace(" ", "")
    opening = next((opening for name, opening in _OPENINGS.items() if content_type.startswith(name)), None)
    return opening is None or opening.match(source.at(claim.block_start, 64)) is not None


class Sequence:
    """Iterates over what a source holds from `start` on: records, and gaps between them."""

    def __init__(
        self, source: Source, form: Format, keep: int | None, family: Family, work: Work, start: int = 0, *, known_only: bool = False
    ) -> None:
        """`known_only`: what is found by searching counts only where it names the same warcinfo record as others."""
        self._source, self._format, self._keep, self._start = source, form, keep, start
        self._family, self._work, self._known_only = family, work, known_only

    def __iter__(self) -> Iterator[Found | Gap]:
        at = self._start
        while (at := self._past_blank(at)) < self._source.size:
            gap: Gap | None
            try:
                found = self.at(at)
            except DamagedRecord as error:
                gap = self._settled(at, str(error)) or self._passed_over(at, str(error))
            else:
                gap = self._doubted(found) if found.parsed.proven is False else None
                if gap is None:
                    self._family.learn(found.parsed.version, found.parsed.fields)
                    self._family.is_proven |= found.parsed.proven is True
                    at = found.end
                    yield found
                    continue
                found.parsed.block.close()
            at = gap.end
            yield gap

    def at(self, start: int) -> Found:
        """The record at a place. Raises DamagedRecord."""
        stream = stream_of(self._source, start)
        parsed, ending = next_in(stream, self._format, self._keep)
        if self._family.is_complete and not is_complete(parsed.fields):
            parsed.block.close()
            raise DamagedRecord("the header lacks a field that every record has")
        if any(_CONTROL.search(parsed.fields.get(name) or "") for name in _NAMES):
            parsed.block.close()
            raise DamagedRecord("a control character in the header")
        if _is_mixed(parsed.fields):
            parsed.block.close()
            raise DamagedRecord("the header is made of those of two records")
        return Found(start, start + stream.taken, parsed, ending)

    def _past_blank(self, at: int) -> int:
        while (behind := blank_behind(self._source, at)) == at + MOST_BLANK:
            at = behind
        return behind

    # -- damage --------------------------------------------------------------------------------

    def _settled(self, at: int, reason: str) -> Gap | None:
        """The extent of a damaged record, where its digest or its length still proves one; what lies within is its own."""
        claim = claim_at(self._source, self._format, at)
        if claim is None:
            return None
        end = true_end(self._source, claim, self._work)
        if end is None:
            ends = (claim.end, message_end(self._source, claim)) if reason and digest_of(claim.fields) is None else ()
            end = next((end for end in ends if end is not None and is_ended(self._source, self._format, end)), None)
            if end is None:
                return None
        elif end != claim.end:
            reason = f"its Content-Length is not true: by its digest the block has {end - claim.block_start} bytes"
        self._learn(claim)
        return Gap(at, blank_behind(self._source, end), reason)

    def _doubted(self, found: Found) -> Gap | None:
        """What is wrong with a record whose digest does not hold, though its length seems to; None where only its block was altered."""
        claim = claim_at(self._source, self._format, found.start)
        if claim is None or (_fits(self._source, claim) and not self._leads_away(found.end)):
            return self._settled(found.start, "") or self._altered(found)
        reason = "its block is not what its header says"
        return self._settled(found.start, reason) or self._passed_over(found.start, reason)

    def _altered(self, found: Found) -> Gap | None:
        """A record whose block was altered; None where no digest of this file holds, so that it says nothing."""
        if not self._family.is_proven:
            return None
        suspect = Suspect(found.start, bare(found.parsed.fields.get("WARC-Record-ID")))
        return Gap(found.start, found.end, "the block's bytes are not those that were digested", (suspect,))

    def _leads_away(self, end: int) -> bool:
        """Is a record at a place of another file, though others of this one come behind it?"""
        claim = claim_at(self._source, self._format, end) if self._family.is_named and end < self._source.size else None
        doubt = _Doubt(self._source, self._format, self._family, self._work, None)
        return claim is not None and not self._family.knows(claim.fields) and doubt.is_own_behind(end)

    def _learn(self, claim: Claim) -> None:
        if claim.version:
            self._family.learn(claim.version, claim.fields, sure=False)

    def _passed_over(self, at: int, reason: str) -> Gap:
        """What is damaged from a place on, up to the next record that can be believed."""
        claim = claim_at(self._source, self._format, at)
        if claim is not None:
            self._learn(claim)
        claimed = self._torn_at(at) if claim is None else claim.end
        doubt = _Doubt(self._source, self._format, self._family, self._work, claimed)
        suspects: list[Suspect] = []
        behind = at + 1
        for place in plain_headers(self._source, self._format, at + 1):
            if place < behind:
                continue
            found = self._whole(place)
            if isinstance(found, Found):
                if self._family.knows(found.parsed.fields) or (not self._known_only and doubt.is_settled_for(found)):
                    return Gap(at, place, reason, tuple(suspects))
                if len(suspects) < MOST_SUSPECTS:
                    suspects.append(Suspect(place, bare(found.parsed.fields.get("WARC-Record-ID"))))
                if found.parsed.proven:
                    behind = found.end
            elif found is not None:
                behind = found
            else:
                doubt.widen(place)
        return Gap(at, self._source.size, reason, tuple(suspects))

    def _torn_at(self, at: int) -> int | None:
        """Where a header breaks off because another begins: then it has no block that could hold a record. None where it does not."""
        length = self._format.torn_at(self._source.at(at, HEADER_BYTES))
        return at + length if length else None

    def _whole(self, place: int) -> Found | int | None:
        """The record at a place that was searched for; where it ends, if only its length is wrong; None where it is none."""
        claim = claim_at(self._source, self._format, place)
        if claim is None:
            return None
        if claim.end is not None and claim.end <= self._source.size and self._work.spend(claim.end - place):
            stream = stream_of(self._source, place)
            try:
                parsed, ending = next_in(stream, self._format, 0)
            except DamagedRecord:
                pass
            else:
                parsed.block.close()
                return Found(place, place + stream.taken, parsed, ending)
        return true_end(self._source, claim, self._work)


class _Doubt:
    """Tells the records behind a damaged one from those that it may hold; `claimed` is where its block would end, if anything says so."""

    def __init__(self, source: Source, form: Format, family: Family, work: Work, claimed: int | None) -> None:
        self._source, self._format, self._family, self._work, self._claimed = source, form, family, work, claimed
        self._own: int | None = 0  # where the next record is that is surely of this file, as far as was looked; None where none comes

    def is_settled_for(self, found: Found) -> bool:
        """Is a whole record that names no warcinfo record that is known one of the file, for all that can be told?"""
        version, fields = found.parsed.version, found.parsed.fields
        is_foreign = self._family.is_foreign(version, fields)
        if self._family.is_named and self.is_own_behind(found.start):
            return False
        if self._claimed is None or found.start >= self._claimed:
            if is_foreign and self._family.is_named:  # another header may have been destroyed in between
                return self._run(found.start, None)[0] == self._source.size
            return (bool(found.parsed.proven) and self._family.is_digested) or self._goes_on(found.end)
        end, crossing = self._run(found.start, self._claimed)
        return crossing == kin_of(version, fields) if is_foreign else bool(crossing) or end == self._source.size

    def widen(self, place: int) -> None:
        """Reckon with a header behind the damaged one whose record is not whole: it may hold what comes next, as the first may.

        Where records name their warcinfo record only: what is of the file is known by that there, and nothing of it can be hidden so.
        """
        claim = claim_at(self._source, self._format, place) if self._family.is_named and self._claimed is not None else None
        if claim is not None and claim.end is not None and self._claimed is not None and place <= self._claimed:
            self._claimed = max(self._claimed, claim.end)

    def _goes_on(self, end: int) -> bool:
        """Does a record begin at a place, or the source end there?"""
        return end >= self._source.size or self._format.begins(self._source.at(end, LOOK_BYTES))

    def is_own_behind(self, place: int) -> bool:
        """Does any record behind a place name what the others of this file name?"""
        while self._own is not None and self._own <= place:
            self._own = next((at for at in plain_headers(self._source, self._format, place + 1) if self._is_own(at)), None)
        return self._own is not None

    def _is_own(self, place: int) -> bool:
        claim = claim_at(self._source, self._format, place) if self._work.spend(LOOK_BYTES) else None
        return claim is not None and self._family.knows(claim.fields)

    def _run(self, place: int, claimed: int | None) -> tuple[int, str]:
        """Where the records end that follow each other from a place on, and the kin of the first that goes beyond what is claimed."""
        while (claim := claim_at(self._source, self._format, place)) is not None and claim.version and claim.end is not None:
            if not self._work.spend(LOOK_BYTES) or not is_ended(self._source, self._format, claim.end):
                break
            if claimed is not None and claim.end > claimed:
                return place, kin_of(claim.version, claim.fields)
            place = blank_behind(self._source, claim.end)
        return place, ""
