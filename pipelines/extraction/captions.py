"""A photo's caption and its credit, which Indonesian sites write into one line: "Presiden di Istana. Foto: ANTARA FOTO/Nama"."""

from __future__ import annotations

import re

from pipelines.extraction import credit_words as words
from pipelines.extraction.text import squeeze

LONGEST_CREDIT = 120  # characters; a longer remainder is prose that happens to hold a label
_LONGEST_LINE = 4_000  # characters of a caption that are read
_FEWEST_WORDS = 3  # spaces in a sentence before the name that stands for the photographer
_FEW_WORDS = 6  # spaces in a caption that says enough without the name in brackets behind it
_EMPTY = re.compile(r"^[\s.,;:|/()\[\]–—-]*$")

_BUTTON = re.compile(r"^(?:(?:[Ll]ihat [Ff]oto|zoom-in-white|[Pp]erbesar)\s*)+(?=[A-Z\"“(])")  # "Lihat FotoPresiden di Istana"
_PHOTO_DESK = re.compile(r"/\s?[a-z]{2,5}\.$")  # ANTARA's editor behind its photographer: "ANTARA FOTO/Galih Pradipta/foc."
_INITIAL = re.compile(r"\s[A-Z]\.\s*$")  # "Rina S."

Split = tuple[str | None, str | None]


def split_credit(text: str) -> Split:
    """A caption line as caption and credit, each None where there is none. The label ("Foto:") belongs to neither.

    "Vladimir Putin dan Xi Jinping. Foto: REUTERS/Wu Hong/Pool" gives ("Vladimir Putin dan Xi Jinping.", "REUTERS/Wu Hong/Pool").
    A label within a sentence, or one that is followed by more than a credit, divides nothing.
    """
    line = _BUTTON.sub("", squeeze(text[:_LONGEST_LINE]))
    if _EMPTY.match(line):
        return None, None
    return _at_label(line) or _at_bracket(line) or _at_rule(line) or _at_agency(line) or (line, None)


def _at_label(line: str) -> Split | None:
    """Divide at the last label that a credit follows."""
    for label in reversed(list(words.LABEL.finditer(line))):
        before, after = line[: label.start()], line[label.end() :]
        if not _may_stand(before, label[0]):
            continue
        credit = _without_bracket(after, before)
        opens = bool(_EMPTY.match(before))
        if opens and (inner := _at_bracket(credit)) and inner[0]:  # "Foto: Presiden meninjau pasar (Dok. Setpres)"
            return inner
        if not (opens and words.STARTS_LIKE_A_CAPTION.match(credit)) and is_credit(
            credit, certain=bool(words.ENDS_SENTENCE.search(before))
        ):
            further = words.LABEL.match(credit)  # "Foto: Dok: Kemenhub"
            return _unlabelled(_closed(before)), _tidy(credit[further.end() :] if further else credit)
        if opens:  # "Foto: Presiden meninjau pasar.": the label of a caption
            return (_at_agency(credit) or (credit, None)) if credit else (None, None)
    return None


def _may_stand(before: str, label: str) -> bool:
    """May a label stand here? After a sentence, a rule or a bracket; capitalized, also after a caption without a full stop."""
    return bool(words.MAY_PRECEDE_LABEL.search(before)) or (label[0].isupper() and before[-1:] == " " and before[-2:-1].isalnum())


def _at_bracket(line: str) -> Split | None:
    """Divide before brackets at the end that hold a credit and nothing else."""
    found = words.BRACKETED.search(line)
    if found is None:
        return None
    inside = (found[1] or found[2]).strip()
    label = words.LABEL.match(inside)
    is_sure = label or words.ONLY_AGENCY.match(inside) or words.IN_BRACKETS.match(inside) or words.SLASHED_NAMES.match(inside)
    if not is_sure and not _is_set_apart(line[: found.start(found.lastindex or 0) - 1], inside):
        return None
    credit = _tidy(inside[label.end() :] if label else inside)
    return None if credit is None else (_closed(line[: found.start()]), credit)


