"""A photo's caption and its credit, which Indonesian sites write into one line: "Presiden di Istana. Foto: ANTARA FOTO/Nama"."""

from __future__ import annotations

import re

from pipelines.extraction.text import squeeze

LONGEST_CREDIT = 120  # characters; a longer remainder is prose that happens to hold a marker
_LONGEST_LINE = 4_000  # characters of a caption that are read

_LABEL = (
    r"(?:sumber foto|sumber gambar|sumber|kredit foto|kredit|foto oleh|foto by|foto|fotografer|photo by|photograph by|photo credit|photographer|photo|"
    r"image credit|image|picture|gambar|credits?|courtesy|dokumentasi|dok)"
)
#: A label with its colon: "Foto:", "Sumber foto :", "Photo by" (no colon needed). In prose these words go on without one.
_MARKER = re.compile(rf"(?<![\w/]){_LABEL}\s?[:;]\s?", re.IGNORECASE)
_ENDS_CAPTION = re.compile(r"(?:[.!?…\"”')\]|/–—;-]|^)\s*[(\[]?$")  # what may stand before a label: the end of a sentence, a rule, a bracket
_BRACKETED = re.compile(r"\s*(?:\(([^()]{2,160})\)|\[([^\[\]]{2,160})\])\s*[.,]?\s*$")
_DOCUMENTATION = re.compile(r"(?:^|(?<=[.!?…\"”')\]])\s+)((?:Dok|Doc)\.?\s[A-Z@].{1,100}|Dokumentasi\s[A-Z@].{1,100}|Istimewa|Courtesy of .{2,100})$")

_AGENCY = (
    r"(?:ANTARA(?: ?FOTO| PHOTO| ?NEWS)?|Antara(?: Foto|foto)?|REUTERS|Reuters|AFP|AP(?: Photo)?|EPA(?:-EFE)?|EFE|DPA|dpa|TASS|XINHUA|Xinhua|SPUTNIK|Sputnik|"
    r"UPI|Anadolu(?: Agency)?|Getty(?: Images)?|GETTY(?: IMAGES)?|NurPhoto|Shutterstock|shutterstock(?:\.com)?|SHUTTERSTOCK|iStock(?:photo)?|Pixabay|Pexels|Unsplash|"
    r"Freepik|freepik|Thinkstock|Bloomberg|Kyodo|Yonhap|VIVA|TEMPO|Tempo|KOMPAS(?:\.com)?|Kompas\.com|kompas\.com|kumparan|detikcom|detik\.com|Republika|REPUBLIKA|"
    r"MI|Media Indonesia|JawaPos(?:\.com)?|Jawa Pos|Liputan6(?:\.com)?|Okezone|SINDOnews|Suara\.com|Bisnis(?:\.com)?|KONTAN|Katadata|Tribun\w*|TRIBUN\w*|"
    r"Merdeka\.com|merdeka\.com|CNN Indonesia|CNBC Indonesia|IDN Times|JPNN(?:\.com)?|Instagram|Twitter|Facebook|YouTube|Youtube|TikTok|Wikimedia(?: Commons)?|"
    r"NASA|BNPB|BMKG|Setpres|BPMI(?: Setpres)?|Biro Pers(?: \w+)*|Humas \w+(?: \w+)*)"
)
#: An agency at the end of a caption that names its photographer: "... (2/1). ANTARA FOTO/Galih Pradipta/foc."
_TRAILING_AGENCY = re.compile(
    rf"(?:^|(?<=[.!?…\"”')\]])\s+)((?:{_AGENCY}|[A-Z][A-Z]{{2,}}(?: [A-Z]{{3,}})?|[a-zA-Z0-9-]+\.(?:com|co\.id|id|co|net))\s?/\s?[^/.]{{2,60}}(?:/[^/]{{1,40}}){{0,3}})$"
)
_ONLY_AGENCY = re.compile(rf"^(?:{_AGENCY})(?:[ /(,&-].{{0,100}})?$")
_BRACKET_WORDS = re.compile(
    r"^(?:ist(?:imewa)?\.?|dok\.?\s.*|doc\.?\s.*|dokumen(?:tasi)? .*|repro.*|tangkap(?:an)? layar.*|screenshot.*|youtube.*|instagram.*|twitter.*|tiktok.*|facebook.*|@\w.*|"
    r"kiriman .*|humas .*|for .*)$",
    re.IGNORECASE,
)
_SLASHED_NAMES = re.compile(r"^(?=.*[A-Z])@?[A-Za-z][\w.& '’-]{1,40}(?:\s?/\s?@?[A-Za-z][\w.& '’-]{0,40}){1,4}$")
_STARTS_LIKE_A_NAME = re.compile(r"[A-Z@©]|dok\b|doc\b|ist\b|istimewa|detik|kumparan|shutterstock|freepik|x\.com|[a-z0-9-]+\.(?:com|co|id|net|org)", re.IGNORECASE)
_EMPTY = re.compile(r"^[\s.,;:|/()\[\]–—-]*$")


