"""The words that dates are written with: months, days, zones and labels, in Indonesian (old spellings too) and English."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone

from pipelines.extraction.rules import WIB, WIT, WITA

_MONTH_SPELLINGS = (
    "januari january djanuari jan",
    "februari february pebruari feb peb febr",
    "maret march mar mrt",
    "april apr",
    "mei may mai",
    "juni june djuni jun",
    "juli july djuli jul",
    "agustus august augustus agoestoes ags agt agu agst aug",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_SPELLINGS, start=1) for word in words.split()}
"""Month names and their short forms, lower case, to 1..12."""

_DAY_SPELLINGS = (
    "senin sen monday mon",
    "selasa sel tuesday tue tues",
    "rabu rab wednesday wed",
    "kamis kam thursday thu thur thurs",
    "jumat jum'at jumaat djumat djum'at jum friday fri",
    "sabtu sab saptu saturday sat",
    "minggu ahad min sunday sun",
)
DAYS = {word: number for number, words in enumerate(_DAY_SPELLINGS) for word in words.split()}
"""Day names, lower case, to datetime.weekday(): Monday is 0."""

_HOURS_BY_NAME = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}  # RFC 822, section 5.1
ZONES: dict[str, timezone] = {"wib": WIB, "wita": WITA, "wit": WIT, "z": UTC, "gmt": UTC, "utc": UTC} | {
    name: timezone(timedelta(hours=hours)) for name, hours in _HOURS_BY_NAME.items()
}
"""Zones by name, lower case."""

MODIFIED_LABEL = re.compile(
    r"perbarui|perbaharui|pemutakhiran|up-?dated?\b|di-?update|modified|diubah|diedit|disunting|last edited|revisi", re.IGNORECASE
)
PUBLISHED_LABEL = re.compile(r"terbit|tayang|publikasi|publish|posted|dirilis|diunggah|diposting", re.IGNORECASE)


def weekday(word: str) -> int | None:
    """The day a word names ("Jum’at" is 4), None for any other word."""
    return DAYS.get(word.lower().replace("’", "'").replace("`", "'").rstrip(".,"))


def offset_zone(sign: str, hours: str, minutes: str | None) -> timezone | None:
    """The zone of "+07:00"; None beyond the 14 hours that any clock on earth is off."""
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > timedelta(hours=14) or int(minutes or 0) > 59:
        return None
    if not offset:
        return UTC
    return timezone(offset if sign == "+" else -offset)
