"""The words by which a photo's credit is known: labels, agencies, what stands in brackets."""

from __future__ import annotations

import re

_LABEL = (
    r"(?:sumber foto|sumber gambar|sumber|kredit foto|kredit|foto oleh|foto by|foto|fotografer|photo by|photograph by|photo credit"
    r"|photographer|photo|image credit|image|picture|gambar|credits?|courtesy|dokumentasi|dok)"
)
LABEL = re.compile(
    rf"(?<!\w){_LABEL}\s?[:;]\s?|(?<![\w/])(?<!antara )foto\s?/\s?(?=\w)"
    r"|(?<!\w)(?:Photo(?:graph)? by|Foto oleh|Foto by)\s|(?<!\w)©\s?(?:(?:19|20)[0-9]{2}\s)?",
    re.IGNORECASE,
)
"""A label with its colon: "Foto:", "Sumber foto :"; "Foto/" (but not of "ANTARA FOTO/"); or "©2023". In prose they have no colon."""

ENDS_SENTENCE = re.compile(r"[.!?…\"”')\]]\s*[(\[]?$")
MAY_PRECEDE_LABEL = re.compile(r"(?:[.!?…\"”')\]|/–—;-]|^)\s*[(\[]?$")
"""How a line ends before a label: with a sentence, a rule or an opened bracket."""

AGENCY = "|".join(
    (
        r"ANTARA(?: ?FOTO| PHOTO| ?NEWS)?|Antara(?: Foto|foto)?|REUTERS|Reuters|AFP|AP(?: Photo)?|EPA(?:-EFE)?|EFE|DPA|dpa|TASS",
        r"XINHUA|Xinhua|SPUTNIK|Sputnik|UPI|Anadolu(?: Agency)?|Getty(?: Images)?|GETTY(?: IMAGES)?|NurPhoto",
        r"[Ss]hutterstock(?:\.com)?|SHUTTERSTOCK|iStock(?:photo)?|Pixabay|Pexels|Unsplash|[Ff]reepik|Thinkstock|Bloomberg|Kyodo|Yonhap|VIVA|TEMPO|Tempo|KOMPAS(?:\.com)?",
        r"Kompas(?:\.com)?|kompas\.com|kumparan|detikcom|detik\.com|Republika|REPUBLIKA|MI|Media Indonesia|JawaPos(?:\.com)?|Jawa Pos",
        r"Liputan6(?:\.com)?|Okezone|SINDOnews|Suara\.com|Bisnis(?:\.com)?|KONTAN|Katadata|Tribun\w*|TRIBUN\w*|[Mm]erdeka\.com",
        r"CNN Indonesia|CNBC Indonesia|IDN Times|JPNN(?:\.com)?|Instagram|Twitter|Facebook|You[Tt]ube|TikTok|Wikimedia(?: Commons)?",
        r"NASA|BNPB|BMKG|Setpres|BPMI(?: Setpres)?|Biro Pers(?: \w+)*|Humas \w+(?: \w+)*",
    )
)
ONLY_AGENCY = re.compile(rf"^(?:{AGENCY})(?:[ /(,&-].{{0,100}})?$")

_WORDS = r"(?:[A-Z]\.\s?|[^/.])"  # of a photographer's name: "M. Taufan Rengganis"
_AFTER_SENTENCE = r"(?:^|(?<=[.!?…\"”')\]])\s+)"
TRAILING_AGENCY = re.compile(
    rf"(?:{_AFTER_SENTENCE}"
    rf"(?=(?:{AGENCY}|[A-Z]{{3,}}(?: [A-Z]{{3,}})?|[a-zA-Z0-9-]+\.(?:com|co\.id|id|co|net))\s?/)|\s(?=(?:{AGENCY})/[A-Z]))"
    rf"([^/]{{2,40}}/\s?{_WORDS}{{2,60}}(?:/[^/]{{1,40}}){{0,3}})\.?$"
)
"""An agency at the end that names its photographer: "... (2/1). ANTARA FOTO/Galih Pradipta/foc."."""

LEADING_AGENCY = re.compile(rf"((?:{AGENCY})\s?/\s?[^/.]{{2,60}}(?:/[^/.\s]{{1,20}}){{0,2}})\.\s+(?=[A-Z])(.{{12,}})$")
"""An agency and its photographer before the caption: "ANTARA FOTO/Galih Pradipta/foc. Petani memanen padi."."""