def _is_set_apart(before: str, inside: str) -> bool:
    """Do brackets hold somebody whom the caption does not speak of? Behind its full stop or without a space; "Ketua KPK (Budi Raya)" is it.

    Behind a small word that ends a long caption without a full stop a name stands for the photographer, too.
    """
    caption = before.rstrip()
    if not caption or words.STARTS_LIKE_A_CAPTION.match(inside):
        return False
    if caption.endswith((".", "!", "?", "…", '."', ".”")):
        return bool(words.NAMES.match(inside))
    if not words.NAMED_PERSON.match(inside):
        return False
    return caption == before or (caption.count(" ") >= _FEW_WORDS and caption.rpartition(" ")[2].islower())


def _at_rule(line: str) -> Split | None:
    """Divide at the last stroke or dash that a credit follows: "Kapal menunggu cuaca | Dok BNPB"."""
    found = words.RULE.match(line)
    if found is None:
        return None
    credit = found["credit"]
    is_sure = words.ONLY_AGENCY.match(credit) or words.IN_BRACKETS.match(credit) or words.DOCUMENTATION.match(credit)
    if is_sure or (found["rule"] == "|" and (words.NAMES.match(credit) or words.SLASHED_NAMES.match(credit))):
        return _closed(found["before"]), _tidy(credit)
    return None


def _at_agency(line: str) -> Split | None:
    """Divide before an agency, or "Dok. ...", that follows the caption's last sentence without a label; or behind one that precedes it."""
    for pattern in (words.TRAILING_AGENCY, words.DOCUMENTATION, words.TRAILING_LIBRARY):
        if found := pattern.search(line):
            return _closed(line[: found.start(1)]), _tidy(found[1])
    if found := words.TRAILING_AUTHOR.search(line):
        before = line[: found.start(1)]
        says_enough = before.count(" ") >= _FEWEST_WORDS and not found[1].isupper()  # "15. Nama Alat" is a heading, "BELI BUKUNYA" a call
        if says_enough and not words.STARTS_LIKE_A_CAPTION.match(found[1]) and not words.ABBREVIATED.search(before):
            return _closed(before), _tidy(found[1])
    if found := words.LEADING_AGENCY.match(line):
        return found[2], _tidy(found[1] + ".")
    if len(line) <= LONGEST_CREDIT and words.ONLY_AGENCY.match(line) and not line.endswith(".") and ("/" in line or line.count(" ") < 2):
        return None, _tidy(line)
    return None


def is_credit(text: str, *, certain: bool = False) -> bool:
    """Does what follows a label look like a name, an agency, an account, and not like a sentence?

    `certain`: a sentence ended before the label; then a few small words are a credit too ("Foto: milik warga").
    """
    if not text or len(text) > LONGEST_CREDIT:
        return False
    if certain and text.count(" ") < 4 and not text.endswith("."):
        return True
    if not words.STARTS_LIKE_A_NAME.match(text):
        return False
    if "/" in text or words.ONLY_AGENCY.match(text):
        return True
    parts = text.split()
    if len(parts) <= 2:
        return True
    small = sum(part[0].islower() for part in parts if part.lower() not in words.SMALL_WORDS)
    return len(parts) <= 12 and small <= (0 if text.endswith(".") and len(parts) > 4 else len(parts) / 3)


def is_bare_name(text: str) -> bool:
    """Is a line nothing but somebody's name, without a full stop?"""
    return bool(words.NAMED_PERSON.match(text)) and not text.endswith(".") and not words.STARTS_LIKE_A_CAPTION.match(text)


def _without_bracket(credit: str, before: str) -> str:
    """A credit without the end of the bracket that was opened before its label."""
    credit = credit.strip()
    if before.rstrip().endswith(("(", "[")):
        credit = re.sub(r"\s*[)\]]\s*\.?$", "", credit)
    return credit


def _tidy(credit: str) -> str | None:
    ends_in_initial = (_INITIAL.search(credit) or _PHOTO_DESK.search(credit)) is not None
    credit = credit.strip(" .,;|-–—") + "." * ends_in_initial
    if credit.startswith(("(", "[")) and credit.endswith((")", "]")):
        credit = credit[1:-1].strip(" .,;")
    return credit or None


def _unlabelled(caption: str | None) -> str | None:
    """A caption without the label that opens it: "Foto: Semangkuk soto. (Sumber: Instagram)" has one for each."""
    opening = words.LABEL.match(caption) if caption else None
    return caption if caption is None or opening is None else caption[opening.end() :] or None


def _closed(caption: str) -> str | None:
    """A caption without the rule or bracket that led to its credit."""
    caption = caption.rstrip(" ([|/–—-")
    return None if _EMPTY.match(caption) else caption
