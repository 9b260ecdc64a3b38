"""People in bylines, and who is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.bylines import MOST_NAMES, Role, names_in
from pipelines.extraction.site_names import NotPeople

SITE = NotPeople(("kabar", "kabar.com", "Kabar Contoh", "PT Kabar Contoh Media", "Tempo"))


def names(text: str) -> list[str]:
    return [name.text for name in names_in(text, SITE)]


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Siti Aminah", ["Siti Aminah"]),
        ("Heryadi", ["Heryadi"]),
        ("Siti Aminah, Budi Tono", ["Siti Aminah", "Budi Tono"]),
        ("Siti Aminah dan Budi Tono", ["Siti Aminah", "Budi Tono"]),
        ("Siti Aminah/Budi Tono", ["Siti Aminah", "Budi Tono"]),
        ("Siti Aminah - kabarEkonomi", ["Siti Aminah"]),
        ("Siti Aminah | Kabar Contoh", ["Siti Aminah"]),
        ("Oleh Siti Aminah", ["Siti Aminah"]),
        ("Penerjemah: Siti Aminah", ["Siti Aminah"]),
        ("Pewarta: Siti Aminah Uploader: Rudi Hartono", ["Siti Aminah"]),
        ("Oleh: Siti Aminah", ["Siti Aminah"]),
        ("By Siti Aminah", ["Siti Aminah"]),
        ("OlehSiti Aminah", ["Siti Aminah"]),
        ("Penulis: Siti Aminah", ["Siti Aminah"]),
        ("Siti Aminah - Reporter", ["Siti Aminah"]),
        ("Siti Aminah (Kontributor)", ["Siti Aminah"]),
        ("Siti Aminah Editor", ["Siti Aminah"]),
        ("Dr. Siti Aminah, M.Si, Ph.D.", ["Dr. Siti Aminah"]),
        ("Siti Aminah, Siti Aminah", ["Siti Aminah"]),
        ("Oleh Siti Aminah S.", ["Siti Aminah S."]),
        ("Siti Aminah S., Budi Tono.", ["Siti Aminah S.", "Budi Tono"]),
        ("Reporter: Siti Aminah S | Editor: R. Budi Tono Jr.", ["Siti Aminah S", "R. Budi Tono Jr."]),
        ("Tim Balk", ["Tim Balk"]),
        ("John O'Connor The Associated Press", ["John O'Connor"]),
        ("Siti Aminah, kabar.com", ["Siti Aminah"]),
        ("Muhammad Al-Fatih bin Abdullah", ["Muhammad Al-Fatih bin Abdullah"]),
    ],
)
def test_people_are_named_without_what_surrounds_them(byline: str, people: list[str]) -> None:
    """Labels, positions, degrees, desks and sites go; single names are names here."""
    assert names(byline) == people


@pytest.mark.parametrize(
    "byline",
    [
        "", "Kabar Contoh", "kabar", "kabarEkonomi", "KABAR.COM", "Tim Kabar", "Tim Redaksi", "Tim Liputan", "Tim", "Redaksi", "Admin",
        "Redaksi Kabar Contoh", "Kabar Cyber Media", "Kabar News", "kabar.com developer", "https://www.facebook.com/kabar", "@kabar",
        "redaksi@kabar.com", "Reuters", "AFP", "Antara", "CNN Indonesia", "News Desk", "Staff Writer", "Guest Contributor", "12 menit",
        "Senin 24 Juli 2026", "The Jakarta Post", "Editor", "Chief Technology Officer", "null", "?", "tempo.co",
    ],
)  # fmt: skip
def test_sites_desks_agencies_and_addresses_are_nobody(byline: str) -> None:
    """Nor dates, jobs and what software leaves."""
    assert names(byline) == []


def test_site_name_within_a_persons_name_is_no_obstacle() -> None:
    """A site is called Tempo here; a Budi Tempo may write for it."""
    assert names("Budi Tempo") == ["Budi Tempo"]


def test_labels_say_who_edits() -> None:
    """As republika and mediaindonesia write them."""
    found = names_in("Rep: Siti Aminah/        Red: Budi Tono", SITE)
    assert [(name.text, name.role) for name in found] == [("Siti Aminah", Role.REPORTER), ("Budi Tono", Role.EDITOR)]
    found = names_in("Penulis: Siti Aminah, Joko Tono | Editor : Budi Tono", SITE)
    assert [(name.text, name.role) for name in found] == [
        ("Siti Aminah", Role.REPORTER), ("Joko Tono", Role.REPORTER), ("Budi Tono", Role.EDITOR)
    ]  # fmt: skip
    (editor,) = names_in("Editor : Budi Tono", SITE, Role.EDITOR)
    assert (editor.text, editor.role) == ("Budi Tono", Role.EDITOR)


def test_guessed_bylines_are_held_to_more() -> None:
    """A word of the trade within a name is enough."""
    assert names_in("Contoh Reporter Ekbis", SITE)
    assert not names_in("Contoh Reporter Ekbis", SITE, guessed=True)
    assert not names_in("baca selengkapnya", SITE, guessed=True)


def test_long_bylines_are_read_in_part() -> None:
    """200 kB of capital words name a few people at most."""
    assert len(names_in("Aa Bb, Cc Dd, " * 30_000, SITE)) == 2
    assert len(names_in(", ".join(f"Siti Aminah {chr(65 + n % 26) * 3}{chr(65 + n // 26) * 3}" for n in range(60)), SITE)) <= MOST_NAMES


@given(st.text(max_size=120) | st.text(alphabet="Penulis: Editor,|/-ABab.@", max_size=120))
def test_any_byline_is_read_quietly(text: str) -> None:
    """Names are words of two letters or more, without what only surrounds them."""
    for name in names_in(text, SITE):
        assert len(name.text) > 2
        assert name.text == name.text.strip()
