"""How close an extracted article comes to its gold: the measures that public article benchmarks use, each from 0 to 1.

Body: overlap of 4-word shingles (as in scrapinghub's article-extraction-benchmark; an empty body has precision 0), or ROUGE-LSum (as in
dobbersc's fundus-evaluation). Of gold bodies with optional paragraphs the one that fits best counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from benchmarks.corpus import Gold

SHINGLE = 4  # words
MOST_FREE_OPTIONALS = 4  # optional paragraphs; of more only all and none are tried
_WORD = re.compile(r"\w+")
_ROUGE_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
_ONE_SHAPE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...", "\xa0": " "})
_LEADS_TO_NAME = re.compile(r"^(?:by|von|oleh|par|por|di|av|door|text|autor|author)[:\s]+", re.IGNORECASE)

Score = tuple[float, float, float]  # precision, recall, F1


def shingle_score(gold: Gold, text: str) -> Score | None:
    """The overlap of shingles between a body and its gold; None without gold."""
    found = _shingles("\n".join(_lines(text)))
    return max((_overlap(found, _shingles("\n".join(body))) for body in _bodies(gold)), key=lambda score: score[2], default=None)


def rouge_score(gold: Gold, text: str) -> Score | None:
    """ROUGE-LSum between a body and its gold; None without gold."""
    found = _lines(text)
    return max((_rouge(body, found) for body in _bodies(gold)), key=lambda score: score[2], default=None)


def title_score(gold: Gold, title: str | None) -> float | None:
    return None if not gold.title else float(_fold(gold.title) == _fold(title or ""))


def date_score(gold: Gold, date: str | None) -> float | None:
    return None if not gold.date else float(gold.date == (date or "")[:10])


def author_score(gold: Gold, authors: Sequence[str]) -> float | None:
    """F1 over names; None without gold."""
    wanted = _names(gold.authors or ())
    if not wanted:
        return None
    found = _names(authors)
    return _score(len(wanted & found), len(found), len(wanted))[2]


def f1_of_means(scores: Sequence[Score]) -> float:
    """F1 of mean precision and mean recall: how article-extraction-benchmark sums up."""
    precision, recall = (sum(score[i] for score in scores) / len(scores) for i in (0, 1))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _bodies(gold: Gold) -> Iterator[list[str]]:
    if gold.paragraphs is None:
        return
    free = gold.optional
    some = chain.from_iterable(combinations(free, count) for count in range(len(free) + 1))
    for dropped in some if len(free) <= MOST_FREE_OPTIONALS else iter(((), tuple(free))):
        yield [text for index, text in enumerate(gold.paragraphs) if index not in dropped]


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _score(shared: float, found: float, wanted: float) -> Score:
    if not found and not wanted:
        return 1.0, 1.0, 1.0
    precision, recall = shared / found if found else 0.0, shared / wanted if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)))


def _overlap(found: Counter[tuple[str, ...]], wanted: Counter[tuple[str, ...]]) -> Score:
    return _score((found & wanted).total(), found.total(), wanted.total())


def _sentences(paragraphs: Sequence[str]) -> list[list[str]]:
    parts = (sentence for paragraph in paragraphs for sentence in _SENTENCE_END.split(paragraph))
    return [words for part in parts if (words := _ROUGE_WORD.findall(part.lower()))]


def _rouge(wanted: Sequence[str], found: Sequence[str]) -> Score:
    """For every gold sentence, the words that its longest common subsequences with any sentence found have together."""
    gold, own = _sentences(wanted), _sentences(found)
    gold_left, own_left = Counter(chain.from_iterable(gold)), Counter(chain.from_iterable(own))
    hits = 0
    for sentence in gold:
        covered: set[int] = set()
        for other in own:
            covered |= _common(sentence, other)
        for place in sorted(covered):
            word = sentence[place]
            if gold_left[word] > 0 and own_left[word] > 0:
                hits, gold_left[word], own_left[word] = hits + 1, gold_left[word] - 1, own_left[word] - 1
    return _score(hits, sum(map(len, own)), sum(map(len, gold)))


def _common(one: Sequence[str], other: Sequence[str]) -> set[int]:
    """The places in `one` of a longest common subsequence."""
    if set(one).isdisjoint(other):
        return set()
    lengths = [[0] * (len(other) + 1)]
    for word in one:
        above, row = lengths[-1], [0]
        for column, against in enumerate(other, 1):
            row.append(above[column - 1] + 1 if word == against else max(above[column], row[-1]))
        lengths.append(row)
    places: set[int] = set()
    row_number, column = len(one), len(other)
    while row_number and column:
        if one[row_number - 1] == other[column - 1]:
            places.add(row_number - 1)
            row_number, column = row_number - 1, column - 1
        elif lengths[row_number - 1][column] >= lengths[row_number][column - 1]:
            row_number -= 1
        else:
            column -= 1
    return places


def _fold(text: str) -> str:
    """A title or name without regard to case, the shape of quotes, or spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_ONE_SHAPE).casefold().split())


def _names(authors: Sequence[str]) -> set[str]:
    folded = (re.sub(r"[^\w\s]", "", _fold(_LEADS_TO_NAME.sub("", author.strip()))).strip() for author in authors)
    return {name for name in folded if name}
