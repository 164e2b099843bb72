"""Writes office.vcf, the sample office: python3 resources/samples/make_office.py

The same seed gives the same bytes. About 300 invented people and organisations in seven
languages, as several programs would have written them: most as vCard 4.0, some as 3.0, a few
as 2.1 from an old telephone.
"""

from __future__ import annotations

import base64
import random
import struct
import unicodedata
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from office_people import LEADS, Lead
from office_words import CATEGORIES, MIX, City, Culture

OFFICE = Path(__file__).with_name("office.vcf")
SEED = 2026
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "ø": "o", "ı": "i"})


@dataclass
class Card:
    """One card being written: its version decides how a line looks."""

    version: str
    lines: list[str] = field(default_factory=list)
    groups: int = 0

    def add(self, name: str, value: str, *types: str, label: str = "", escape: bool = True) -> None:
        """One property; a label becomes the grouped X-ABLabel that Apple began."""
        text = escaped(value) if escape and self.version != "2.1" else value
        start = name + self.parameters(types)
        if self.version == "2.1" and not text.isascii():
            start += ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
            text = quoted_printable(text)
        if label:
            self.groups += 1
            self.lines.append(f"item{self.groups}.{start}:{text}")
            self.lines.append(f"item{self.groups}.X-ABLabel:{escaped(label)}")
        else:
            self.lines.append(f"{start}:{text}")

    def parameters(self, types: tuple[str, ...]) -> str:
        """Types as this version writes them; "pref" is a type until 4.0."""
        plain = [t for t in types if t != "pref"]
        if self.version == "2.1":
            return "".join(f";{t.upper()}" for t in types)
        if self.version == "3.0":
            return f";TYPE={','.join(types)}" if types else ""
        pref = ";PREF=1" if "pref" in types else ""
        together = ",".join(plain)
        return (f';TYPE="{together}"' if "," in together else f";TYPE={together}") * bool(
            plain
        ) + pref

    def structured(self, name: str, parts: tuple[str, ...], *types: str, label: str = "") -> None:
        """N, ADR and ORG: parts between semicolons, each escaped by itself."""
        each = [escaped(p) if self.version != "2.1" else p for p in parts]
        self.add(name, ";".join(each), *types, label=label, escape=False)

    def photo(self, png: bytes) -> None:
        """The picture as this version embeds it."""
        data = base64.b64encode(png).decode()
        if self.version == "4.0":
            self.lines.append(f"PHOTO:data:image/png;base64,{data}")
        else:
            self.lines.append(f"PHOTO;ENCODING=b;TYPE=PNG:{data}")

    def text(self) -> str:
        """The card from BEGIN to END, folded at 75 bytes, with CRLF."""
        whole = ["BEGIN:VCARD", f"VERSION:{self.version}", *self.lines, "END:VCARD"]
        fold = self.version != "2.1"
        return "".join((folded(line) if fold else line) + "\r\n" for line in whole)


def escaped(text: str) -> str:
    """Backslashes before what separates values."""
    for char in ("\\", ";", ","):
        text = text.replace(char, "\\" + char)
    return text.replace("\n", "\\n")


def quoted_printable(text: str) -> str:
    """UTF-8 bytes as =XX, semicolons and plain ASCII left readable."""
    return "".join(
        c if c.isascii() and c != "=" else "".join(f"={b:02X}" for b in c.encode()) for c in text
    )


def folded(line: str) -> str:
    """At most 75 bytes a line, never inside a character."""
    pieces, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > 75:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += width
    return "\r\n".join(pieces)


def plain(text: str, spelling: str = "") -> str:
    """Lower-case ASCII letters for a mail address."""
    bare = unicodedata.normalize("NFKD", (spelling or text).translate(LETTERS))
    return "".join(c for c in bare.lower() if c.isascii() and c.isalnum())


def portrait(rng: random.Random, size: int = 96) -> bytes:
    """A head and shoulders before a plain wall, as a small PNG."""
    tones = ((232, 214, 196), (222, 188, 160), (190, 146, 112), (128, 92, 70))
    wall = tuple(rng.randrange(150, 235) for _ in range(3))
    skin, hair = rng.choice(tones), rng.choice(((40, 32, 30), (96, 60, 36), (190, 150, 90)))
    shirt = tuple(rng.randrange(40, 170) for _ in range(3))

    def colour(x: float, y: float) -> tuple[int, ...]:
        if (x - 48) ** 2 + ((y - 42) / 1.2) ** 2 < 17**2:
            return hair if y < 30 else skin
        if (x - 48) ** 2 + (y - 34) ** 2 < 20**2:
            return hair
        if ((x - 48) / 1.15) ** 2 + ((y - 104) / 1.3) ** 2 < 32**2:
            return shirt
        return skin if abs(x - 48) < 8 and 50 < y < 70 else wall

    rows = b"".join(
        b"\0" + b"".join(smooth(colour, x, y) for x in range(size)) for y in range(size)
    )
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    )


