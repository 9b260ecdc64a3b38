"""Noise: labels, notices and pointers that stand among an article's paragraphs and are none. Judged on whole blocks, never within one.

Indonesian first, with the English phrases that stand on pages everywhere.
"""

from __future__ import annotations

import re

from pipelines.extraction.desk_code import DESK_CODE

LONGEST_NOTICE = 400  # characters; what is longer is prose, whatever it begins with
LONGEST_POINTER = 250  # characters of a line that points to another story

#: Labels of the page's own machinery: the whole block is nothing else.
_LABEL = re.compile(
    r"advertisements?|iklan|advertorial label|sponsored( content)?|promoted|scroll to (continue|resume)( with content| reading)?"
    r"|(scroll|gulir|geser) ke (bawah|atas|samping)\b.{0,60}|(lanjut(kan)?|continue) (membaca|reading)( artikel)?( di bawah( ini)?)?\W*"
    r"|(zoom-in-white|perbesar|zoom-in-white ?perbesar|zoom|lihat foto|lihat semua foto|perbesar gambar|view gallery|expand)"
    r"|(sosmed-[a-z-]+|copy-link-circle|more-vertical|comment|share-[a-z-]+|ic-[a-z-]+)"
    r"|(share|bagikan|bagikan (artikel|berita)( ini)?|sebarkan|salin( tautan| link)?|tautan (telah )?disalin|copy( link"
    r"| url)?( berhasil)?|link copied!?|simpan|bookmark|cetak|print)\W*"
    r"|(facebook|twitter|x|whatsapp|telegram|line|email|e-mail|linkedin|pinterest|instagram|tiktok|threads|tweet|reddit|pocket"
    r"|google news|youtube)|(waktu baca|lama membaca|reading time):? ?\d{1,3} ?(menit|min(ute)?s?)?"
    r"|\d{1,3} ?(menit (waktu )?(baca|membaca)|min(ute)?s? read)|baca \d+ detik"
    r"|(\d{1,6} )?(komentar|comments?|likes?|views?|suka|kali dibaca|dilihat|pembaca)"
    r"|(tulis|beri|tambah|lihat)(kan)?( semua| sebuah)? komentar\b.{0,30}"
    r"|(baca|lihat|selengkapnya|baca selengkapnya|selanjutnya|lihat selengkapnya|lihat semua|lihat lainnya|show (all|more)|load more"
    r"|muat lainnya|read more|see more)\W*|(halaman|page)( selanjutnya| berikutnya| sebelumnya)?\s*:?|halaman\s*:?\s*[\d\s]+"
    r"|\d+ (of|dari) \d+|next article|next|prev(ious)?|sebelumnya|berikutnya"
    r"|(tag|tags|topik|topics?|label|topik terkait|topik artikel|kategori|category)\s*:?|loading[.…]*|memuat[.…]*|getty images"
    r"|live update\b.{0,40}|breaking news"
    r"|(artikel|berita|konten|video|topik) (terkait|lainnya|terpopuler|populer|pilihan|terkini|rekomendasi)\s*:?|terpopuler|terkini"
    r"|trending|related( articles?| stories| news)?\s*:?|(baca|lihat|simak|tonton) juga\W*|pilihan editor\W*|\d{1,6}"
    r"|ringkasan berita\s*:|kesimpulan ai\W*|rekomendasi untuk anda|lengkapi profil|nanti saja|a[-+]|[\W_]+",
    re.I,
)
#: A pointer to another story or channel, marked as one by its colon or by what it asks for.
_POINTER = re.compile(
    r"((baca|lihat|simak|tonton|dengar(kan)?)( juga| pula| lagi)?|baca (selengkapnya|berita( lain(nya)?| terkait)?|artikel( lain(nya)?"
    r"| terkait)?)|(artikel|berita) (terkait|lainnya|pilihan)|pilihan editor|(also |see |read |don.t )?(miss|read|see|watch|listen"
    r"|related)( also| more| next| now)?|read (more|next|also)( about| on)?|more on this( story| topic)?|see also)\s*[:：].*"
    r"|(\*+ ?)?(yuk,? )?(simak|tonton|saksikan|lihat)(lah)?,? (juga )?(breaking news dan berita pilihan|(video|foto|infografis"
    r"|live streaming|siaran|tayangan)\b).{0,200}|\[ ?(gambas|foto|video|embed|gallery|caption|infografis)\s*:[^\]]{0,120}\]"
    r"|halaman selanjutnya\b.{0,160}|(lanjut|baca) (ke )?halaman (berikutnya|selanjutnya|\d+).{0,60}"
    r"|(cek|ikuti|dapatkan|baca|follow|temukan|update|akses|join|gabung|klik|kunjungi|nikmati|pantau|jangan lewatkan|jangan lupa"
    r"|mau tahu|ingin tahu|silakan)\b(?=.{0,200}\b(google news|whatsapp( channel)?|saluran whatsapp|channel whatsapp|telegram"
    r"|kanal telegram|instagram|facebook|twitter|tiktok|youtube|aplikasi|app store|play store|newsletter|push notif\w*|grup|link|tautan"
    r"|di sini)\b).{0,300}"
    r"|(dapatkan|ikuti|simak|nikmati|cek) (update )?(berita|artikel|informasi|kabar)( \w+){0,6} (pilihan|terkini|terbaru|terupdate"
    r"|setiap hari|lainnya)\b.{0,200}"
    r"|(artikel|berita|tulisan) ini (telah|sudah|pernah|pertama kali) (tayang|terbit|dimuat|dipublikasikan)\b.{0,250}"
    r"|(periksa kembali dan|segera) lengkapi data ?dirimu\b.{0,200}|data dirimu akan digunakan\b.{0,250}"
    r"|.{0,40}#jernihberkomentar.{0,60}"
    r"|konten ini (telah|diproduksi|dibuat|diolah|merupakan)\b.{0,200}\b(ai|artificial intelligence|kecerdasan buatan|komunitas"
    r"|blogger)\b.{0,80}",
    re.I,
)
#: Who made the page and whose it is.
_IMPRINT = re.compile(
    r"(editor|penulis|reporter|wartawan|redaktur|redaksi|pewarta|penyunting|kontributor|jurnalis|sumber berita|uploader|publisher"
    r"|copyright|hak cipta|©|by|oleh|redaktur (&|dan) reporter|reporter (&|dan) editor|tim redaksi|source|sumber|foto|photo|image"
    r"|picture|credit)s?\s*([:@©|]|\(c\)|by\b).{0,120}|(copyright|hak cipta|©|\(c\))\W.{0,160}"
    r"|.{0,160}(all rights? reserved|hak cipta dilindungi|dilarang keras mengambil konten).{0,200}"
    r"|dilarang (keras )?(mengutip|menyalin|memperbanyak|menyebarluaskan)\b.{0,200}"
    r"|(published|updated|posted|modified|diperbarui|diterbitkan|dipublikasikan|tayang|last (updated|modified))( on| at| pada"
    r"| tanggal)?\s*:?\s*[^.]{0,60}\d{4}[^.]{0,40}",
    re.I,
)
#: What publishers everywhere ask readers to do or to know.
_NOTICE = re.compile(
    r"(sign up|subscribe|register|log ?in|daftar|berlangganan|masuk)\b.{0,30}\b(newsletter|inbox|updates?|today|now|here|free|continue"
    r"|sekarang|di sini|membaca|akun)\b.{0,120}|.{0,60}\bfor access to this content\b.{0,60}"
    r"|share( this)?( article| story| post| on| via| with)?\b[^.]{0,60}|(click|tap|klik) (here|to|di sini)\b.{0,80}"
    r"|by (submitting|signing|clicking|subscribing|entering)\b.{0,300}"
    r"|.{0,200}\b(terms of (service|use)|terms and conditions)\b.{0,60}privacy.{0,100}"
    r"|(please )?(read|see) our (comment|privacy|cookie).{0,80}"
    r"|(we|this (article|post|page|site)) (may )?(earn|receive|contains?)\b.{0,60}(commission|affiliate).{0,160}"
    r"|.{0,80}affiliate (links?|commission|disclosure).{0,200}"
    r"|this (article|story|post) (was )?(originally|first) (appeared|published|posted)\b.{0,160}"
    r"|(published under|filed under|tagged( with)?|more information|journal information|provided by|citation|doi)\s*:.{0,200}"
    r"|.{0,160}\bcan be reached (at|on|by)\b.{0,120}|.{0,160}\breprint permission.{0,120}|please enter a valid e-?mail.{0,60}"
    r"|.{0,160}\b(sign up|subscribe) (for|to) (our|the|my)?\b.{0,80}newsletters?.{0,80}|get .{0,60}(in|to) your (inbox|mailbox).{0,60}"
    r"|have a (news )?tip\?.{0,80}|(send (us )?.{0,30}tips|got a (news )?tip).{0,80}|like (this|what you).{0,60}\?.{0,60}"
    r"|follow (us|me|him|her|them|@\w+)\b.{0,120}|watch now|click to unmute|skip (past|to)\b.{0,80}"
    r"|(most read|most popular|recommended( for you)?|you (may|might) (also )?like|trending now)\b.{0,60}|enable javascript.{0,120}"
    r"|.{0,60}javascript is (disabled|required).{0,120}"
    r"|(mehr zum thema|lesen sie auch|lire aussi|leia também|lea también|leggi anche|lees ook|czytaj (więcej|także))\b.{0,200}"
    r"|stand: .{0,40}",
    re.I,
)
_CODE = re.compile(r"</?(?:script|body|html|div)\b|^\W*(?:function\b|var |window\.|document\.)|googletag|\{\"@")
_ASKS_WITHOUT_COLON = re.compile(
    r"(?:baca|lihat|simak|tonton)(?: juga)?\b|pilihan editor\b|also read\b|read (?:also|more|next)\b|see also\b", re.I
)


