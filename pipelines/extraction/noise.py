"""Noise: labels, notices and pointers that stand among an article's paragraphs and are none. Judged on whole blocks, never within one.

Indonesian first, with the English phrases that stand on pages everywhere. Every pattern must match a block from end to end.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extraction.desk_code import DESK_CODE
from pipelines.extraction.text import LONGEST_REMEMBERED, REMEMBERED

LONGEST_NOTICE = 400  # characters; what is longer is prose, whatever it begins with
LONGEST_IMPRINT = 120  # characters of a line that says who made the page
_LINKED, _LINKED_SENTENCE = 0.4, 0.6  # share of link text from which "Baca juga ..." without a colon points elsewhere; of a sentence
LONGEST_POINTER = 250  # characters of a line that points to another story


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), re.IGNORECASE)


#: Labels of the page's own machinery: the whole block is nothing else.
_LABEL = _any_of(
    r"[\W_]{0,4}(?:advertisements?|advert|iklan)[\W_]{0,4}|sponsored(?: content)?|promoted",
    r"(?:(?:advertisement|iklan)\W+)?(?:scroll to (?:continue|resume)(?: with)?(?: content| reading)?"
    r"|(?:scroll|gulir|geser) (?:ke (?:bawah|atas|samping)|untuk (?:me)?lanjut\w*)\b.{0,60})",
    r"(?:lanjut(?:kan)?|continue) (?:membaca|reading)(?: artikel)?(?: di bawah(?: ini)?)?\W*",
    r"(?:zoom-in-white)? ?(?:perbesar|zoom-in-white|zoom)|lihat (?:semua )?foto|perbesar gambar|view gallery|expand",
    r"sosmed-[a-z-]+|copy-link-circle|more-vertical|comment|share-[a-z-]+|ic-[a-z-]+",
    r"(?:share|bagikan|sebarkan|salin|copy)(?: this| artikel| berita| ini| tautan| link| url){0,3}\W*|tautan (?:telah )?disalin"
    r"|link copied\W*",
    r"(?:simpan|bookmark|cetak|print)\W*",
    r"facebook|twitter|x|whatsapp|telegram|line|e-?mail|linkedin|pinterest|instagram|tiktok|threads|tweet|reddit|pocket|google news"
    r"|youtube",
    r"(?:waktu baca|lama membaca|reading time):? ?\d{1,3} ?(?:menit|min(?:ute)?s?)?|baca \d+ detik",
    r"\d{1,3} ?(?:menit (?:waktu )?(?:baca|membaca)|min(?:ute)?s? read)",
    r"(?:\d{1,6} )?(?:komentar|comments?|likes?|views?|suka|kali dibaca|dilihat|pembaca)|\d{1,6}",
    r"(?:tulis|beri|tambah|lihat)(?:kan)?(?: semua| sebuah)? komentar\b.{0,30}",
    r"(?:baca|lihat)? ?(?:selengkapnya|selanjutnya|lainnya)\W*|(?:baca|lihat|lihat semua|show (?:all|more)|load more|muat lainnya)\W*",
    r"(?:read|see) more\W*|next(?: article)?|prev(?:ious)?|sebelumnya|berikutnya",
    r"(?:halaman|page)(?: selanjutnya| berikutnya| sebelumnya)?\s*:?[\d\s]*|\d+ (?:of|dari|/) \d+"
    r"|(?:halaman|page|hal\.) \d{1,2} ?(?:of|dari|/) ?\d{1,2}\W*",
    r"(?:tag|tags|topik|topics?|label|kategori|category)(?: terkait| artikel)?\s*:?|(?:tagged|filed)(?: in| under)\s*:?.{0,60}",
    r"(?:\d{1,3}|se)\s?(?:menit|jam|hari|minggu|minutes?|hours?|days?|weeks?)(?: yang)? (?:lalu|ago)|loading[.…]*|memuat[.…]*"
    r"|getty images|live update\b.{0,40}|breaking news",
    r"(?:artikel|berita|konten|video|topik) (?:terkait|lainnya|terpopuler|populer|pilihan|terkini|rekomendasi)\s*:?",
    r"terpopuler|terkini|trending|related(?: articles?| stories| news)?\s*:?|(?:people are also reading|read next|editors.? picks?)\W*",
    r"(?:baca|lihat|simak|tonton) juga(?: (?:berita|artikel)(?: menarik)? (?:lain|lainnya|terkait))?\W*|menarik dibaca\W*",
    r"pilihan editor\W*|ringkasan berita\s*:|rekomendasi untuk anda|lengkapi profil|nanti saja",
    r"a[-+]|[\W_]+",
)
#: A mark in the text: of a player that scripts put there, "[Gambas:Video 20detik]", or of the text's end, "(*)".
MARK = re.compile(r"\s*\[ ?(?:gambas|embed|gallery)\s*:[^\]]{0,120}\]|\s*\(\*{1,3}\)$", re.IGNORECASE)
_CHANNELS = (
    r"(?:google news|(?:saluran |channel |kanal |grup )whatsapp|whatsapp (?:channel|grup|group)|kanal telegram|telegram channel"
    r"|kanal youtube|play store|app store|newsletter|push notif\w*|di sini\W*$)"
)
_NETWORKS = r"(?:instagram|facebook|twitter|tiktok|youtube|telegram|threads|media sosial|medsos)"
_MARKED = r"(?:[(\[>»›•▶►➡→*#|=–—-]\s?){0,3}"
#: A pointer to another story or channel, marked as one by its colon or by what it asks for.
_POINTER = _any_of(
    rf"{_MARKED}(?:baca|lihat|simak|tonton|dengar(?:kan)?)(?: juga| pula| lagi)?\s*[:：].*",
    r"baca (?:selengkapnya|(?:berita|artikel)(?: lain(?:nya)?| terkait)?)(?: di sini)?\s*[:：].*|jangan (?:lewatkan|lupa baca)\s*[:：].*",
    r"(?:simak|lihat|tonton) juga,? (?:video )?['\"“‘][^'\"“”‘’]{3,160}['\"”’]\s*[:：]?",
    r"(?:artikel|berita) (?:terkait|lainnya|pilihan)\s*[:：].*",
    r"pilihan editor\s*[:：].*|(?:also |don.t )?(?:miss|read|see|watch|listen|related)(?: also| more| next| now)?\s*[:：].*",
    r"read (?:more|next|also) (?:about|on)\b.{0,100}|more on this(?: story| topic)?\s*[:：]?.{0,100}|see also\b.{0,100}",
    r"(?:\*+ ?)?(?:yuk,? )?(?:simak|tonton|saksikan|lihat)(?:lah)?,? (?:juga )?(?:video|foto|infografis|live streaming|siaran"
    r"|tayangan)\b.{0,200}",
    r"(?:simak|dapatkan) (?:breaking news|berita pilihan)\b.*|\[ ?(?:gambas|foto|video|embed|gallery|infografis)\s*:[^\]]{0,120}\]",
    r"halaman selanjutnya\b.{0,160}|(?:lanjut|baca) (?:ke )?halaman (?:berikutnya|selanjutnya|\d+).{0,60}",
    rf"(?:\w+,? ){{0,2}}(?:cek|ikuti|dapatkan|baca|simak|follow|temukan|update|akses|join|gabung|klik|kunjungi|pantau|jangan|mau|ingin)\b"
    rf"(?=.{{0,220}}{_CHANNELS}).{{0,240}}",
    rf"(?:follow|ikuti|subscribe) (?:juga )?(?:kami|akun(?: resmi)?|channel|kanal)?\b.{{0,40}}{_NETWORKS}\b"
    r".{0,40}\b(?:kami|kita|us|@\w+)\b.{0,60}",
    rf"(?:follow|ikuti|subscribe|temukan) (?:juga )?(?:kami|us) (?:di|on)\b.{{0,30}}{_NETWORKS}\b.{{0,60}}",
    r"(?:dapatkan|ikuti|simak|nikmati|cek) (?:update )?(?:berita|artikel|informasi|kabar)(?: \w+){0,6} (?:pilihan|terkini|terbaru|terupdate"
    r"|setiap hari|lainnya)\b.{0,200}",
    r"(?:ikuti|follow|dapatkan|simak|pantau)\b.{0,120}\b(?:via|lewat|melalui)\b.{0,20}\b(?:whatsapp|telegram|google news)\W*",
    r"(?:artikel|berita|tulisan) ini (?:telah|sudah|pernah|pertama kali) (?:tayang|terbit|dimuat|dipublikasikan)\b.{0,250}",
    r"(?:periksa kembali dan|segera) lengkapi data ?dirimu\b.{0,200}|data dirimu akan digunakan\b.{0,250}",
    r"konten ini (?:telah|diproduksi|dibuat|diolah|merupakan)\b.{0,200}\b(?:ai|artificial intelligence|kecerdasan buatan|komunitas"
    r"|blogger)\b.{0,80}",
)
_ROLES = (
    r"(?:editor|penulis|reporter|wartawan|laporan|redaktur|redaksi|pewarta|penyunting|kontributor|jurnalis|uploader|publisher|by|oleh|source"
    r"|sumber|foto|photo|image|picture|credit|copyright|hak cipta|tim redaksi|redaktur (?:&|dan) reporter|reporter (?:&|dan) editor"
    r"|sumber berita)s?"
)
#: Who made the page and whose it is.
_IMPRINT = _any_of(
    rf"[(\[]?{_ROLES}\s*(?:[:@©|]|\(c\)).{{0,120}}|(?:photo|image|picture)s? (?:by|credit|courtesy)\b.{{0,100}}",
    r"(?:©|\(c\)).*|copyright\W{0,4}\d{4}.*|hak cipta\W{0,4}\d{4}.*",
    r"dilarang (?:keras )?(?:mengutip|menyalin|memperbanyak|menyebarluaskan)\b.{0,200}",
    r"(?:(?:last|first) )?(?:published|updated|posted|modified|diperbarui|diterbitkan|dipublikasikan)(?: on| at| pada"
    r"| tanggal)?\s*:?\s*[^.]{0,60}\d{4}[^.]{0,40}",
    r"(?:last )?updated (?:on|at)\b.{0,40}",
)
#: What publishers everywhere ask readers to do or to know.
_NOTICE = _any_of(
    r"(?:sign up|subscribe)\b.{0,160}|(?:register|log ?in) (?:now|here|today|for free|to (?:continue|read|comment|access|view))\b.{0,120}",
    r"(?:daftar|masuk|login|berlangganan) (?:akun|sekarang|di sini|gratis|untuk (?:membaca|melanjutkan))\b[^.]{0,80}",
    r"share(?: this)?(?: article| story| post| on| via| with)\b[^.]{0,60}|(?:click|tap|klik) (?:here|to|di sini)\b.{0,80}",
    r"by (?:submitting your|signing up|clicking|subscribing)\b.*",
    r"(?:please )?(?:read|see) our (?:comment|privacy|cookie).{0,80}",
    r"(?:we|this (?:article|post|page|site)) (?:may )?(?:earn|receive|contains?)\b.{0,60}(?:commission|affiliate).{0,160}",
    r"if you purchase .{0,60}through .{0,40}(?:link|site).*",
    r"this (?:article|story|post) (?:was )?(?:originally|first) (?:appeared|published|posted)\b.{0,160}",
    r"(?:published under|filed under|tagged(?: with)?|more information|journal information|provided by|citation|doi)\s*:.*",
    r"please enter a valid e-?mail.{0,60}",
    r"get .{0,60}(?:in|to) your (?:inbox|mailbox).{0,60}",
    r"have a (?:news )?tip\?.*|(?:send (?:us )?.{0,30}tips|got a (?:news )?tip).{0,80}|like (?:this|what you).{0,60}\?.{0,60}",
    r"follow (?:us|me|him|her|them|@\w+)\b.{0,120}|watch now|click to unmute|skip (?:past|to)\b.{0,80}",
    r"(?:most read|most popular|recommended(?: for you)?|you (?:may|might) (?:also )?like|trending now)\b.{0,60}",
    r"(?:article|story) continues (?:below|after).{0,60}|next read(?: this)?\s*:?.{0,100}",
    r"(?:a version of )?this (?:article|story) appear(?:s|ed) in (?:the )?.{0,120}\b(?:edition|print|magazine|issue)\b.{0,120}",
    r"enable javascript.{0,120}|this slideshow requires javascript\W*",
    r"(?:mehr zum thema|lesen sie auch|lire aussi|leia também|lea también|leggi anche|lees ook|czytaj (?:więcej|także))\b.{0,200}"
    r"|stand: .{0,40}",
)
#: Notices that are known by words anywhere in them; one of _TELLING stands in each, so that most lines are not tried against them.
_WITHIN = _any_of(
    r".{0,40}#jernihberkomentar.{0,60}",
    r".*(?:all rights? reserved|hak cipta dilindungi|without the (?:prior )?written permission).*",
    r".*dilarang keras mengambil konten.*",
    r".{0,80}\bfor access to this content\b.{0,60}|.*\bpremium content with your account\b.*",
    r".*\bterms (?:of (?:service|use)|and conditions)\b.*privacy.*",
    r".{0,80}affiliate (?:links?|commission|disclosure).{0,200}|.*\b(?:we|i)? ?may earn (?:an? )?(?:affiliate )?commission\b.*",
    r".{0,200}\b(?:can|may) be reached (?:at|on|by)\b.{0,160}|.*\breprint permission.*",
    r".{0,200}\b(?:sign up|subscribe) (?:for|to) (?:our|the|my)?\b.{0,120}newsletters?.{0,120}",
    r".{0,60}javascript is (?:disabled|required).{0,120}",
)
_TELLING = (
    "jernihberkomentar", "reserved", "hak cipta", "permission", "mengambil konten", "this content", "premium content", "privacy",
    "affiliate", "commission", "be reached", "newsletter", "javascript",
)  # fmt: skip
_CODE = re.compile(r"</?(?:script|body|html|div)\b|^\W*(?:function\b|var |window\.|document\.)|googletag|\{\"@")
_ASKS_WITHOUT_COLON = re.compile(
    rf"{_MARKED}(?:(?:baca|lihat|simak|tonton)(?: juga)?\b|pilihan editor\b|also read\b|read (?:also|more|next)\b|see also\b"
    r"|(?:selanjutnya|menarik dibaca)\s*[:：]|(?:berita|artikel) (?:lainnya|terkait|terpopuler|pilihan))",
    re.IGNORECASE,
)


def is_label(text: str) -> bool:
    """Is the whole block a label of the page's machinery: an ad marker, a button, a count, a reading time?"""
    if len(text) > LONGEST_REMEMBERED:
        return len(text) <= LONGEST_POINTER and _LABEL.fullmatch(text) is not None
    return _is_short_label(text)


