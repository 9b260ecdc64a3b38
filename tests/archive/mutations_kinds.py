"""What can happen to an archive: each kind of mutation, done to a list of pieces that know where their bytes came from."""

from __future__ import annotations

import gzip
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive.gzipmember import compress_member
from tests.archive.mutations_sources import Part, Whole, record, smuggler, source

BOMB_BYTES = (1 << 20, 20 << 20, 20 << 20, 300 << 20)  # what a bomb inflates to
LINE_BYTES = (70_000, 70_000, 2_000_000, 100_000_000)  # a header line
EMPTY = (1, 50, 2000, 50_000)  # empty members in a row
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n")


@dataclass(frozen=True)
class Piece:
    """Bytes of a mutant: [start, end) of a source, or (where `whole` is None) bytes of its own, `count` times."""

    whole: Whole | None = None
    start: int = 0
    end: int = 0
    own: bytes = b""
    count: int = 1

    @property
    def length(self) -> int:
        return self.end - self.start if self.whole is not None else len(self.own) * self.count

    def cut(self, start: int, end: int) -> list[Piece]:
        """[start, end) of this piece."""
        if (start, end) == (0, self.length):
            return [self]
        if self.whole is not None:
            return [Piece(self.whole, self.start + start, self.start + end)] if end > start else []
        if self.count == 1:
            return [Piece(own=self.own[start:end])] if end > start else []
        size = len(self.own)
        first, last = -(-start // size), end // size
        if first > last:
            return [Piece(own=self.own[start % size : (start % size) + end - start])]
        ends = [Piece(own=self.own[start - first * size :])] if start % size else []
        ends += [Piece(own=self.own, count=last - first)] if last > first else []
        return ends + ([Piece(own=self.own[: end % size])] if end % size else [])


@dataclass
class Mutant:
    """An archive that something happened to."""

    origin: Whole
    pieces: list[Piece]
    done: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(piece.length for piece in self.pieces)

    def replace(self, start: int, end: int, new: list[Piece]) -> None:
        self.pieces = self.between(0, start) + new + self.between(end, self.size)

    def between(self, start: int, end: int) -> list[Piece]:
        """The pieces of [start, end)."""
        found, at = [], 0
        for piece in self.pieces:
            found += piece.cut(min(max(0, start - at), piece.length), min(max(0, end - at), piece.length))
            at += piece.length
        return [piece for piece in found if piece.length]

    def octets(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if piece.whole is not None:
                yield piece.whole.stored[piece.start : piece.end]
            else:
                step = max(1, (1 << 20) // max(1, len(piece.own)))
                for done in range(0, piece.count, step):
                    yield piece.own * min(step, piece.count - done)

    def spans(self) -> list[tuple[int, int, Whole, int]]:
        """Runs of source bytes that stand together: [start, end) in the mutant, the source, and where in it they begin."""
        found: list[tuple[int, int, Whole, int]] = []
        at = 0
        for piece in self.pieces:
            if piece.whole is not None:
                if found and found[-1][1] == at and found[-1][2] is piece.whole and found[-1][3] + at - found[-1][0] == piece.start:
                    found[-1] = (found[-1][0], at + piece.length, piece.whole, found[-1][3])
                else:
                    found.append((at, at + piece.length, piece.whole, piece.start))
            at += piece.length
        return found

    def units(self, *, also_unsound: bool = False) -> list[tuple[int, int, tuple[Part, ...]]]:
        """The members or plain records that are as they were: where they lie in the mutant, and what they hold."""
        return [
            (start - begin + first, start - begin + last, parts)
            for start, end, whole, begin in self.spans()
            for first, last, parts in whole.units
            if begin <= first and last <= begin + end - start and parts and (whole.is_sound or also_unsound)
        ]

    def place(self, rng: random.Random) -> int:
        """Anywhere, but twice as likely in or near a record that holds records."""
        held = [(start, end) for start, end, parts in self.units() if any(part.holds for part in parts)]
        if held and rng.random() < 0.4:
            start, end = rng.choice(held)
            return rng.randrange(start, end)
        return rng.randrange(self.size + 1)


Kind = Callable[[Mutant, random.Random], None]


def flip(mutant: Mutant, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = min(mutant.place(rng), mutant.size - 1)
        octet = b"".join(Mutant(mutant.origin, mutant.between(at, at + 1)).octets())
        mutant.replace(at, at + 1, [Piece(own=bytes([octet[0] ^ 1 << rng.randrange(8)]))])


def edit(mutant: Mutant, rng: random.Random) -> None:
    at = mutant.place(rng)
    new = rng.choice((rng.randbytes(rng.randint(1, 40)), b"\0" * rng.choice((1, 64, 4096)), b"\r\n\r\n", b"\n"))
    mutant.replace(at, min(mutant.size, at + len(new)), [Piece(own=new)])


def cut(mutant: Mutant, rng: random.Random) -> None:
    at = mutant.place(rng)
    mutant.replace(at, min(mutant.size, at + rng.choice((1, 2, 7, 60, 600, 6000))), [])


def tear(mutant: Mutant, rng: random.Random) -> None:
    mutant.replace(mutant.place(rng), mutant.size, [])


def insert(mutant: Mutant, rng: random.Random) -> None:
    at = mutant.place(rng) if rng.random() < 0.5 else rng.choice([0, mutant.size, *(start for start, _, _ in mutant.units())])
    mutant.replace(at, at, [Piece(own=noise(rng))])


def noise(rng: random.Random) -> bytes:
    """What strays into archives: noise, a web page, other formats, and beginnings of members and records."""
    page = b"<!doctype html><html lang='id'><body><p>" + b"kabar " * rng.randrange(200) + b"</p></body></html>\n"
    arc = b"http://koran.example/ 10.0.0.1 20050102030405 text/html %d\n%s\n" % (len(page), page)
    return rng.choice((
        rng.randbytes(rng.choice((1, 20, 3000))), page, gzip.compress(page, mtime=0), arc, gzip.compress(arc, mtime=0), b"\0" * 512,
        b"\x1f\x8b\x08" * rng.randint(1, 400), b"\x1f\x8b\x08\0\0\0\0\0\0\xff" * rng.randint(1, 300),
        b"WARC/1.1\r\nWARC-Type:" * rng.randint(1, 300),
        b"\r\n" * rng.randint(1, 90), b"WARC/1.1\r\n\r\n" * 3, b"PK\x03\x04" + rng.randbytes(60),
    ))  # fmt: skip


def header_line(mutant: Mutant, rng: random.Random) -> None:
    """A header without end, up to 100 MB of it."""
    size = rng.choices(LINE_BYTES, (40, 40, 10, 1))[0]
    begin, end = b"WARC/1.1\r\nWARC-Type: response\r\nX: ", b"\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    at = rng.choice([0, mutant.size, *(start for start, _, _ in mutant.units())])
    if mutant.origin.is_plain:
        mutant.replace(at, at, [Piece(own=begin), Piece(own=b"a" * 1000, count=size // 1000), Piece(own=end)])
    else:
        pieces = [begin, *[b"a" * 1000] * (size // 1000), end]
        mutant.replace(at, at, [Piece(own=b"".join(compress_member(pieces)))])


def bomb(mutant: Mutant, rng: random.Random) -> None:
    """Megabytes of nothing in kilobytes, sometimes with a record's header before them, sometimes torn."""
    size = rng.choices(BOMB_BYTES, (30, 15, 15, 1))[0]
    header = rng.choice((b"", b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % rng.choice((5, size, size * 9))))
    coder = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = coder.compress(header) + b"".join(coder.compress(b"\0" * (1 << 20)) for _ in range(size >> 20)) + coder.flush()
    at = rng.choice([0, mutant.size, *(start for start, _, _ in mutant.units())])
    mutant.replace(at, at, [Piece(own=packed[: len(packed) - rng.choice((0, 0, 9))])])


def empty_members(mutant: Mutant, rng: random.Random) -> None:
    at = rng.choice([0, mutant.size, *(start for start, _, _ in mutant.units())])
    one = rng.choice((gzip.compress(b"", mtime=0), gzip.compress(b"\r\n", mtime=0), gzip.compress(b"", 0, mtime=0)))
    mutant.replace(at, at, [Piece(own=one, count=rng.choices(EMPTY, (30, 30, 10, 1))[0])])


def splice(mutant: Mutant, rng: random.Random) -> None:
    """The beginning of one file, and the end of another of the same layout."""
    other = source(rng, layout=mutant.origin.layout)
    begin = rng.choice([0, rng.randrange(len(other.stored)), *(start for start, _, _ in other.units)])
    mutant.replace(mutant.place(rng), mutant.size, [Piece(other, begin, len(other.stored))])


def reorder(mutant: Mutant, rng: random.Random) -> None:
    """Members or records swapped, doubled, or gone."""
    units = mutant.units()
    if not units:
        return
    start, end, _ = rng.choice(units)
    taken = mutant.between(start, end)
    if rng.random() < 0.6:
        mutant.replace(start, end, [])
    if rng.random() < 0.7:
        at = rng.choice([0, mutant.size, *(first for first, _, _ in mutant.units())])
        mutant.replace(at, at, taken)


def lie(mutant: Mutant, rng: random.Random) -> None:
    """A Content-Length that is too short, too long, negative, huge, or no number; in a member, packed as if nothing were wrong."""
    units = mutant.units()
    if not units:
        return
    holders = [unit for unit in units if any(part.holds for part in unit[2])]
    start, end, parts = rng.choice(holders if holders and rng.random() < 0.6 else units)
    number = rng.randrange(len(parts))
    octets = parts[number].octets
    found = _LENGTH.search(octets)
    assert found is not None
    lies = [b"-1", b"0", b"99999999999999999999", b"5000000000", b"2000000000", b"", b"0x10", b"7, 8", b"%d" % rng.randrange(10**6)]
    lies += [
        b"%d" % (int(found[1]) + rng.choice((-4, -1, 1, 4, 400))),
        b"%d" % rng.randrange(int(found[1]) + 1),
        *seams(octets, found.end() + 2),
    ]
    new = rng.choice([told for told in lies if told != found[1]])
    if mutant.origin.is_plain:
        mutant.replace(start + found.start(1), start + found.end(1), [Piece(own=new)])
        return
    inside = [part.octets for part in parts]
    inside[number] = octets[: found.start(1)] + new + octets[found.end(1) :]
    stored = b"".join(compress_member(inside))
    mutant.replace(start, end, [remade(mutant, stored, parts[:number] + parts[number + 1 :], lied=parts[number : number + 1])])


def remade(mutant: Mutant, stored: bytes, parts: tuple[Part, ...], *, is_sound: bool = True, lied: tuple[Part, ...] = ()) -> Piece:
    """A member that a mutation wrote anew, and the records in it that are as they were."""
    return Piece(Whole(mutant.origin.style, mutant.origin.layout, stored, ((0, len(stored), parts),), is_sound, lied), 0, len(stored))


def seams(octets: bytes, block: int) -> list[bytes]:
    """Lengths that end where an empty line within the block does, and a record may follow."""
    return [b"%d" % (found.start() - block) for found in re.finditer(rb"\r\n\r\nWARC/", octets) if found.start() >= block]


def lying_member(mutant: Mutant, rng: random.Random) -> None:
    """A gzip member whose CRC, size or header fields are not true."""
    units = mutant.units()
    if not units or mutant.origin.is_plain:
        insert(mutant, rng)
        return
    start, end, parts = rng.choice(units)
    packed = b"".join(Mutant(mutant.origin, mutant.between(start, end)).octets())
    changed = rng.choice((
        packed[:-8] + rng.randbytes(4) + packed[-4:], packed[:-4] + rng.randbytes(4), packed[:3] + bytes([packed[3] | 4]) + packed[4:],
        packed[:3] + b"\xe0" + packed[4:], packed[:3] + b"\x08" + packed[4:10] + b"n" * 70_000 + b"\0" + packed[10:],
        packed[:2] + b"\x07" + packed[3:], packed[:-8], packed[:10] + b"\0\0\0\xff\xff" + packed[10:],
    ))  # fmt: skip
    mutant.replace(start, end, [remade(mutant, changed, parts, is_sound=False)])


def smuggle(mutant: Mutant, rng: random.Random) -> None:
    """A file in which one page more holds records; what the others do then is done to it."""
    holder = record(rng, "digested", smuggler(rng), uri="https://koran.example/arsip", record_type="resource", holds=True)
    packed = holder.octets if mutant.origin.is_plain else b"".join(compress_member([holder.octets]))
    whole = Whole("digested", mutant.origin.layout, packed, ((0, len(packed), (holder,)),))
    at = rng.choice([0, mutant.size, *(start for start, _, _ in mutant.units())])
    mutant.replace(at, at, [Piece(whole, 0, len(packed))])


def gzip_field(mutant: Mutant, rng: random.Random) -> None:
    """Records in the extra field or the comment of a member's gzip header (RFC 1952, 2.3.1), which hold anything."""
    units = mutant.units()
    if not units or mutant.origin.is_plain:
        smuggle(mutant, rng)
        return
    start, end, parts = rng.choice(units)
    packed = b"".join(Mutant(mutant.origin, mutant.between(start, end)).octets())
    held = smuggler(rng)[:65_000]
    if packed[3]:
        return  # it has a field of its own
    if rng.random() < 0.5:
        changed = packed[:3] + b"\x04" + packed[4:10] + len(held).to_bytes(2, "little") + held + packed[10:]
    else:
        changed = packed[:3] + b"\x10" + packed[4:10] + held.replace(b"\0", b"") + b"\0" + packed[10:]
    mutant.replace(start, end, [remade(mutant, changed, parts)])


KINDS: dict[str, tuple[Kind, int]] = {  # with how often each comes
    "flip": (flip, 20), "edit": (edit, 10), "cut": (cut, 14), "tear": (tear, 5), "insert": (insert, 10), "header line": (header_line, 3),
    "bomb": (bomb, 2), "empty members": (empty_members, 3), "splice": (splice, 12), "reorder": (reorder, 8), "lie": (lie, 18),
    "lying member": (lying_member, 6), "smuggle": (smuggle, 8), "gzip field": (gzip_field, 5),
}  # fmt: skip


def mutant_of(rng: random.Random) -> Mutant:
    """A valid archive that one to three things happened to."""
    whole = source(rng)
    mutant = Mutant(whole, [Piece(whole, 0, len(whole.stored))])
    names = list(KINDS)
    chosen = rng.choices(names, [KINDS[name][1] for name in names], k=rng.choice((1, 1, 1, 2, 2, 3)))
    for name in sorted(chosen, key=lambda name: name == "gzip field"):  # of a damaged header nothing tells its fields from the file
        if mutant.size:
            KINDS[name][0](mutant, rng)
            mutant.done.append(name)
    return mutant