def is_label(text: str) -> bool:
    """Is the whole block a label of the page's machinery: an ad marker, a button, a count, a reading time?"""
    return len(text) <= LONGEST_POINTER and _LABEL.fullmatch(text) is not None


def is_noise(text: str, linked: float = 0.0, extra: tuple[re.Pattern[str], ...] = ()) -> bool:
    """Is the whole block no article text: a label, a pointer to another story, an imprint, a notice, code?

    `linked` is the share of the block that is link text: "Baca juga" without a colon is a pointer only where a link follows.
    `extra` are a site's own patterns.
    """
    if len(text) > LONGEST_NOTICE:
        return _CODE.search(text[:LONGEST_NOTICE]) is not None
    if is_label(text) or _is_pointer(text) or _IMPRINT.fullmatch(text) or _NOTICE.fullmatch(text):
        return True
    if linked > 0.4 and _ASKS_WITHOUT_COLON.match(text):
        return True
    return _CODE.search(text) is not None or any(pattern.fullmatch(text) for pattern in extra)


def stands_alone(text: str) -> bool:
    """Is this line a block of its own even where only a single line break parts it from its neighbours?"""
    return is_label(text) or DESK_CODE.fullmatch(text) is not None or _is_pointer(text)


def _is_pointer(text: str) -> bool:
    return len(text) <= LONGEST_POINTER and _POINTER.fullmatch(text) is not None
