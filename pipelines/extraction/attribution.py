"""Where an article says it has something from: "demikian dikutip dari AFP, Jumat (30/12)".

A verb of quoting, and behind it a name. Names of agencies and media are known; others count only where the words before them say that they
are media ("laman", "kantor berita") or where nothing but a medium can follow. People, offices, statements and accounts never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.article import Attribution, Block, ListBlock, Paragraph, Quote
from pipelines.extraction.agencies import FOREIGN_NAME, KNOWN_NAME

_LEAD = r"(?:(?:[Dd]emikian|[Ss]eperti|[Ss]ebagaimana|[Yy]ang|[Tt]elah)\s+){0,3}"
_VERB = (
    r"(?P<verb>[Dd]ikutip|[Mm]engutip|[Dd]ilansir|[Mm]elansir|[Dd]ilaporkan|[Dd]iberitakan|[Dd]inukil|[Mm]enukil|[Dd]isitat|[Mm]enyitat|[Dd]ikabarkan|[Dd]iwartakan|[Dd]isadur|[Mm]enyadur|"
    r"[Mm]enurut laporan|[Mm]erujuk laporan|[Mm]erujuk pada laporan|[Mm]erujuk|[Ll]apor|[Tt]ulis|[Mm]enurut)"
)
_ABOUT = rf"(?:\s+(?:dari|oleh|pada|melalui|lewat|dalam|di|kembali|{KNOWN_NAME}\s+dari)){{0,3}}"
_MEDIUM = (
    r"(?P<medium>(?:\s+(?:laporan|pemberitaan|berita|artikel|tulisan|sumber))*"
    r"(?:\s+(?:kantor berita|media|laman|situs(?:\s+berita)?|website|portal(?:\s+berita)?|surat kabar|koran|harian|majalah|tabloid|stasiun(?:\s+(?:televisi|TV))?|televisi|radio|outlet|"
    r"jurnal|agensi|agen berita|kanal|saluran)"
    r"(?:\s+(?:lokal|asing|pemerintah|resmi|berita|milik negara|nasional|internasional|daring|online|negara|asal|setempat|bisnis|olahraga|kesehatan|teknologi|televisi|ekonomi|hiburan|"
    r"Inggris|AS|Amerika Serikat|Amerika|Rusia|China|Tiongkok|Jepang|Korea Selatan|Korea Utara|Korsel|Korut|Malaysia|Singapura|Thailand|Filipina|Vietnam|India|Pakistan|Australia|Jerman|Prancis|"
    r"Italia|Spanyol|Belanda|Turki|Turkiye|Iran|Israel|Palestina|Arab Saudi|Qatar|Mesir|Ukraina|Brasil|Argentina|Indonesia))*)*)"
)
_CAPITALIZED = r"[A-Z][\w'’&.-]*[\w](?:\s(?:of|the|de|del|della|and|&|[A-Z][\w'’&-]*\w|[A-Z]{1,5}))*"
_MEDIA_ENDING = r"(?:News(?:paper)?|Times|Post|Herald|Tribune|Journal|Gazette|Daily|Weekly|Magazine|Telegraph|Chronicle|Agency|Press|TV|Television|Radio|Online|Today|Independent|Observer|Mail|Mirror|Express|Star|Globe|Media|Report|Insider|Review)"
_DAY = (
    r"(?:,?\s+(?:pada\s+)?(?:hari\s+(?:ini,?\s*)?)?(?:Senin|Selasa|Rabu|Kamis|Jumat|Jum['’]at|Sabtu|Minggu|Ahad)"
    r"(?:\s+(?:pagi|siang|sore|malam|dini hari|waktu setempat))*(?:,?\s*\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)|,?\s+\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?|\s+[A-Z][a-z]+(?:\s+\d{4})?))?"
    r"|,?\s+(?:pada\s+)?\(?\d{1,2}/\d{1,2}(?:/\d{2,4})?\)?|,?\s+(?:pada\s+)?\d{1,2}\s+(?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Ag|Sep|Okt|Nov|Des)[a-z]*(?:\s+\d{4})?)?"
)
_MORE = rf"(?P<more>(?:(?:\s*,\s*|\s*/\s*|\s+(?:dan|serta|via|melalui)\s+(?:(?:kantor berita|media|laman|situs)\s+)?){KNOWN_NAME})*)"
_QUOTED = re.compile(
    rf"(?<![\w-])(?P<lead>{_LEAD}){_VERB}{_ABOUT}{_MEDIUM}\s+(?:\(?[\"“'‘]?)(?:(?P<known>{KNOWN_NAME})|(?P<other>{_CAPITALIZED}))[\"”'’]?\)?{_MORE}(?P<day>{_DAY})"
)
_SAID = r"(?:kata|ujar|ucap|tutur|ungkap|jelas|terang|tegas|imbuh|tambah|sebut|papar|cetus|mengatakan|menyatakan|menuturkan|mengungkapkan|menjelaskan|menyebut|mengaku)(?:nya|kan)?"
_TOLD = re.compile(rf"(?<![\w-]){_SAID}\b(?P<who>[^.!?\"“”]{{0,100}}?)\s(?P<phrase>kepada\s+(?:(?:kantor berita|media|stasiun televisi|surat kabar)\s+)?(?P<known>{FOREIGN_NAME})(?P<day>{_DAY}))")
_NAMES = re.compile(KNOWN_NAME)

_ONLY_MEDIA_FOLLOW = ("dilansir", "melansir", "dikutip", "diwartakan", "dinukil", "menukil", "disadur", "menyadur")
_NEEDS_AGENCY = ("lapor", "tulis", "menurut", "merujuk")  # everyday words: only a known name of an agency behind them
_NOT_MEDIA = re.compile(
    r"^(?:Presiden|Wakil|Wapres|Menteri|Men[a-z]{2,}|Kemen\w*|Gubernur|Wali|Walikota|Bupati|Camat|Lurah|Ketua|Kepala|Kapol\w*|Panglima|Jenderal|Jubir|Juru|Direktur|Dirut|Dirjen|Sekretaris|Sekjen|Deputi|"
    r"Kabid|Kabag|Kasat\w*|Kombes|AKBP|AKP|Brigjen|Irjen|Komjen|Mayjen|Letjen|Kolonel|Mayor|Kapten|Ustaz|Ustadz|KH|Kiai|Habib|Imam|Nabi|Rasulullah|Paus|Raja|Ratu|Pangeran|Prof\w*|Dr|dr|Ir|Hj?|"
    r"Pak|Bu|Bapak|Ibu|Mas|Mbak|Bang|Sdr|Tuan|Nyonya|Mr|Mrs|Ms|Perdana|PM|Duta|Dubes|Anggota|Komisi\w*|DPR\w*|MPR|DPD|KPK|KPU|Bawaslu|Polri|Polda\w*|Polres\w*|Polsek\w*|TNI|BMKG|BPS|BNPB|BPBD|BPOM|"
    r"BPJS|Basarnas|Bank|BI|OJK|LPS|Bappenas|Badan|Dinas|Disdik\w*|Dinkes|Lembaga|Komnas|Kejaksaan|Kejagung|Mahkamah|MK|MA|Pengadilan|PN|Istana|Pemerintah|Pemprov|Pemkab|Pemkot|Perum|PT|CV|UU|Undang\w*|"
    r"Pasal|Perpres|Permen\w*|Peraturan|Surat|SK|KUHP|UUD|Al|Quran|Alquran|Injil|Alkitab|Hadis|HR|QS|Instagram|Twitter|X|Facebook|TikTok|Tiktok|YouTube|Youtube|Whatsapp|WhatsApp|Telegram|Threads|"
    r"LinkedIn|Google|Wikipedia|Spotify|Universitas|Institut|ITB|UI|UGM|WHO|PBB|IMF|FIFA|UEFA|PSSI|AFC|NASA|FBI|CIA|Pentagon|Gedung|Kremlin|Pusat|Kantor|Dewan|Tim|Satgas|Partai|PDI\w*|PKS|PKB|Golkar|"
    r"Gerindra|NasDem|Nasdem|Demokrat|PAN|PPP|PSI|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember|"
    r"Dia|Ia|Saya|Kami|Mereka|Kita|Anda|Hal|Ini|Itu|Para|Sumber|Data|Laporan|Jurnal|Buku|Kitab|Studi|Riset|Harvard|Oxford|Stanford|Worldometer\w*|Indonesia|Jakarta)\b"
)


def find_attributions(body: Sequence[Block]) -> tuple[Attribution, ...]:
    """The attributions in paragraphs, quotes and lists, in order; each with the index of its block and the text's own words."""
    found: dict[Attribution, None] = {}
    for index, block in enumerate(body):
        for text in _texts(block):
            for agency, words in _in_text(text):
                found.setdefault(Attribution(agency=agency, block=index, text=words))
    return tuple(found)


