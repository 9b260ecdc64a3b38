"""News agencies and media by name, as Indonesian texts write them."""

from __future__ import annotations

import re

_FOREIGN = (
    # agencies
    (
        "AFP|Agence France-Presse|Agence France Presse|AP|AP News|Associated Press|The Associated Press|Reuters|UPI|DPA|EFE|ANSA|TASS|"
        "Itar-Tass|RIA Novosti|Interfax|Sputnik|Sputnik News|Russia Today|Xinhua|Xinhua News Agency|Kyodo|Kyodo News|Jiji Press|Yonhap|"
        "Yonhap News|Yonhap News Agency|KCNA|Bernama|PTI|ANI|Anadolu|Anadolu Agency|Anadolu Ajansi|IRNA|Tasnim|Fars News|WAFA|WAM|SPA|"
        "Saudi Press Agency|Ukrinform|Bloomberg|Bloomberg News"
    ),
    # media in Asia
    (
        "NHK|NHK World|Nikkei|Nikkei Asia|The Japan Times|Japan Times|Asahi Shimbun|Mainichi Shimbun|Yomiuri Shimbun|The Korea Herald|"
        "Korea Herald|The Korea Times|Korea Times|Chosun Ilbo|JoongAng Ilbo|Dong-A Ilbo|Sports Chosun|KBS|MBC|JTBC|YTN|OSEN|Naver|"
        "Dispatch|Soompi|Allkpop|Koreaboo|NK News|Daily NK|Radio Free Asia|Global Times|China Daily|People's Daily|CCTV|CGTN|Caixin|"
        "South China Morning Post|SCMP|Taiwan News|Taipei Times|Focus Taiwan|The Star|Malay Mail|New Straits Times|Free Malaysia Today|"
        "Malaysiakini|Sinar Harian|Berita Harian|Harian Metro|Astro Awani|Channel News Asia|Channel NewsAsia|CNA|The Straits Times|"
        "Straits Times|Mothership|Bangkok Post|The Nation|Khaosod|Thai PBS|VnExpress|VNExpress|Tuoi Tre|Rappler|"
        "Philippine Daily Inquirer|Inquirer|ABS-CBN|GMA News|Manila Bulletin|Manila Times|The Hindu|Times of India|The Times of India|"
        "Hindustan Times|Economic Times|Indian Express|The Indian Express|NDTV|Dawn|Geo News"
    ),
    # in the Middle East
    (
        "Al Jazeera|Al-Jazeera|Aljazeera|Al Arabiya|Al-Arabiya|Al Mayadeen|Al-Ahram|Ahram Online|Arab News|Gulf News|Khaleej Times|"
        "The National|Press TV|Middle East Eye|Middle East Monitor|The Times of Israel|Times of Israel|Haaretz|Jerusalem Post|"
        "The Jerusalem Post|Yedioth Ahronoth|Ynet|TRT|TRT World|Daily Sabah|Hurriyet"
    ),
    # in Europe
    (
        "BBC|BBC News|BBC Sport|BBC Indonesia|Sky News|Sky Sports|ITV|The Guardian|Guardian|The Independent|Independent|The Telegraph|"
        "Daily Telegraph|Daily Mail|MailOnline|Daily Mirror|The Mirror|Daily Express|Daily Star|The Sun|Evening Standard|"
        "Financial Times|The Economist|The Times|GiveMeSport|FourFourTwo|SPORTbible|LADbible|Deutsche Welle|DW|Der Spiegel|Bild|"
        "Sport Bild|Die Zeit|Le Monde|Le Figaro|L'Equipe|L'Équipe|France 24|RFI|RMC Sport|El Pais|El País|El Mundo|Marca|Diario AS|"
        "Mundo Deportivo|La Repubblica|Corriere della Sera|Corriere dello Sport|La Gazzetta dello Sport|Gazzetta dello Sport|"
        "Tuttosport|Calciomercato|Football Italia|Euronews|Kyiv Independent|The Kyiv Independent|Kyiv Post|Meduza|The Moscow Times|"
        "Moscow Times"
    ),
    # in America and Australia
    (
        "CNN|CNN International|CNBC|Fox News|Fox Business|ABC News|CBS News|NBC News|MSNBC|NPR|PBS|Voice of America|VOA|VOA Indonesia|"
        "USA Today|The New York Times|New York Times|NYT|New York Post|The Washington Post|Washington Post|The Wall Street Journal|"
        "Wall Street Journal|WSJ|Los Angeles Times|LA Times|Chicago Tribune|The Hill|Politico|Axios|ProPublica|Forbes|Fortune|"
        "Business Insider|Insider|Newsweek|TIME|Time Magazine|The Atlantic|The Daily Beast|Daily Beast|Vox|Vice|HuffPost|BuzzFeed|"
        "BuzzFeed News|MarketWatch|Sydney Morning Herald|The Sydney Morning Herald|Australian Broadcasting Corporation|SBS"
    ),
    # of show business, technology, health, sport and money
    (
        "People|TMZ|Us Weekly|Variety|The Hollywood Reporter|Hollywood Reporter|Deadline|Billboard|Rolling Stone|Pitchfork|NME|"
        "Page Six|E! News|Entertainment Weekly|Entertainment Tonight|Just Jared|Vogue|Cosmopolitan|TechCrunch|The Verge|Wired|Engadget|"
        "CNET|Ars Technica|GSM Arena|GSMArena|Android Authority|9to5Mac|MacRumors|Gizmodo|Mashable|IGN|National Geographic|"
        "Live Science|LiveScience|Healthline|WebMD|Medical News Today|Everyday Health|Verywell Health|Women's Health|Men's Health|"
        "Prevention|Real Simple|The Spruce|Reader's Digest|Goal|Goal International|ESPN|The Athletic|Transfermarkt|Motorsport|Crash|"
        "Autosport|Carscoops|Autocar|Motor1|CoinDesk|Cointelegraph|Investing.com"
    ),
)
_INDONESIAN = (
    "ANTARA News|Antara News|Antaranews|ANTARA|Antara|detikcom|detikNews|detikFinance|detikHealth|detikSport|detikInet|detikHot|"
    "detikTravel|detikOto|Kompas TV|KompasTV|Kompas|Tempo|Koran Tempo|Majalah Tempo|Republika|Media Indonesia|Jawa Pos|JawaPos|"
    "Suara Pembaruan|Suara Merdeka|Pikiran Rakyat|Kedaulatan Rakyat|Sinar Harapan|The Jakarta Post|Jakarta Post|Jakarta Globe|"
    "CNN Indonesia|CNNIndonesia|CNBC Indonesia|Liputan6|Liputan 6|SCTV|Indosiar|RCTI|iNews|MNC|Okezone|SINDOnews|Sindonews|Koran Sindo|"
    "Tribunnews|Tribun Jateng|Tribun Jabar|Tribun|Warta Kota|Merdeka.com|Viva|VIVA|tvOne|TVOne|Metro TV|MetroTV|TVRI|RRI|Trans7|"
    "Trans TV|Kumparan|kumparan|Tirto|tirto|IDN Times|JPNN|Katadata|Kontan|Bisnis Indonesia|Bisnis.com|Suara.com|Beritasatu|BeritaSatu|"
    "Investor Daily|VOI|Hukumonline|Bola.com|Bolasport|Bola.net|Kapanlagi|Fimela|Popmama|Hipwee|Narasi|Mongabay Indonesia|Mongabay|"
    "Project Multatuli|The Conversation|Gatra|Rmol|RMOL|Akurat|Alinea|Validnews|Medcom|Metrotvnews|Grid.ID|Intisari|Alodokter|Halodoc|"
    "Hello Sehat|SehatQ|KlikDokter|Parapuan|GNFI|Serambi Indonesia|Solopos|Harian Jogja|Bali Post|Riau Pos|Kaltim Post|Batam Pos|"
    "Radar Surabaya|Suara Surabaya|Galamedia|Ayo Bandung|Asumsi|Magdalene|detikJatim|detikJabar|detikJateng|detikBali|detikSumut|"
    "detikSulsel|detikEdu|detikProperti|detikFood|Haibunda|HaiBunda|Wolipop|Insertlive|20detik"
)
#: A domain as a name: "Space.com", "detik.com", "Tribunnews.com".
_DOMAIN = r"[A-Za-z0-9][A-Za-z0-9-]{1,30}\.(?:com|co\.id|co\.uk|co|id|net|org|tv|news|go\.kr)"
_BOUNDED = r"(?![\w-])(?!\.\w)"