DOCUMENTATION = re.compile(
    rf"{_AFTER_SENTENCE}((?:[Dd]o[kc](?:\.\s?|\s)|[Dd]okumentasi\s)[A-Z@].{{1,100}}|Istimewa|Courtesy of .{{2,100}})$"
)
TRAILING_LIBRARY = re.compile(
    r"(?<=[.!?…\"”)\]])\s+((?:[Ss]hutterstock|SHUTTERSTOCK|Getty Images|GETTY IMAGES|i[Ss]tock(?:photo)?|[Ff]reepik|Unsplash|Pexels|Pixabay"
    r"|REUTERS|Reuters|AFP|AP Photo|EPA|XINHUA|Xinhua|NurPhoto|ANTARA FOTO|Antara Foto)(?: Images)?)\.?$"
)
"""An agency or picture library that is the whole of the last sentence: "Pulau karst di Raja Ampat. Shutterstock"."""
RULE = re.compile(r"(?P<before>.{4,})(?:\s*(?P<rule>\|)\s*|\s[-–—]\s)(?P<credit>[^|]{2,120})$")
"""The last stroke or dash of a caption, which a credit may follow."""
NAMES = re.compile(r"[A-Z@][\w.'’-]*(?:\s(?:[A-Z][\w.'’-]*|dan|bin|binti|de|van)){0,4}\.?$")
"""Somebody's name: two to five words with capitals, or one."""

_NAME = r"[A-Z](?!\w*['’](?:re|m|ll|ve|s)\b)(?:[a-z]?\.|[\w'’-]*)"
_PERSON = rf"{_NAME}(?:\s(?:{_NAME}|bin|binti|de|van|der)){{1,4}}"
TRAILING_AUTHOR = re.compile(rf"(?:(?<=[.!?…][\"”)\]])|(?<=[a-z0-9)\]][.!?…]))\s+({_PERSON}(?:\s?/\s?[A-Z][\w.& '’-]{{1,40}})?)$")
"""Who took it, as the whole of the last sentence, without a full stop: "Air setinggi pinggang (3/3). Aji Setyawan"; with an agency, too."""
ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[A-Z][\w'’]{0,3}|[a-z]{1,2})\.\s*$")
"""A word that ends in a full stop and ends no sentence: "Jend.", "Jl.", "M."."""
NAMED_PERSON = re.compile(rf"@?{_PERSON}$")
"""A person, or an office: two to five words with capitals."""

BRACKETED = re.compile(r"\s*(?:\(([^()]{2,160})\)|\[([^\[\]]{2,160})\])\s*[.,]?\s*$")
IN_BRACKETS = re.compile(
    r"^(?:ist(?:imewa)?\.?|do[kc]\b.*|arsip .*|dokumen(?:tasi)? .*|repro.*|tangkap(?:an)? layar.*|screenshot.*|youtube.*|instagram.*"
    r"|twitter.*|tiktok.*|facebook.*|@\w.*|kiriman .*|humas .*|for .*"
    r"|[a-z0-9-]+\.(?:com|co\.id|id|net|org)(?:/.*)?)$",
    re.IGNORECASE,
)
"""What a bracket at the end of a caption holds when it holds a credit; "(kanan)" and "(30/12)" are none."""

SLASHED_NAMES = re.compile(r"^(?=.*[A-Z])@?[A-Za-z][\w.& '’-]{1,40}(?:\s?/\s?@?[A-Za-z][\w.& '’-]{0,40}){1,4}$")
STARTS_LIKE_A_NAME = re.compile(
    r"[A-Z@(]|do[kc]\b|dokumentasi\b|tangkap(?:an)? layar|screenshot|via\b"
    r"|ist\b|istimewa|detik|kumparan|shutterstock|freepik|x\.com|[a-z0-9-]+\.(?:com|co|id|net|org)",
    re.IGNORECASE,
)
SMALL_WORDS = frozenset(("dan", "for", "via", "of", "by", "oleh", "dok", "dok.", "milik", "the", "de", "van"))
"""What is written small in credits that are no sentences."""

STARTS_LIKE_A_CAPTION = re.compile(
    r"(?:Presiden|Wakil|Wapres|Menteri|Men[a-z][a-z]+|Gubernur|Wali|Walikota|Bupati|Ketua|Kepala|Kapol\w+|Suasana|Ilustrasi|Petugas|Polisi|Warga"
    r"|Sejumlah|Pekerja|Seorang|Seekor|Sebuah|Para|Gedung|Logo|Kantor|Rumah|Kondisi|Tampak|Proses|Penampakan|Potret|Aksi)\b"
)
"""How lines begin that show someone or something: what follows "Foto:" at the start of a line may be either."""
