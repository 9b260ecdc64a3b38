"""Pages that stand before an article, or in its place, by their own words: sign-in, consent, offers, bot checks, what is gone.

Two things are looked at: how such a page is headed, and the lines that ask something of the reader where the text should go on. Both count
only where there is little text besides: an article about cookies is an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.article import Block, Heading, Paragraph
from pipelines.extraction.classify import HEADLINE_LENGTH
from pipelines.extraction.errors import NotAnArticle, Reason
from pipelines.extraction.passages import Passage

LONGEST_WALL = 1_500  # characters of prose that a wall, a check or an error page has at most
LONGEST_TEASER = 1_500  # characters of text up to which an article with an offer behind it is only its beginning
LONGEST_OFFER = 400  # characters of a line that asks to subscribe or to sign in
_FEWEST_LINKED = 5  # such lines make a list of what is headed as one
_LAST = 5  # blocks from the end among which such a line stands
_PARTS = re.compile(r"\s[|–—-]\s")

#: Headlines and titles, whole.
_HEADED: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            Reason.CHALLENGE,
            r"verifikasi (?:keamanan|manusia|browser|bahwa anda .{0,40})|pemeriksaan (?:keamanan|browser)|(?:mohon"
            r"|harap) (?:tunggu|bersabar)"
            r"(?: sebentar| sejenak)?|tunggu sebentar|satu langkah lagi|one more step|(?:please wait|hang on)(?: a (?:moment|second))?"
            r"|press (?:&|and) hold.{0,60}|(?:confirm|prove|verify)(?: that)? you(?:.re| are) (?:a )?(?:human|not a (?:ro)?bot).{0,40}"
            r"|(?:sorry, )?you have been blocked|akses (?:anda )?(?:ditolak|diblokir)|(?:human|security"
            r"|browser) (?:verification|check)"
            r"|apakah anda (?:manusia|robot)|buktikan (?:bahwa )?anda (?:manusia|bukan robot)|ddos-guard",
        ),
        (
            Reason.CONSENT_WALL,
            r"(?:kami|we) (?:menghargai|peduli (?:pada|dengan|tentang)|value|care about|respect) (?:your )?(?:privasi"
            r"|privacy)(?: anda| kamu)?"
            r"|before you continue.{0,40}|sebelum (?:anda )?melanjutkan.{0,40}|(?:persetujuan|izin|pengaturan|preferensi"
            r"|kebijakan) cookies?"
            r"|cookies? (?:consent|preferences|settings|policy|notice)|(?:this (?:web)?site|situs (?:web )?ini) (?:uses"
            r"|menggunakan) cookies?"
            r"|(?:your|pengaturan) priva(?:cy choices|cy settings|si anda)|privacy (?:settings|choices|preferences)",
        ),
        (
            Reason.LOGIN_WALL,
            r"(?:masuk|login|log ?in|sign ?in|sign ?up|daftar|register|registrasi|mendaftar)(?: (?:gratis|sekarang|now"
            r"|dulu|terlebih dahulu))?"
            r"(?: (?:ke (?:akun|situs)|to (?:your )?account).{0,30})?(?: (?:untuk|to|for) (?:terus |continue "
            r"|keep )?(?:melanjutkan|membaca|continue"
            r"|read|reading|continue reading|mengakses|access|view).{0,40})?|(?:create|buat)(?: a"
            r"| an)?(?: free)? (?:account|akun)(?: gratis)?.{0,60}"
            r"|(?:login|member|members|anggota) (?:required|only|diperlukan)|(?:please|silakan) (?:sign in|log in|masuk|login).{0,60}",
        ),
        (
            Reason.PAYWALL_TEASER,
            r"(?:subscribe|berlangganan)(?: (?:now|sekarang|today))?(?: (?:to|untuk) .{0,40})?|(?:khusus"
            r"|hanya untuk) (?:pelanggan|anggota).{0,20}",
        ),
        (
            Reason.SOFT_404,
            r"(?:maaf|mohon maaf|sorry|ups|oops|waduh)?[,.!:]{0,3}\s*(?:(?:this|the|that) )?(?:halaman|artikel|berita"
            r"|konten|tautan|page|article|story"
            r"|content|link)(?: (?:ini|tersebut|yang (?:anda|kamu) (?:cari|tuju|minta)|you(?:.re| are"
            r"| were)? (?:looking for|requested)))?"
            r" (?:(?:ini )?(?:(?:sudah|telah|mungkin|tidak|tak|belum) ){1,3}"
            r"(?:di)?(?:hapus|pindah|hilang|sedia|tersedia|ada|temukan|kedaluwarsa)\b.{0,30}|(?:has been|was|is|isn.t|is no|could not be"
            r"|cannot be|can.t be|no) "
            r"(?:removed|deleted|found|moved|unavailable|longer available|longer exists?|not available|available).{0,40})",
        ),
        (
            Reason.INDEX_PAGE,
            r"(?:latest|breaking|top|all|recent) (?:news|stories|articles|posts)|(?:berita|artikel|kabar) (?:terbaru"
            r"|terkini|terpopuler|hari ini|lainnya)"
            r"|indeks(?: berita)?(?: .{0,30})?|(?:search results?|hasil pencarian)(?: .{0,60})?|(?:topik|tag|topic|arsip"
            r"|archives?|kategori|category)\s*:"
            r" .{1,40}",
        ),
    )
)

#: Lines that ask something of the reader, anywhere in them.
_OFFERED: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            Reason.PAYWALL_TEASER,
            r"(?:subscribe|berlangganan|langganan)(?: sekarang| now| dulu| terlebih dahulu)?,? (?:to|untuk) (?:continue"
            r"|read|keep|unlock|melanjutkan"
            r"|membaca|terus|lanjut)|(?:artikel|konten|berita|tulisan) (?:ini )?(?:khusus|hanya"
            r"|eksklusif) (?:tersedia )?(?:untuk|bagi) (?:para )?"
            r"(?:pelanggan|member|anggota|pengguna premium)|(?:this (?:article|content|story) is"
            r"|available) (?:only )?(?:available )?(?:for|to) (?:paid "
            r"|premium )?(?:subscribers|members)\b|already a (?:subscriber|member)\?|sudah (?:jadi |menjadi )?(?:ber)?langganan\?"
            r"|(?:membaca|baca|lanjutkan membaca|kelanjutan|selengkapnya)\b.{0,60}\b(?:dengan|silakan|harus|perlu) berlangganan"
            r"|(?:continue|keep) reading (?:this|with|for)\b.{0,40}\bsubscri|unlock (?:this|the (?:full|rest of the)) (?:article|story)"
            r"|(?:subscribers|members) only\b",
        ),
        (
            Reason.LOGIN_WALL,
            r"(?:daftar|masuk|login|log in|sign in|register|buat akun|create an? (?:free )?account)(?: gratis| now"
            r"| sekarang| dulu| atau masuk"
            r"| atau daftar| or sign in| or register| terlebih dahulu)* (?:to|untuk) (?:continue|keep|read|melanjutkan"
            r"|membaca|terus|lanjut|mengakses)"
            r"|(?:sudah (?:punya|memiliki) akun|already have an account)\?",
        ),
    )
)


def refuse_headed(headline: str | None, title: str, prose: int, passages: Sequence[Passage], *, is_stated: bool, is_dated: bool) -> None:
    """Raises NotAnArticle for a page that is headed as what it is.

    `prose`: characters of prose on the page; `passages`: all that stands on it; `is_stated`: metadata call it an article; `is_dated`: it
    has a date of publication.
    """
    for stated in (headline, title):
        for part in dict.fromkeys((stated, _PARTS.split(stated)[0])) if stated and not (stated is title and headline and is_stated) else ():
            for reason, pattern in _HEADED:
                if not pattern.fullmatch(part.strip(" .!?:…")):
                    continue
                if reason is Reason.INDEX_PAGE:
                    if not is_stated and _linked_headlines(passages) >= _FEWEST_LINKED:
                        raise NotAnArticle(reason, f"a list: {part[:80]!r}")
                elif prose <= LONGEST_WALL and not is_stated and not is_dated:
                    raise NotAnArticle(reason, f"the page is headed {part[:80]!r}")


def _linked_headlines(passages: Sequence[Passage]) -> int:
    """Lines that are mostly links, and long enough for a headline."""
    return sum(1 for passage in passages if passage.chars >= HEADLINE_LENGTH and passage.linked > 0.6 * passage.chars)


def refuse_offered(blocks: Sequence[Block], behind: Sequence[str]) -> None:
    """Raises NotAnArticle (paywall_teaser, login_wall) where a little text ends in a line that asks to pay or to sign in for the rest.

    `behind`: lines at the end of the article's place on the page that were taken for no text.
    """
    lines = [block.text for block in blocks if isinstance(block, Paragraph | Heading)]
    if sum(map(len, lines)) > LONGEST_TEASER:
        return
    for line in (*lines[-_LAST:], *behind[-_LAST:]):
        if len(line) <= LONGEST_OFFER:
            for reason, pattern in _OFFERED:
                if pattern.search(line):
                    raise NotAnArticle(reason, f"only the beginning of an article, and {line[:80]!r}")
