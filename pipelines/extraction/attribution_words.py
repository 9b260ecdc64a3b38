"""How Indonesian texts say where they have something from: verbs of quoting, words for media, and what looks like a medium and is none."""

from __future__ import annotations

import re

from pipelines.extraction.agencies import FOREIGN_NAME, KNOWN_NAME


def _either(*words: str) -> str:
    return "(?:" + "|".join("|".join(line.split(",")) for line in words) + ")"


_LEAD = r"(?:(?:[Dd]emikian|[Ss]eperti|[Ss]ebagaimana|[Yy]ang|[Tt]elah)\s+){0,3}"
_VERB = _either(
    "[Dd]ikutip,[Mm]engutip,[Dd]ilansir,[Mm]elansir,[Dd]ilaporkan,[Dd]iberitakan,[Dd]inukil,[Mm]enukil,[Dd]isitat,[Mm]enyitat,[Dd]ikabarkan",
    "[Dd]iwartakan,[Dd]isadur,[Mm]enyadur,[Mm]enurut laporan,[Mm]erujuk laporan,[Mm]erujuk pada laporan,[Mm]erujuk,[Ll]apor,[Tt]ulis",
    "[Ss]eperti ditulis,[Ss]ebagaimana ditulis,[Mm]enurut,[Bb]erdasarkan laporan,[Bb]erdasarkan pemberitaan,[Dd]emikian laporan",
)
QUOTING_STEMS = ("utip", "lansir", "apor", "berita", "nukil", "itat", "kabar", "warta", "adur", "enurut", "rujuk", "ulis")
"""One of these stands in each verb of quoting, whether it begins with a capital or not: most texts hold none and are not tried."""

REPORTING_VERBS = ("melaporkan", "memberitakan", "mewartakan", "mengabarkan")

LONGEST_LEAD = 80
"""Characters of squeezed text from a phrase's first word to the stem in its verb, at most: three words of _LEAD, the rest of a verb."""

_ABOUT = rf"(?:\s+(?:dari|oleh|pada|melalui|lewat|dalam|di|kembali|{KNOWN_NAME}\s+dari)){{0,3}}"  # "dikutip CNBC Indonesia dari Reuters"
_MEDIUM_NOUN = _either(
    r"[Kk]antor [Bb]erita,[Mm]edia,[Ll]aman,situs(?:\s+berita)?,website,portal(?:\s+berita)?,surat kabar,koran,harian,majalah,tabloid",
    r"stasiun(?:\s+(?:televisi|TV))?,televisi,radio,outlet,agensi,agen berita,kanal,saluran",
)
_OF_A_KIND = _either(
    "lokal,asing,pemerintah,resmi,berita,milik negara,nasional,internasional,daring,online,negara,asal,setempat,bisnis,olahraga,kesehatan",
    "teknologi,televisi,ekonomi,hiburan,Inggris,AS,Amerika Serikat,Amerika,Rusia,China,Tiongkok,Jepang,Korea Selatan,Korea Utara,Korsel",
    "Korut,Malaysia,Singapura,Thailand,Filipina,Vietnam,India,Pakistan,Australia,Jerman,Prancis,Italia,Spanyol,Belanda,Turki,Turkiye,Iran,Israel",
    "Palestina,Arab Saudi,Qatar,Mesir,Ukraina,Brasil,Argentina,Indonesia",
)
_MEDIUM = (
    r"(?P<medium>(?:\s+(?:laporan|pemberitaan|berita|artikel|tulisan|sumber)){0,2}"
    rf"(?:\s+{_MEDIUM_NOUN}(?:\s+{_OF_A_KIND}){{0,4}},?){{0,2}})"
)
_CAPITALIZED = r"[A-Z][\w'’&.-]*\w(?:\s(?:of|the|de|del|della|and|&|[A-Z][\w'’&-]*\w|[A-Z]{1,5})){0,5}"
_DAY_NAME = "(?:Senin|Selasa|Rabu|Kamis|Jumat|Jum['’]at|Sabtu|Minggu|Ahad)"
_MONTH = "(?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Ag|Sep|Okt|Nov|Des)[a-z]*"
_NUMBERS = r"\d{1,2}/\d{1,2}(?:/\d{2,4})?"
_DAY = (
    r"(?:,?\s+(?:pada\s+)?(?:hari\s+(?:ini,?\s*)?)?"
    rf"(?:{_DAY_NAME}(?:\s+(?:pagi|siang|sore|malam|dini hari|waktu setempat))*"
    rf"(?:,?\s*\({_NUMBERS}\)|,?\s+(?:{_NUMBERS}|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?))?"
    rf"|\(?{_NUMBERS}\)?|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?))?"
)
_MORE = rf"(?P<more>(?:(?:\s*,\s*|\s*/\s*|\s+(?:dan|serta|via|melalui)\s+(?:(?:kantor berita|media|laman|situs)\s+)?){KNOWN_NAME}){{0,8}})"

