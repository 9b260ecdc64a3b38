"""Names of places that reports are filed from: Indonesian cities, regencies and provinces, and cities abroad that have correspondents.

Used only to tell a bare dateline ("Sleman - …") from a sentence that begins with a name and a dash.
"""

from __future__ import annotations

_INDONESIA = """
aceh, ambon, badung, bali, balikpapan, banda aceh, bandar lampung, bandung, bandung barat, bangka, bangka belitung, bangkalan, banjar,
banjarbaru, banjarmasin, banjarnegara, banten, bantul, banyumas, banyuwangi, batam, batang, batu, baubau, bekasi, belitung, bengkulu,
bima, binjai, bitung, blitar, blora, bogor, bojonegoro, bondowoso, bontang, boyolali, brebes, bukittinggi, buleleng, ciamis, cianjur,
cibinong, cikarang, cilacap, cilegon, cimahi, cirebon, deli serdang, demak, denpasar, depok, di yogyakarta, dki jakarta, dompu, dumai,
ende, enrekang, flores timur, garut, gianyar, gorontalo, gowa, gresik, grobogan, gunung kidul, gunungkidul, gunungsitoli, halmahera
selatan, ikn, indramayu, jabodetabek, jakarta, jakarta barat, jakarta pusat, jakarta selatan, jakarta timur, jakarta utara, jambi, jawa
barat, jawa tengah, jawa timur, jayapura, jayawijaya, jember, jembrana, jepara, jogja, jogjakarta, jombang, kalimantan barat, kalimantan
selatan, kalimantan tengah, kalimantan timur, kalimantan utara, karanganyar, karangasem, karawang, kebumen, kediri, kendal, kendari,
kepulauan riau, kepulauan seribu, klaten, klungkung, konawe, kotamobagu, kudus, kulon progo, kuningan, kupang, kutai kartanegara, labuan
bajo, lamongan, lampung, lampung selatan, langsa, lebak, lhokseumawe, lombok, lombok barat, lombok tengah, lombok timur, lubuklinggau,
lumajang, luwu, madiun, magelang, magetan, majalengka, majene, makassar, malang, maluku, maluku utara, mamuju, manado, mandalika,
manggarai barat, manokwari, maros, mataram, maumere, medan, merauke, meulaboh, mimika, minahasa, mojokerto, morowali, muara enim, nabire,
natuna, nganjuk, ngawi, nunukan, nusa dua, nusa tenggara barat, nusa tenggara timur, nusantara, ogan ilir, pacitan, padang, padang
panjang, padangsidimpuan, pagar alam, palangka raya, palangkaraya, palembang, palopo, palu, pamekasan, pandeglang, pangandaran,
pangkalpinang, papua, papua barat, parepare, pariaman, pasuruan, pati, payakumbuh, pekalongan, pekanbaru, pelabuhan ratu, pemalang,
pematangsiantar, penajam, penajam paser utara, pidie, pinrang, polewali mandar, ponorogo, pontianak, poso, prabumulih, probolinggo,
purbalingga, purwakarta, purwokerto, purworejo, raja ampat, rembang, riau, sabang, salatiga, samarinda, sampang, sanggau, sawahlunto,
semarang, sentul, serang, sibolga, sidoarjo, sigi, sikka, simalungun, singaraja, singkawang, situbondo, sleman, solo, solok, sorong,
sragen, subang, sukabumi, sukoharjo, sulawesi selatan, sulawesi tengah, sulawesi tenggara, sulawesi utara, sumatera barat, sumatera
selatan, sumatera utara, sumba timur, sumbawa, sumedang, sumenep, sungai penuh, surabaya, surakarta, tabanan, tangerang, tangerang
selatan, tanjung pinang, tanjung selor, tanjungbalai, tanjungpinang, tapanuli selatan, tapanuli tengah, tapanuli utara, tarakan,
tasikmalaya, tebing tinggi, tegal, temanggung, ternate, tidore, timika, toba, trenggalek, tual, tuban, tulungagung, ubud, ungaran,
waingapu, wajo, wakatobi, wamena, wonogiri, wonosobo, yogya, yogyakarta
"""
_ABROAD = """
abu dhabi, addis ababa, amman, amsterdam, ankara, athena, baghdad, baku, bandar seri begawan, bangkok, barcelona, beijing, beirut,
beograd, berlin, bern, brasilia, brussel, brussels, bucharest, budapest, buenos aires, canberra, cape town, caracas, chicago, damaskus,
davos, den haag, dhaka, dili, doha, dubai, dublin, frankfurt, gaza, hanoi, havana, helsinki, hiroshima, ho chi minh, hong kong, islamabad,
istanbul, jeddah, jenewa, jerusalem, kabul, kairo, kathmandu, khartoum, kiev, kolombo, kopenhagen, kuala lumpur, kyiv, lima, lisabon,
lisbon, london, los angeles, madinah, madrid, makkah, manama, manchester, manila, mekkah, melbourne, mexico city, milan, moscow, moskow,
mumbai, muskat, nairobi, new delhi, new york, osaka, oslo, ottawa, paris, perth, phnom penh, praha, pretoria, pyongyang, ramallah, rio de
janeiro, riyadh, roma, san francisco, sanaa, santiago, sao paulo, seoul, shanghai, shenzhen, singapore, singapura, stockholm, suva,
sydney, taipei, tashkent, teheran, tel aviv, tokyo, toronto, tripoli, tunis, ulaanbaatar, vancouver, vatikan, vienna, vientiane, warsawa,
washington, washington dc, wellington, wina, wuhan, yangon, yerusalem, zagreb, zurich
"""
PLACES = frozenset(name.strip() for name in (_INDONESIA + "," + _ABROAD).replace("\n", " ").split(",") if name.strip())