def _texts(block: Block) -> Sequence[str]:
    match block:
        case Paragraph(text) | Quote(text):
            return (text,)
        case ListBlock(items=items):
            return items
        case _:
            return ()


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    """Agency and words of each attribution of a text."""
    hits = [(match.start(), name, match[0].rstrip(" ,")) for match in _QUOTED.finditer(text) for name in _quoted(match)]
    hits += [(match.start("phrase"), match["known"], match["phrase"]) for match in _TOLD.finditer(text)]
    for _, name, words in sorted(hits, key=lambda hit: hit[0]):
        yield name, words


def _quoted(match: re.Match[str]) -> Iterator[str]:
    """The media that a phrase of quoting names; none where it quotes something else."""
    verb = match["verb"].lower().split()[0]
    if name := match["known"]:
        yield name
        for more in _NAMES.finditer(match["more"]):
            yield more[0]
        return
    name = match["other"]
    if verb in _NEEDS_AGENCY or _NOT_MEDIA.match(name):
        return
    has_preposition = re.match(r"\S+(?:\s\S+)*?\s+(?:dari|oleh|melalui)\b", match[0][len(match["lead"]) :]) is not None
    if match["medium"].strip() or re.search(rf"\b{_MEDIA_ENDING}$", name) or (verb in _ONLY_MEDIA_FOLLOW and has_preposition) or verb in ("dilansir", "melansir"):
        yield name