QUOTED = re.compile(
    rf"(?<![\w-])(?P<lead>{_LEAD})(?P<verb>{_VERB})(?P<about>{_ABOUT}){_MEDIUM}\s+\(?[\"“'‘]?"
    rf"(?:(?P<known>{KNOWN_NAME})|(?P<other>{_CAPITALIZED}))[\"”'’]?\)?{_MORE}{_DAY}"
)
"""A verb of quoting and the name behind it, with the day that often follows: "demikian dikutip dari AFP, Jumat (30/12)"."""

_SAID = _either(
    "kata,ujar,ucap,tutur,ungkap,jelas,terang,tegas,imbuh,tambah,sebut,papar,cetus,mengatakan,menyatakan,menuturkan,mengungkapkan",
    "menjelaskan,menyebut,mengaku",
)
_GIVEN = (
    r"(?:bahwa|maaf|surat|gugatan|saham|laporan|pesan|izin|denda|utang|akan|untuk|beri|kirim|jual|bayar|minta|tawar|serah|bocor|pinjam|setor"
    r"|(?:me|di|ter|pe|ber)\w*(?:jual|serah|beri|kasih|bayar|kirim|gugat|minta|tawar|hibah|sewa|alih|tuntut|aju|tuju|bocor|setor|pinjam|bagi"
    r"|lapor|sumbang|erima|erah|irim|etor|injam|awar|untut|yewa)\w*)"
)
"""What goes to somebody without being said: "mengatakan perusahaan menjual data kepada Reuters"."""
_TO_A_MEDIUM = rf"kepada\s+(?:(?:kantor berita|media|stasiun televisi|surat kabar)\s+)?(?P<known>{FOREIGN_NAME})"
TO_A_MEDIUM = re.compile(_TO_A_MEDIUM)
TOLD = re.compile(rf"(?<![\w-]){_SAID}(?:nya|kan)?\b(?:(?!\b{_GIVEN}\b)[^.!?\"“”]){{0,100}}?\s(?P<phrase>{_TO_A_MEDIUM}{_DAY})")
"""Said to a medium abroad: who reads it here has it from there. What is said to a medium at home is mostly said to the site itself."""

REPORTS = re.compile(
    rf"(?<![\w-])(?P<known>{FOREIGN_NAME}|ANTARA|Antara)(?:,|\s+pada{_DAY},?)?\s+(?:{'|'.join(REPORTING_VERBS)})\b(?!\s+ke\b)"
)
"""An agency or a medium abroad that reports, as in "Reuters melaporkan"."""

