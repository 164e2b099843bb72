"""Cards for the benchmarks: the same seed and number give the same bytes.

The mix: vCard 3.0, 19 lines and about 690 bytes a card: UID, FN, N, NICKNAME, ORG, TITLE, two
TEL, two EMAIL, ADR, URL, BDAY, CATEGORIES, NOTE, REV. Of the names 30 % are Polish, 20 % German,
15 % Spanish, 15 % English, 10 % Chinese, 5 % Persian, 5 % Vietnamese. One organisation for
about twenty people; every fifth phone is written as one dials it at home.

    python tests/benchmarks/generator.py 10000 cards.vcf
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

GIVEN = {
    "pl": "Anna Ewa Marta Łucja Zofia Małgorzata Joanna Świętosława Marek Paweł Łukasz Stanisław "
    "Grzegorz Michał Wojciech Zbigniew Jędrzej Bartłomiej Krystyna Żaneta",
    "de": "Jonas Jürgen Götz Björn Anja Käthe Sabine Ulrike Heike Grete Matthias Rüdiger Sönke",
    "es": "Lucía Begoña Inés Ángela Rocío Íñigo Andrés Raúl Óscar Víctor Jesús Álvaro Nuria",
    "en": "Olivia Zoë Margaret Imogen Eleanor Oliver George Callum Rhys Patrick Alasdair Theo",
    "fa": "مریم سارا لیلا نگار مهسا رضا امیر علی حسین کامران بهرام آرش",
    "vi": "Hương Hà Ánh Linh Vy Phượng Đức Quân Bảo Thắng Phúc Kiệt",
    "zh": "怡君 淑芬 雅婷 美玲 佳蓉 心怡 詩涵 惠雯 志明 俊傑 冠宇 家豪 建宏 承恩 柏翰 子軒 文雄",
}
FAMILY = {
    "pl": "Kowal Wiśniew Zieliń Szymań Woźniak Kozłow Dąbrow Król Wróbl Cieślak Łapiń Śliw Gołąb "
    "Ćwikł Nowic Pająk Zając Baran Kamiń Lewandow Jankow Mazur Krawczyk Piotrow Grabow",
    "de": "Berg Müller Groß Weiß Jäger Schröder Ödemann Köhler Kühn Strauß Vogt Stein Baum Hof",
    "es": "Álvarez Muñoz García Núñez Ortega Fernández Güell Castaño Ybarra Peña López Ibáñez",
    "en": "Ash Whit Mac Night Stone Brook Hill Wood Field Black Green Marsh Penn Har",
    "fa": "ابراهیمی احمدی آذری بهرامی توکلی جلالی چاوشی رستمی کریمی گلستانی هاشمی یزدانی",
    "vi": "Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ",
    "zh": "陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 郭 洪 邱 曾 廖 賴 徐 周 葉 蘇 莊 呂 江 何 羅",
}
ENDING = {
    "pl": "ski cki owicz czyk ak ek uk ka yk iak",
    "de": "mann er bach feld hoff ing huber",
    "es": "-Romero -Peña -Vidal -Ríos -Soler -Ibáñez",
    "en": "worth field leod ingale ton ford ley man",
}
ASCII = str.maketrans("ąćęłńóśźżäöüßáéíúñç", "acelnoszzaousaeiunc")
SHARE = (("pl", 30), ("de", 20), ("es", 15), ("en", 15), ("zh", 10), ("fa", 5), ("vi", 5))
CITIES = (
    "ul. Długa {n};Gdańsk;pomorskie;80-210;Polska",
    "Am Wall {n};Bremen;Bremen;28195;Deutschland",
    "Calle Larios {n};Málaga;Andalucía;29001;España",
    "{n} Long Lane;Sheffield;South Yorkshire;S1 2HH;United Kingdom",
    "信義路四段{n}號;台北市;;106;臺灣",
)
TITLES = ("Buyer", "Accountant", "Head of Procurement", "Księgowa", "Einkaufsleiter", "業務經理")
NOTES = (
    "Prefers e-mail before noon; met at the trade fair in Poznań and again in Bremen.",
    "Rechnung mit Bestellnummer, Zahlungsziel dreißig Tage; montags nie erreichbar.",
    "Prosi o kontakt mailowy przed południem, faktury zawsze na adres biura.",
    "Pide siempre muestras antes del pedido; agosto cerrado, mejor llamar después de las cinco.",
)
GROUPS = ("Customer", "Supplier", "Partner", "Newsletter", "Customer,Newsletter")


def cards(count: int, start: int = 0, seed: int = 7) -> Iterator[str]:
    """Card number `start` and those after it; each depends on its own number only."""
    cultures = [name for name, share in SHARE for _ in range(share)]
    pools = {c: [GIVEN[c].split(), FAMILY[c].split(), ENDING.get(c, "").split()] for c in GIVEN}
    for number in range(start, start + count):
        rng = random.Random(seed * 1_000_003 + number)
        culture = cultures[rng.randrange(100)]
        yield card(number, rng, culture, *pools[culture])


def card(
    number: int, rng: random.Random, culture: str, givens: list[str], families: list[str],
    endings: list[str],
) -> str:  # fmt: skip
    """One card of 19 lines."""
    given, family = rng.choice(givens), rng.choice(families)
    family += rng.choice(endings) if endings else ""
    if culture == "zh":
        given = rng.choice(givens)[0] + rng.choice(givens)[-1]
    whole = family + given if culture == "zh" else f"{given} {family}"
    mail = "".join(c for c in f"{given}.{family}".lower().translate(ASCII) if c.isascii())
    firm = rng.randrange(max(1, number // 20 + 1))
    mobile = f"{rng.randrange(10**6):06d}"
    phone = f"600 {mobile[:3]} {mobile[3:]}"
    return "\r\n".join(
        (
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"UID:{uuid(rng)}",
            f"FN:{whole}",
            f"N:{family};{given};;;",
            f"NICKNAME:{given[:3]}{number % 97}",
            f"ORG:{rng.choice(families)} {firm} Sp. z o.o.;Dział {number % 7}",
            f"TITLE:{rng.choice(TITLES)}",
            f"TEL;TYPE=cell,pref:{phone if number % 5 == 0 else '+48 ' + phone}",
            f"TEL;TYPE=work,voice:+49 30 {rng.randrange(10**7):07d}",
            f"EMAIL;TYPE=work,pref:{mail}.{number}@firm{firm}.example",
            f"EMAIL;TYPE=home:{mail}{number % 1000}@post.example",
            f"ADR;TYPE=work:;;{rng.choice(CITIES).format(n=number % 120 + 1)}",
            f"URL:https://www.firm{firm}.example/people/{number}",
            f"BDAY:{1950 + number % 50}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            f"CATEGORIES:{rng.choice(GROUPS)}",
            f"NOTE:{rng.choice(NOTES)} File {number}.".replace(";", "\\;").replace(",", "\\,"),
            f"REV:2026-0{number % 9 + 1}-1{number % 10}T08:00:00Z",
            "END:VCARD\r\n",
        )
    )


def uuid(rng: random.Random) -> str:
    """A random identifier in the usual shape."""
    text = f"{rng.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def write(path: Path, count: int, start: int = 0) -> None:
    """A file of `count` cards."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(cards(count, start))


def queries(count: int, seed: int = 11) -> list[str]:
    """What people type: 1-4 letters of a name, two beginnings, one Chinese character."""
    rng = random.Random(seed)
    latin = [
        w.lower() for c in ("pl", "de", "es", "en") for w in (GIVEN[c] + " " + FAMILY[c]).split()
    ]
    han = [c for word in FAMILY["zh"].split() + GIVEN["zh"].split() for c in word]
    found = []
    for index in range(count):
        if index % 10 < 6:
            found.append(rng.choice(latin)[: rng.randrange(1, 5)])
        elif index % 10 < 8:
            found.append(f"{rng.choice(latin)[: rng.randrange(1, 4)]} {rng.choice(latin)[:2]}")
        else:
            found.append(rng.choice(han))
    return found


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