def smooth(colour: Callable[[float, float], tuple[int, ...]], x: int, y: int) -> bytes:
    """One pixel from four samples."""
    samples = [colour(x + dx, y + dy) for dx in (0.25, 0.75) for dy in (0.25, 0.75)]
    return bytes(sum(channel) // 4 for channel in zip(*samples, strict=True))


class Office:
    """Everything the seed decides, in the order in which it is decided."""

    def __init__(self, seed: int = SEED) -> None:
        self.rng = random.Random(seed)
        self.taken = {lead.name.replace(" ", "") for lead in LEADS}

    def cards(self) -> Iterator[str]:
        """Organisations first, then the people in the pictures, then everybody else."""
        leads = [lead for lead in LEADS if lead.kind == "org"]
        yield from (self.lead(lead) for lead in leads)
        for culture, _ in MIX:
            for organisation in culture.organisations:
                yield self.organisation(culture, organisation)
        yield from (self.lead(lead) for lead in LEADS if lead.kind != "org")
        crowd = [culture for culture, count in MIX for _ in range(count)]
        self.rng.shuffle(crowd)
        for culture in crowd:
            yield self.person(culture)

    def card(self, version: str) -> Card:
        """A card with an identifier of its own."""
        card = Card(version)
        name = str(uuid.UUID(int=self.rng.getrandbits(128), version=4))
        card.add("UID", f"urn:uuid:{name}" if version == "4.0" else name, escape=False)
        return card

    def lead(self, lead: Lead) -> str:
        """One of the written-out contacts."""
        card = self.card("4.0")
        if lead.kind == "org":
            card.add("KIND", "org")
        card.add("FN", lead.name)
        for name, value, types, label in lead.lines:
            parts = tuple(value.split("|"))
            if name in ("N", "ADR", "ORG"):
                card.structured(name, parts, *types, label=label)
            elif name in ("CATEGORIES", "NICKNAME"):
                card.add(name, ",".join(map(escaped, parts)), escape=False)
            elif name == "RELATED":
                card.lines.append(f"RELATED;VALUE=text;TYPE={types[0]}:{escaped(value)}")
            else:
                card.add(name, value.replace("|", "\n"), *types, label=label)
        if lead.photo:
            card.photo(portrait(self.rng))
        return card.text()

    def organisation(self, culture: Culture, about: tuple[str, str, str]) -> str:
        """A company card: switchboard, mail, place, what it does."""
        name, domain, trade = about
        card, city = self.card("4.0"), self.rng.choice(culture.cities)
        card.add("KIND", "org")
        card.add("FN", name)
        card.structured("ORG", (name,))
        card.add("TEL", self.digits(culture.landline), "work", "pref")
        if self.rng.random() < 0.4:
            card.add("TEL", self.digits(culture.landline), "work", "fax")
        card.add("EMAIL", f"office@{domain}.example", "work")
        card.add("URL", f"https://www.{domain}.example/")
        self.address(card, culture, city, "work")
        self.categories(card, 0.8)
        card.add("NOTE", trade)
        return card.text()

    def person(self, culture: Culture) -> str:
        """One of the crowd, as complete as real cards are."""
        rng = self.rng
        version = rng.choices(("4.0", "3.0", "2.1"), (78, 17, 5))[0]
        card = self.card(version)
        mail = self.name(card, culture)
        work = self.work(card, culture) if rng.random() < 0.8 else ""
        self.phones(card, culture)
        if work and rng.random() < 0.9:
            card.add("EMAIL", f"{mail}@{work}.example", "work", "pref")
        if not work or rng.random() < 0.35:
            card.add("EMAIL", f"{mail}@{rng.choice(('post', 'mail', 'home'))}.example", "home")
        if rng.random() < 0.6:
            self.address(card, culture, rng.choice(culture.cities), rng.choice(("work", "home")))
        if version != "2.1":
            self.details(card, culture)
        return card.text()

    def name(self, card: Card, culture: Culture) -> str:
        """FN and N; what comes back is the part of the mail address before the @."""
        rng = self.rng
        woman = rng.random() < 0.5
        while True:
            given, spoken = rng.choice(culture.women if woman else culture.men)
            family, sound = rng.choice(culture.families)
            known = {"".join(pair).replace(" ", "") for pair in ((given, family), (family, given))}
            if not known & self.taken:
                break
        self.taken |= known
        mail = f"{plain(given, spoken)}.{plain(family, sound)}"
        for his, hers in culture.feminine if woman else ():
            family = family.removesuffix(his) + hers if family.endswith(his) else family
        between = "" if culture.language.startswith("zh") else " "
        order = (family, given) if culture.family_first else (given, family)
        card.add("FN", between.join(order))
        prefix = rng.choice(("dr", "Dr.", "prof.")) if rng.random() < 0.04 else ""
        card.structured("N", (family, given, "", prefix, ""))
        if spoken and culture.family_first and rng.random() < 0.3 and card.version == "3.0":
            card.add("X-PHONETIC-LAST-NAME", sound.title())
            card.add("X-PHONETIC-FIRST-NAME", spoken.title())
        return mail

    def work(self, card: Card, culture: Culture) -> str:
        """ORG and TITLE at one of the culture's organisations; its mail domain."""
        names = [*culture.organisations, *(BALTICA * (culture.language == "pl"))]
        name, domain, _ = self.rng.choice(names)
        departments = ("Logistics", "Finance", "Sales", "") if domain == "baltica" else ("",)
        department = self.rng.choice(departments)
        card.structured("ORG", (name, department) if department else (name,))
        card.add("TITLE", self.rng.choice(culture.titles))
        return domain

    def phones(self, card: Card, culture: Culture) -> None:
        """None to three numbers, some as one writes them at home."""
        rng = self.rng
        if rng.random() < 0.9:
            card.add("TEL", self.digits(culture.mobile), "cell", "pref")
        if rng.random() < 0.5:
            pattern = culture.trunk if rng.random() < 0.4 else culture.landline
            card.add("TEL", self.digits(pattern), "work", "voice")
        if rng.random() < 0.06 and card.version != "2.1":
            card.add(
                "TEL",
                self.digits(culture.landline),
                label=rng.choice(("Summer house", "Warehouse")),
            )

    def digits(self, pattern: str) -> str:
        """A number for the pattern, in its own digits."""
        local = "۰۱۲۳۴۵۶۷۸۹" if "۰" in pattern else "0123456789"
        return "".join(self.rng.choice(local) if c == "#" else c for c in pattern)

    def address(self, card: Card, culture: Culture, city: City, kind: str) -> None:
        """ADR in its seven parts."""
        rng = self.rng
        number, street = rng.randrange(1, 90), rng.choice(city.streets)
        line = {
            "pl": f"{street} {number}/{rng.randrange(1, 30)}",
            "zh-Hant": f"{street}{number}號{rng.randrange(2, 12)}樓",
            "fa": f"{street}، پلاک {number}",
            "es": f"{street}, {number}",
            "vi": f"{number} {street}",
            "en": f"{number} {street}",
        }.get(culture.language, f"{street} {number}")
        code = rng.choice(city.postal_codes)
        parts = ("", "", line, city.name, city.region, code, culture.country)
        card.structured("ADR", parts, kind)

    def categories(self, card: Card, share: float) -> None:
        """One or two groups for this share of the cards."""
        if self.rng.random() < share:
            names = [name for name, _ in CATEGORIES]
            weights = [weight for _, weight in CATEGORIES]
            chosen = sorted(set(self.rng.choices(names, weights, k=self.rng.choice((1, 1, 2)))))
            card.add("CATEGORIES", ",".join(chosen), escape=False)

    def details(self, card: Card, culture: Culture) -> None:
        """Birthday, groups, note, nickname, language, messenger, relatives, photo."""
        rng = self.rng
        if rng.random() < 0.45:
            self.birthday(card)
        self.categories(card, 0.65)
        if rng.random() < 0.3:
            card.add("NOTE", rng.choice(culture.notes))
        if rng.random() < 0.1:
            card.add("NICKNAME", rng.choice(culture.nicknames))
        if rng.random() < 0.15 and card.version == "4.0":
            card.add("LANG", culture.language, "work")
        if rng.random() < 0.06:
            card.add("IMPP", f"xmpp:{plain(card.lines[0])[-8:]}@chat.example", "home", escape=False)
        if rng.random() < 0.05 and card.version == "4.0":
            friend = f"{rng.choice(culture.women)[0]} {rng.choice(culture.families)[0]}"
            card.lines.append(
                f"RELATED;VALUE=text;TYPE={rng.choice(('spouse', 'friend'))}:{friend}"
            )
        if rng.random() < 0.05:
            card.photo(portrait(rng))

    def birthday(self, card: Card) -> None:
        """A day; every sixth without its year (in 3.0 the way Apple writes that)."""
        rng = self.rng
        year, month, day = rng.randrange(1946, 2004), rng.randrange(1, 13), rng.randrange(1, 29)
        if rng.random() < 1 / 6:
            if card.version == "4.0":
                card.add("BDAY", f"--{month:02d}{day:02d}")
            else:
                card.lines.append(f"BDAY;X-APPLE-OMIT-YEAR=1604:1604-{month:02d}-{day:02d}")
        else:
            shape = f"{year}{month:02d}{day:02d}" if card.version == "4.0" else ""
            card.add("BDAY", shape or f"{year}-{month:02d}-{day:02d}")


BALTICA = (("Baltica Logistyka Sp. z o.o.", "baltica", "Logistics"),)


if __name__ == "__main__":
    cards = list(Office().cards())
    OFFICE.write_bytes("".join(cards).encode())
    print(f"{len(cards)} cards, {OFFICE.stat().st_size:,} bytes")
