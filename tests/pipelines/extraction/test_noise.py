"""Noise is told by whole blocks: labels and pointers go, sentences that hold the same words stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.noise import LONGEST_NOTICE, is_label, is_noise, stands_alone


@pytest.mark.parametrize(
    "text",
    [
        "(Baca juga: Dermaga Lama Dibongkar Bulan Depan)",
        "[Baca Juga: Dermaga Lama Dibongkar Bulan Depan]",
        ">> Baca juga: Dermaga Lama Dibongkar Bulan Depan",
        "2 / 3",
        "Halaman 2 dari 3",
        "Halaman 2/3",
        "- Advertisement -",
        "SCROLL TO RESUME CONTENT",
        "Iklan. Gulir ke bawah untuk melanjutkan.",
        "Gulir untuk lanjut membaca",
        "Simak juga 'Dermaga Lama Dibongkar':",
        "Baca berita lainnya di sini: Kabar Dermaga",
        "Jangan lewatkan: Dermaga Lama Dibongkar Bulan Depan",
        "Ikuti kami di Instagram dan TikTok",
        "Simak kabar-kabar menarik lainnya dari kami di Google News.",
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Scroll ke bawah untuk melanjutkan membaca",
        "zoom-in-whitePerbesar",
        "Perbesar",
        "Lihat Foto",
        "waktu baca 3 menit",
        "Baca 10 detik",
        "5 min read",
        "1",
        "·",
        "* * *",
        "12 Komentar",
        "sosmed-whatsapp-white",
        "copy-link-circle",
        "more-vertical",
        "Bagikan",
        "Salin link",
        "Halaman :",
        "Halaman Selanjutnya",
        "Show All",
        "Tags:",
        "Baca Juga",
        "Lihat Juga:",
        "Berita Terkait",
        "Loading...",
        "Baca juga: Harga Beras Turun di Pasar Induk",
        "Baca: Harga Beras Turun",
        "Pilihan Editor: Kapal Baru untuk Nelayan",
        "Read also: Rice prices fall",
        'Simak Video "Menyusuri Pasar Terapung"',
        "Yuk, Simak Juga Video ini!",
        "[Gambas:Video 20detik]",
        "Saksikan video di bawah ini:",
        "Cek berita dan artikel yg lain di Google News dan ikuti WhatsApp channel koran ini",
        "Follow WhatsApp Channel Koran untuk update berita terbaru",
        "Dapatkan update berita pilihan setiap hari dari koran ini.",
        "Artikel ini telah tayang di Koran dengan judul Harga Beras",
        "Editor : Sari Dewi",
        "Redaktur & Reporter : Boni",
        "Copyright @ 2026. Koran Pagi. All Rights Reserved",
        "© 2024 Koran Pagi",
        "Hak Cipta 2024",
        "Periksa kembali dan lengkapi data dirimu.",
        "Segera lengkapi data dirimu untuk ikutan program #JernihBerkomentar.",
        "Lengkapi Profil",
        "Daftar sekarang untuk membaca tanpa iklan",
        "Sign up for our newsletter",
        "Skip past newsletter promotion",
        "This article was originally published on Monday",
    ],
)
def test_labels_pointers_and_imprints_are_noise(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize(
    "text",
    [
        '"Baca juga buku yang tipis," kata pustakawan itu kepada murid-muridnya.',
        "Editor majalah dinding itu baru kelas lima.",
        "Simak paparan menteri soal harga beras.",
        "Jangan lewatkan sarapan, kata dokter itu.",
        "Gulir lontar itu panjangnya dua meter.",
        "Iklan baris itu dimuat pada 3 Februari.",
        "Share saham perusahaan itu naik tiga persen pada Jumat, kata analis yang ditemui di Jakarta.",
        "Ikuti jejak ayahnya, Budi memilih menjadi petani kopi di lereng gunung.",
        "Daftar penerima bantuan sudah ditempel di balai desa.",
        "Selanjutnya: sidang pembacaan putusan pada 3 Maret.",
        "Berita lainnya tidak kalah mengejutkan.",
        "Halaman 2 dari 3 naskah itu hilang.",
        "Foto itu viral setelah diunggah akun warga.",
        "Sumber air di kampung itu kering sejak Juni.",
        "Masuk angin membuatnya absen latihan dua hari.",
        "Iklan layanan masyarakat itu diputar setiap pagi.",
        "Hak cipta lagu itu didaftarkan ahli warisnya pada 2019, kata pengacara keluarga.",
        "By entering the race late, the mayor surprised her rivals.",
        "Update kondisi korban gempa disampaikan lewat Twitter.",
        "Dia datang.",
    ],
)
def test_sentences_are_no_noise(text: str) -> None:
    assert not is_noise(text)


def test_a_pointer_without_colon_is_noise_only_where_a_link_follows() -> None:
    assert is_noise("Baca juga Harga Beras Turun", linked=0.8)
    assert not is_noise("Baca juga Harga Beras Turun", linked=0.0)
    assert not is_noise("Lihat laporan lengkap audit itu yang kami unggah, kata dia.", linked=0.45)


def test_long_blocks_are_prose_whatever_they_begin_with() -> None:
    assert not is_noise("Baca juga: " + "kata " * LONGEST_NOTICE)


def test_code_is_noise() -> None:
    assert is_noise("window.dataLayer = window.dataLayer || [];")


def test_a_site_may_add_patterns_of_its_own() -> None:
    own = (re.compile(r"Warta Pesisir Malam.*"),)
    assert is_noise("Warta Pesisir Malam edisi 12", extra=own)
    assert not is_noise("Di Warta Pesisir Malam edisi 12", extra=own)


def test_a_desk_code_stands_alone_but_is_no_noise() -> None:
    """It becomes a field of the document."""
    assert stands_alone("(vyp/kna)")
    assert not is_noise("(vyp/kna)")


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert is_noise(text) or not is_label(text)