@lru_cache(REMEMBERED)
def _is_short_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None


def is_noise(text: str, linked: float = 0.0, extra: tuple[re.Pattern[str], ...] = ()) -> bool:
    """Is the whole block no article text: a label, a pointer to another story, an imprint, a notice, code?

    `linked` is the share of the block that is link text: "Baca juga" without a colon is a pointer only where a link follows.
    `extra` are a site's own patterns.
    """
    if len(text) > LONGEST_NOTICE:
        return _CODE.search(text[:LONGEST_NOTICE]) is not None
    if _is_short_noise(text) if len(text) <= LONGEST_REMEMBERED else _is_notice(text):
        return True
    if linked > (_LINKED_SENTENCE if text.endswith(".") else _LINKED) and _ASKS_WITHOUT_COLON.match(text):
        return True
    return any(pattern.fullmatch(text) for pattern in extra)


def _is_notice(text: str) -> bool:
    """Is a text of at most LONGEST_NOTICE characters noise by itself?"""
    if is_label(text) or _is_pointer(text) or _IMPRINT.fullmatch(text) or _NOTICE.fullmatch(text) or _is_telling(text):
        return True
    return _CODE.search(text) is not None


_is_short_noise = lru_cache(REMEMBERED)(_is_notice)


def stands_alone(text: str) -> bool:
    """Is this line a block of its own even where only a single line break parts it from its neighbours?"""
    return is_label(text) or DESK_CODE.fullmatch(text) is not None or _is_pointer(text)


def is_own_line(text: str) -> bool:
    """As stands_alone, and for lines that say who made the page too: "Editor: Sari Dewi", "Foto: Antara"."""
    return stands_alone(text) or (len(text) <= LONGEST_IMPRINT and _IMPRINT.fullmatch(text) is not None)


def _is_telling(text: str) -> bool:
    lowered = text.lower()
    for word in _TELLING:  # not any(): the generator would cost more than the looking
        if word in lowered:
            return _WITHIN.fullmatch(text) is not None
    return False


def _is_pointer(text: str) -> bool:
    return len(text) <= LONGEST_POINTER and _POINTER.fullmatch(text) is not None
