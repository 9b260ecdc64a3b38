"""Stories for measuring: what an article of the generated newspaper says, made from a seed and its number."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7))
FIRST = datetime(2026, 3, 2, 5, 30, tzinfo=WIB)
MINUTES_APART = 11

CHANNELS = ("nusantara", "ekonomi", "olahraga", "sains", "budaya", "kesehatan", "otomotif", "perjalanan", "pendidikan", "lingkungan")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
SUBHEADS = ("Anggaran dan Jadwal", "Suara Warga", "Catatan Sejarah", "Langkah Selanjutnya", "Angka di Lapangan", "Tanggapan Ahli")
WHO = (
    "Bupati Karangasri", "Kepala Dinas Perhubungan", "Ketua koperasi nelayan", "Pengelola pasar induk", "Direktur rumah sakit daerah",
    "Juru bicara panitia", "Peneliti kelautan", "Pelatih kepala tim tuan rumah", "Serikat pekerja pelabuhan", "Camat Lembah Wangi",
    "Kepala stasiun cuaca", "Pengurus perpustakaan kota", "Wakil rektor bidang riset", "Para petani bawang", "Masinis senior",
)  # fmt: skip
DID = (
    "menyatakan", "memperkirakan", "menjamin", "mengakui", "membantah kabar", "meminta semua pihak memahami", "mencatat",
    "menegaskan lagi", "mengusulkan agar publik tahu", "menceritakan",
)  # fmt: skip
WHAT = (
    "perbaikan dermaga selesai sebelum musim angin barat", "stok beras di gudang cukup sampai panen berikutnya",
    "jalur trem baru mengurangi antrean di simpang lima", "sekolah terapung menerima murid dari sebelas pulau",
    "harga cabai kembali ke tingkat sebelum hari raya", "laboratorium kampus menemukan cara murah menyaring air payau",
    "turnamen antardesa diikuti dua kali lebih banyak regu", "kebun bibit mangrove tahan terhadap abrasi",
    "angkutan sungai gratis bagi pelajar dilanjutkan", "naskah lontar yang hilang kini dapat dibaca secara digital",
    "jumlah kunjungan wisata naik setelah bandara perintis dibuka", "pompa tenaga surya menghidupkan sawah tadah hujan",
    "bus listrik dirakit oleh bengkel setempat", "gerhana dapat diamati dari seluruh pantai timur",
)  # fmt: skip
WHERE = (
    "di balai kota", "di hadapan warga Teluk Sarat", "di sela kunjungan kerja", "saat membuka lokakarya", "dalam rapat tertutup",
    "usai meninjau lapangan", "di ruang redaksi", "pada peringatan hari jadi kota", "lewat sambungan video", "di kampus Universitas Lirang",
)  # fmt: skip
AGENCIES = ("Kantor Berita Samudra", "Antara", "Reuters", "AFP", "Lirang Pos")
NAMES = ("Sekar", "Damar", "Wulan", "Bayu", "Ratih", "Galang", "Melati", "Surya", "Intan", "Banyu", "Laras", "Bima", "Kirana", "Jaka")


@dataclass(frozen=True, slots=True)
class Story:
    """What an article says: the truth that a reading of it is held to."""

    number: int
    path: str  # on its site
    channel: str
    headline: str
    summary: str
    author: str
    published: datetime
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]  # of the lead photo and two in the text
    comments: int


def story(seed: int, number: int) -> Story:
    """The story of a number; the same for the same seed."""
    chance = random.Random(f"{seed} story {number}")
    headline = f"{chance.choice(WHO)} Pastikan {chance.choice(WHAT).title()}"
    slug = "".join(letter if letter.isalnum() else "-" for letter in headline.lower())
    channel = CHANNELS[number % len(CHANNELS)]
    return Story(
        number,
        f"/{channel}/{slug}-{number:06d}",
        channel,
        headline,
        sentence(chance),
        f"{chance.choice(NAMES)} {chance.choice(NAMES)}wati",
        FIRST + timedelta(minutes=MINUTES_APART * number),
        tuple(" ".join(sentence(chance) for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(15, 34))),
        tuple(f"{chance.choice(WHO)} {chance.choice(WHERE)}." for _ in range(3)),
        chance.randint(0, 60),
    )


def sentence(chance: random.Random) -> str:
    """A sentence of some 120 characters."""
    said = f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)} {chance.choice(WHERE)}"
    if chance.random() < 0.4:
        said += f", {chance.choice(DAYS)} ({chance.randint(1, 28)}/{chance.randint(1, 12)})"
    if chance.random() < 0.15:
        said += f", sebagaimana dikutip dari {chance.choice(AGENCIES)}"
    if chance.random() < 0.3:
        said += f", bersama {chance.randint(3, 9000)} peserta"
    return said + "."


def shown(moment: datetime) -> str:
    """A moment as Indonesian newspapers print it: "Senin, 2 Maret 2026 05:30 WIB"."""
    return f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year} {moment:%H:%M} WIB"