def _longest_first(*lists: str) -> str:
    return "|".join(sorted(map(re.escape, "|".join(lists).split("|")), key=len, reverse=True))


#: Agencies and media abroad, as a pattern. A text that has something "kepada" one of these has it from there.
FOREIGN_NAME = rf"(?:{_longest_first(*_FOREIGN)}){_BOUNDED}(?! Indonesia\b)"

#: All agencies and media known here, as a pattern. "kepada detikcom" on detik is no source: people speak to the medium itself.
KNOWN_NAME = rf"(?:{_DOMAIN}|{_longest_first(*_FOREIGN, _INDONESIAN)}){_BOUNDED}"

#: News agencies, which others print: named in a dateline, at the end or in the copyright they are where a text is from, on any site.
WIRE_AGENCY = re.compile(
    "ANTARA(?: ?NEWS)?|Antara(?: ?[Nn]ews)?|LKBN ANTARA|LKBN Antara|AFP|Agence France[- ]Presse|AP|Associated Press|The Associated Press|"
    "Reuters|REUTERS|UPI|DPA|dpa|EFE|ANSA|TASS|RIA Novosti|Interfax|Sputnik|SPUTNIK|Xinhua|XINHUA|Kyodo(?: News)?|Jiji Press|"
    "Yonhap(?: News(?: Agency)?)?|KCNA|Bernama|BERNAMA|PTI|Anadolu(?: Agency)?|WAFA|IRNA|Bloomberg"
)
