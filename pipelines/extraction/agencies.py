"""News agencies and media by name, as Indonesian texts write them."""

from __future__ import annotations

import re

#: Agencies and media abroad. A text that has something "kepada" one of these has it from there.
FOREIGN = (
    "Agence France-Presse|Agence France Presse|AFP|The Associated Press|Associated Press|AP News|AP|Reuters|TASS|Itar-Tass|"
    "RIA Novosti|Interfax|Sputnik News|Sputnik|"
    "Russia Today|Xinhua News Agency|Xinhua|Global Times|China Daily|People's Daily|CCTV|CGTN|KCNA|Yonhap News Agency|Yonhap News|"
    "Yonhap|The Korea Herald|Korea Herald|The Korea Times|"
    "Korea Times|Kyodo News|Kyodo|NHK World|NHK|Nikkei Asia|Nikkei|The Japan Times|Japan Times|Asahi Shimbun|Bernama|The Star|"
    "Malay Mail|New Straits Times|Channel News Asia|"
    "Channel NewsAsia|CNA|The Straits Times|Straits Times|South China Morning Post|SCMP|Bangkok Post|The Nation|Rappler|"
    "Philippine Daily Inquirer|The Hindu|Times of India|"
    "The Times of India|Hindustan Times|NDTV|PTI|ANI|Dawn|Geo News|Anadolu Agency|Anadolu Ajansi|Anadolu|TRT World|TRT|Daily Sabah|"
    "Hurriyet|Al Jazeera|Al-Jazeera|Aljazeera|"
    "Al Arabiya|Al-Arabiya|Al Mayadeen|Arab News|Saudi Press Agency|SPA|WAM|WAFA|IRNA|Tasnim|Fars News|Press TV|Middle East Eye|"
    "Middle East Monitor|The Times of Israel|Times of Israel|"
    "Haaretz|Jerusalem Post|The Jerusalem Post|BBC News|BBC Sport|BBC Indonesia|BBC|Sky News|Sky Sports|ITV|The Guardian|Guardian|"
    "The Independent|Independent|The Telegraph|Daily Telegraph|Daily Mail|"
    "MailOnline|Daily Mirror|The Mirror|Daily Express|Daily Star|The Sun|Evening Standard|Financial Times|The Economist|The Times|"
    "CNN International|CNN|CNBC|Fox News|Fox Business|ABC News|CBS News|"
    "NBC News|MSNBC|NPR|PBS|Voice of America|VOA Indonesia|VOA|USA Today|The New York Times|New York Times|NYT|New York Post|"
    "The Washington Post|Washington Post|The Wall Street Journal|"
    "Wall Street Journal|WSJ|Los Angeles Times|LA Times|Chicago Tribune|The Hill|Politico|Axios|Bloomberg News|Bloomberg|Forbes|"
    "Fortune|Business Insider|Insider|Newsweek|TIME|The Atlantic|"
    "Vox|Vice|HuffPost|BuzzFeed News|BuzzFeed|People|TMZ|Variety|The Hollywood Reporter|Hollywood Reporter|Deadline|Billboard|"
    "Rolling Stone|Pitchfork|NME|Page Six|E! News|Entertainment Weekly|"
    "TechCrunch|The Verge|Wired|Engadget|CNET|Ars Technica|GSM Arena|GSMArena|Android Authority|9to5Mac|MacRumors|Gizmodo|Mashable|"
    "IGN|National Geographic|Live Science|LiveScience|"
    "Healthline|WebMD|Medical News Today|Everyday Health|Verywell Health|Deutsche Welle|DW|DPA|Der Spiegel|Bild|Die Zeit|Le Monde|"
    "Le Figaro|L'Equipe|L'Équipe|France 24|RFI|EFE|El Pais|El País|"
    "El Mundo|Marca|Diario AS|Mundo Deportivo|ANSA|La Repubblica|Corriere della Sera|La Gazzetta dello Sport|Gazzetta dello Sport|"
    "Tuttosport|Football Italia|Euronews|Goal International|Goal|ESPN|"
    "The Athletic|Transfermarkt|Motorsport|Crash|Autosport|UPI|Australian Broadcasting Corporation|Sydney Morning Herald|"
    "The Sydney Morning Herald|SBS|Ukrinform|Kyiv Independent|The Kyiv Independent|"
    "Kyiv Post|Meduza|The Moscow Times|Moscow Times|Soompi|Allkpop|Koreaboo|Naver|Dispatch|Sports Chosun|OSEN|Carscoops|Autocar|"
    "Motor1|CoinDesk|Cointelegraph|MarketWatch|Investing.com"
)
#: Indonesian agencies and media. "kepada detikcom" on detik is no source: people speak to the medium itself.
INDONESIAN = (
    "ANTARA News|Antara News|Antaranews|ANTARA|Antara|detikcom|detikNews|detikFinance|detikHealth|detikSport|detikInet|detikHot|"
    "detikTravel|detikOto|Kompas TV|KompasTV|Kompas|Tempo|Koran Tempo|"
    "Majalah Tempo|Republika|Media Indonesia|Jawa Pos|JawaPos|Suara Pembaruan|Suara Merdeka|Pikiran Rakyat|Kedaulatan Rakyat|"
    "Sinar Harapan|The Jakarta Post|Jakarta Post|Jakarta Globe|CNN Indonesia|"
    "CNNIndonesia|CNBC Indonesia|Liputan6|Liputan 6|SCTV|Indosiar|RCTI|iNews|MNC|Okezone|SINDOnews|Sindonews|Koran Sindo|Tribunnews|"
    "Tribun Jateng|Tribun Jabar|Tribun|Warta Kota|Merdeka\\.com|Viva|"
    "VIVA|tvOne|TVOne|Metro TV|MetroTV|TVRI|RRI|Trans7|Trans TV|Kumparan|kumparan|Tirto|tirto|IDN Times|JPNN|Katadata|Kontan|"
    "Bisnis Indonesia|Bisnis\\.com|Suara\\.com|Beritasatu|BeritaSatu|Investor Daily|"
    "VOI|Hukumonline|Bola\\.com|Bolasport|Bola\\.net|Kapanlagi|Fimela|Popmama|Hipwee|Narasi|Mongabay Indonesia|Mongabay|"
    "Project Multatuli|The Conversation|Gatra|Rmol|RMOL|Akurat|Alinea|Validnews"
)
#: A domain as a name: "Space.com", "detik.com", "Tribunnews.com".
DOMAIN = r"[A-Za-z0-9][A-Za-z0-9-]{1,30}\.(?:com|co\.id|co\.uk|co|id|net|org|tv|news|go\.kr)"

_BOUNDED = r"(?![\w-])(?!\.\w)"


def _longest_first(names: str) -> str:
    return "|".join(sorted((name if "\\" in name else re.escape(name) for name in names.split("|")), key=len, reverse=True))


FOREIGN_NAME = rf"(?:{_longest_first(FOREIGN)}){_BOUNDED}(?! Indonesia\b)"
KNOWN_NAME = rf"(?:{DOMAIN}|{_longest_first(FOREIGN + '|' + INDONESIAN)}){_BOUNDED}"
