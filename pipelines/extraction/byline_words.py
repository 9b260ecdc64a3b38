"""The words that stand in bylines beside names: labels, positions, degrees, and the trade's own words, which are nobody's name."""

from __future__ import annotations

import re

from pipelines.extraction.agencies import FOREIGN_NAME, KNOWN_NAME


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A name that is one of these words, begins with one, or (where a byline is only guessed) holds one is nobody's.
TRADE = _words(
    """staff admin administrator editor editorial editors team desk newsroom redaksi redaktur developer update updated published follow
    posted minutes guest contributor contributors correspondent correspondents writer writers reporter reporters reporting more humas
    newsdesk webmaster penulis wartawan jurnalis kontributor user author unknown null undefined none anonymous advertorial sponsored
    agency agencies wire online network magazine blog podcast video photo foto diterbitkan diperbarui terbit subscribe newsletter share
    comment comments komentar wib wita wit dari untuk yang baca senin selasa rabu kamis jumat sabtu minggu monday tuesday wednesday
    thursday friday saturday sunday january february march june july august september october november december januari februari maret
    juni juli agustus oktober desember liputan riset news bio full learn about our profile posts articles latest read view
    harian koran majalah tabloid radio kabar berita suara radar portal surat"""
)
#: What a site's name is joined with to name a desk or account: "Tim kumparan", "CNN Indonesia".
DESK = _words(
    """tim redaksi news newsroom desk staff com online digital tv channel network indonesia media cyber official id group developer admin
    team editor"""
)
EDITING = frozenset(("editor", "redaktur", "red", "penyunting", "penyelaras", "edited by"))
"""Labels, in lower case, of those who edit."""

NOT_WRITING = frozenset(("uploader", "pengunggah", "fotografer", "videografer"))
"""Labels, in lower case, of those who put the text up or took its pictures."""

OF_A_MEDIUM = re.compile(r"(?:laporan\s+)?(?:wartawan|reporter|jurnalis|kontributor|koresponden)$", re.IGNORECASE)
"""Labels behind which, without a colon, the medium or place comes first: "Laporan wartawan Harian Uji, Rina Suryani"."""

LABEL = re.compile(
    r"(?:(?<=[\s|/,;(.–—-])|^)"
    r"(?P<role>pewarta|penulis|reporter|wartawan|jurnalis|kontributor|koresponden"
    r"|laporan(?:\s+(?:wartawan|reporter|jurnalis|kontributor))?|rep|oleh|by|authors?|written by|teks|naskah|penerjemah|alih bahasa"
    r"|uploader|pengunggah|fotografer|videografer"
    r"|editor|redaktur|red|penyunting|penyelaras|edited by)"
    r"(?:\s*(?P<colon>[:：])|\s*/\s*(?=[A-Z][a-z])(?!(?:red|rep|editor|redaktur)\s*:)|(?=\s))\s*",
    re.IGNORECASE,
)
PREFIX = re.compile(
    r"^\W*(?:(?:written|posted|reported|story|words|text|published)\s+)?(?:by|von|oleh|par|por|di|av|door|author|from)\b[:\s]+"
    r"|^(?:story|words|text|penulis|reporter|editor|author)\s*:\s*",
    re.IGNORECASE,
)
GLUED_PREFIX = re.compile(r"^(?:(?:Written\s+)?[Bb]y|Oleh)(?=[A-Z][a-z])")  # "ByVan Sias": two elements without a space between
POSITION = re.compile(
    r"\s*(?P<rule>[-–—,|(/]\s*|\s)"
    r"(?:penulis|editor|reporter|jurnalis|wartawan|kontributor|redaktur|pewarta|tim redaksi|staff writer|senior (?:reporter|editor|writer)"
    r"|(?:chief |political |staff |foreign |special )?correspondent)\)?\s*$",
    re.IGNORECASE,
)
JOB = re.compile(
    r"\b(?:officer|chief|ceo|cto|director|head of|professor|president|manager|founder|fellow|columnist|analyst|specialist|executive"
    r"|getty images)\b",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"^(?:[SM]\.?\s?[A-Z][A-Za-z]{0,4}\.?|Ph\.?\s?D\.?|[SM]\.[A-Z]\w*(?:\.\w+)*|M\.?B\.?A\.?|S\.?H\.?|Jr\.?|Sr\.?|M\.?D\.?|I{1,3})$"
)
NO_NAME = re.compile(
    r"www\.|@|\d|[{}<>=_\\]|^the\s|\b(?:staff|news|times|herald|tribune|journal|gazette|magazine|report)$"
    r"|\b(?:view all|min read|cyber media|press release|siaran pers|news service|media group|all rights|baca juga)\b",
    re.IGNORECASE,
)
DOMAIN = re.compile(r"\.(?:com|co|id|net|org|tv|news|uk|info)\b", re.IGNORECASE)
SMALL = _words("oleh by dan and with dengan untuk for reporter penulis editor jurnalis pewarta wartawan di the bin binti van de al")
"""What is written small in a byline."""

BEHIND_NAMES = re.compile(
    r"(?:^|[\s|,;(])(?:image|photo|foto|picture|video)s?\s*:.*$|\s*(?:\bcopyright\b|\bhak cipta\b|©).*$"
    r"|[\s,|–-]*\b(?:(?:jurnalis|reporter|wartawan)\s*[-–,|]\s*)?(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu)\s*,\s*[0-9].*$",
    re.IGNORECASE,
)
"""What stands behind the names in a byline: the photo's line, the copyright, the date."""
WITH_AGENCY = re.compile(rf"\s+(?:for\s+)?(?:The\s+)?(?:{FOREIGN_NAME})$")  # "John O'Connor The Associated Press"
ONLY_AGENCY = re.compile(rf"^(?:{KNOWN_NAME})$")
DIVIDER = re.compile(r"\s*(?:;|,|\||/|\s&\s|\s(?:and|und|dan|et|og|serta|with)\s|\n|•|·|\s[-–—]\s)\s*", re.IGNORECASE)
DESK_TAIL = re.compile(r"\s+[-–—|]\s+\S.*$|\s*\|.*$")  # "Vidya Pinandhita - detikHealth"
EDGES = " .,:;-–—|/()[]\"'“”#*●•·"
#: A name that ends in an initial, whose dot is its own: "Dewi Anggraeni S."
INITIAL_AT_END = re.compile(r" (?:[A-Z]|Jr|Sr)$")