def split_credit(text: str) -> tuple[str | None, str | None]:
    """A caption line as caption and credit, each None where there is none. The label ("Foto:") belongs to neither.

    "Vladimir Putin dan Xi Jinping. Foto: REUTERS/Wu Hong/Pool" gives ("Vladimir Putin dan Xi Jinping.", "REUTERS/Wu Hong/Pool").
    A label within a sentence, or one that is followed by more than a credit, divides nothing.
    """
    line = squeeze(text[:_LONGEST_LINE])
    if _EMPTY.match(line):
        return None, None
    return _at_label(line) or _at_bracket(line) or _at_agency(line) or (line, None)


def _at_label(line: str) -> tuple[str | None, str | None] | None:
    """Divide at the last label that a credit follows."""
    markers = list(_MARKER.finditer(line))
    for marker in reversed(markers):
        before, credit = line[: marker.start()], _unbracketed(line[marker.end() :], line[: marker.start()])
        if not _is_boundary(before, marker[0]):
            continue
        if not before.strip(" ([-–—|/"):
            if _is_credit(credit):
                return None, _tidy(credit)
            inner = _at_bracket(credit) or _at_agency(credit) or (credit, None)
            return inner  # "Foto: Presiden meninjau pasar.": the label of a caption
        if _is_credit(credit):
            # "Dok: " and the like may follow another label: "Foto: Dok: Kemenhub"
            inner_markers = _MARKER.match(credit)
            return _closed(before), _tidy(credit[inner_markers.end() :] if inner_markers else credit)
    return None


def _is_boundary(before: str, marker: str) -> bool:
    """May a label stand here? After a sentence, a rule or a bracket; or anywhere, if it is capitalized within a line that is not."""
    return bool(_ENDS_CAPTION.search(before)) or (marker[0].isupper() and bool(re.search(r"[a-z0-9]\s$", before)))


def _at_bracket(line: str) -> tuple[str | None, str | None] | None:
    """Divide before brackets at the end that hold a credit and nothing else."""
    found = _BRACKETED.search(line)
    if found is None:
        return None
    inside = (found[1] or found[2]).strip()
    labelled = _MARKER.match(inside)
    credit = inside[labelled.end() :] if labelled else inside
    if labelled is None and not (_ONLY_AGENCY.match(inside) or _BRACKET_WORDS.match(inside) or _SLASHED_NAMES.match(inside)):
        return None
    if not credit:
        return None
    return _closed(line[: found.start()]), _tidy(credit)


def _at_agency(line: str) -> tuple[str | None, str | None] | None:
    """Divide before an agency, or "Dok. ...", that follows the caption's last sentence without a label."""
    for pattern in (_TRAILING_AGENCY, _DOCUMENTATION):
        if found := pattern.search(line):
            return _closed(line[: found.start(1)]), _tidy(found[1])
    if len(line) <= LONGEST_CREDIT and _ONLY_AGENCY.match(line) and not line.endswith("."):
        words = line.split()
        if "/" in line or len(words) <= 2:
            return None, _tidy(line)
    return None


def _is_credit(text: str) -> bool:
    """Does what follows a label look like a name, an agency, an account, and not like a sentence?"""
    if not text or len(text) > LONGEST_CREDIT or not _STARTS_LIKE_A_NAME.match(text):
        return False
    if "/" in text or _ONLY_AGENCY.match(text):
        return True
    words = text.split()
    lower = sum(word[0].islower() for word in words if word.lower() not in ("dan", "for", "via", "of", "by", "oleh", "dok", "milik", "the", "de", "van"))
    return len(words) <= 12 and lower <= (0 if text.endswith(".") and len(words) > 4 else len(words) / 3 if len(words) > 2 else len(words))


def _unbracketed(credit: str, before: str) -> str:
    """A credit without the bracket that was opened before its label."""
    credit = credit.strip()
    if before.rstrip().endswith(("(", "[")):
        credit = re.sub(r"\s*[)\]]\s*\.?$", "", credit)
    return credit


def _tidy(credit: str) -> str | None:
    return credit.strip(" .,;|-–—") or None


def _closed(caption: str) -> str | None:
    """A caption without the rule or bracket that led to its credit."""
    caption = caption.rstrip(" ([|/–—-")
    return None if _EMPTY.match(caption) else caption