MEDIA_WORD = re.compile(
    r"\b(?:News(?:paper)?|Times|Post|Herald|Tribune|Journal|Gazette|Daily|Weekly|Magazine|Telegraph|Chronicle|Agency|Press|TV|Television|Radio"
    r"|Online|Today|Independent|Observer|Mail|Mirror|Express|Star|Globe|Media|Report|Insider|Review)(?:\s(?:UK|US|Asia|India|Australia|Malaysia))?$"
    r"|^[A-Z]\w*News[A-Z]\w*$"
)
"""How names of media end; or one word with "News" in it: "CarNewsChina"."""

ONLY_MEDIA_FOLLOW = frozenset(("dilansir", "melansir"))
"""Behind these verbs nothing but a medium stands."""

NEEDS_KNOWN = frozenset(("lapor", "seperti", "sebagaimana", "tulis", "menurut", "merujuk", "berdasarkan", "demikian"))
"""Everyday words: only a known name counts behind them."""

NOT_MEDIA = re.compile(
    "^"
    + _either(
        r"Presiden,Wakil,Wapres,Menteri,Men[a-z][a-z]+,Kemen\w*,Gubernur,Wali,Walikota,Bupati,Camat,Lurah,Ketua,Kepala,Kapol\w*,Panglima,Jenderal",
        r"Jubir,Juru,Direktur,Dirut,Dirjen,Sekretaris,Sekjen,Deputi,Kabid,Kabag,Kasat\w*,Kombes,AKBP,AKP,Brigjen,Irjen,Komjen,Mayjen,Letjen",
        r"Kolonel,Mayor,Kapten,Ustaz,Ustadz,KH,Kiai,Habib,Imam,Nabi,Rasulullah,Paus,Raja,Ratu,Pangeran,Prof\w*,Dr,dr,Ir,Hj?,Pak,Bu,Bapak,Ibu,Mas",
        r"Mbak,Bang,Sdr,Tuan,Nyonya,Mr,Mrs,Ms,Perdana,PM,Duta,Dubes,Anggota,Komisi\w*,DPR\w*,MPR,DPD,KPK,KPU,Bawaslu,Polri,Polda\w*,Polres\w*",
        r"Polsek\w*,TNI,BMKG,BPS,BNPB,BPBD,BPOM,BPJS,Basarnas,Bank,BI,OJK,LPS,Bappenas,Badan,Dinas,Disdik\w*,Dinkes,Lembaga,Komnas,Kejaksaan",
        r"Kejagung,Mahkamah,MK,MA,Pengadilan,PN,Istana,Pemerintah,Pemprov,Pemkab,Pemkot,Perum,PT,CV,UU,Undang\w*,Pasal,Perpres,Permen\w*,Peraturan",
        r"Surat,SK,KUHP,UUD,Al,Quran,Alquran,Injil,Alkitab,Hadis,HR,QS,Instagram,Twitter,X,Facebook,TikTok,Tiktok,YouTube,Youtube,Whatsapp",
        r"WhatsApp,Telegram,Threads,LinkedIn,Google,Wikipedia,Spotify,Universitas,Institut,ITB,UI,UGM,WHO,PBB,IMF,FIFA,UEFA,PSSI,AFC,NASA,FBI,CIA",
        r"Pentagon,Gedung,Kremlin,Pusat,Kantor,Dewan,Tim,Satgas,Partai,PDI\w*,PKS,PKB,Golkar,Gerindra,NasDem,Nasdem,Demokrat,PAN,PPP,PSI",
        r"Senin,Selasa,Rabu,Kamis,Jumat,Sabtu,Minggu,Januari,Februari,Maret,April,Mei,Juni,Juli,Agustus,September,Oktober,November,Desember",
        r"Dia,Ia,Saya,Kami,Mereka,Kita,Anda,Hal,Ini,Itu,Para,Sumber,Data,Laporan,Jurnal,Buku,Kitab,Studi,Riset,Harvard,Oxford,Stanford",
        r"Worldometer\w*,Indonesia,Jakarta",
    )
    + r"\b"
)
"""How names begin that are no media: offices and their holders, authorities, laws, scriptures, platforms, days."""
