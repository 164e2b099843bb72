"""Cards with planted duplicates and homonyms, and the truth about them.

Of 10,000 cards 9,000 are people of the generator, 800 are second cards of 800 of them, and 200
are homonyms: other people under the name of one of them.

A second card is what another program would have: its own identifier or none, the mobile number
on 7 of 10, the private mail on 5 of 10 (one of both at least), the organisation on 6 of 10, the
birthday on 4 of 10. Beside that it is wrong in one of seven ways (`KINDS`):

    typo            two letters changed places, or one is missing, doubled or another
    accent          all accents gone
    swapped         first and last name in each other's place
    nickname        a short form for the first name
    changed mail    other addresses; the mobile number stayed
    formatted phone the number in another notation, and no mail
    company merged  an organisation under its new name, with new work mail

A homonym has another identifier, other mails and numbers; every second one works at the same
organisation, every third shares its switchboard, every fourth is born on another day, the rest
has no birthday.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import generator

from contactdesk.model.nicknames import families

KINDS = (
    "typo", "accent", "swapped", "nickname", "changed mail", "formatted phone", "company merged",
)  # fmt: skip
SHORT = {
    "Anna": "Ania", "Zofia": "Zosia", "Małgorzata": "Gosia", "Joanna": "Asia", "Marek": "Mareczek",
    "Paweł": "Pawelek", "Łukasz": "Łukaszek", "Stanisław": "Staszek", "Grzegorz": "Grzesiek",
    "Michał": "Michałek", "Wojciech": "Wojtek", "Zbigniew": "Zbyszek", "Bartłomiej": "Bartek",
    "Krystyna": "Krysia", "Margaret": "Maggie", "Eleanor": "Ellie", "Oliver": "Ollie",
    "George": "Georgie", "Patrick": "Paddy", "Theo": "Theodore", "Olivia": "Liv",
}  # fmt: skip


@dataclass
class Person:
    """One card, in the parts that are changed."""

    given: str
    family: str
    mobile: str
    home: str
    work_mail: str
    firm: str
    born: str
    work: str
    number: int
    uid: str = ""
    han: bool = False

    @property
    def named(self) -> str:
        """The formatted name."""
        return self.family + self.given if self.han else f"{self.given} {self.family}".strip()

    def card(self) -> str:
        """The card; what is empty has no line."""
        lines = (
            ("UID", self.uid),
            ("FN", self.named),
            ("N", f"{self.family};{self.given};;;"),
            ("ORG", self.firm),
            ("TEL;TYPE=cell", self.mobile),
            ("TEL;TYPE=work", self.work),
            ("EMAIL;TYPE=work", self.work_mail),
            ("EMAIL;TYPE=home", self.home),
            ("BDAY", self.born),
            ("NOTE", f"File {self.number}"),
        )
        body = "".join(f"{name}:{value}\r\n" for name, value in lines if value)
        return f"BEGIN:VCARD\r\nVERSION:3.0\r\n{body}END:VCARD\r\n"


@dataclass
class Planted:
    """Cards in the order of their `File` numbers, and what is true of them."""

    cards: list[str]
    same: dict[tuple[int, int], str] = field(default_factory=dict)
    homonyms: set[tuple[int, int]] = field(default_factory=set)


def planted(count: int, seed: int = 5) -> Planted:
    """So many cards: 90 % people, 8 % second cards, 2 % homonyms."""
    rng = random.Random(seed)
    second, others = count * 8 // 100, count * 2 // 100
    people = [person(text, n) for n, text in enumerate(generator.cards(count - second - others))]
    found = Planted([p.card() for p in people])
    free = list(people)
    rng.shuffle(free)
    for index in range(second):
        kind = KINDS[index % len(KINDS)]
        base = _taken(free, lambda p, kind=kind: _suits(p, kind))
        twin = again(base, kind, rng)
        twin.number = len(found.cards)
        found.same[base.number, twin.number] = kind
        found.cards.append(twin.card())
    for index in range(others):
        base = free.pop()
        other = homonym(base, index, rng)
        other.number = len(found.cards)
        found.homonyms.add((base.number, other.number))
        found.cards.append(other.card())
    return found


def _taken(free: list[Person], suits: Callable[[Person], bool]) -> Person:
    place = next(n for n in range(len(free) - 1, -1, -1) if suits(free[n]))
    return free.pop(place)


def _suits(who: Person, kind: str) -> bool:
    latin = not who.han and who.given[0].lower() in "abcdefghijklmnopqrstuvwxyzłśćżóáéíñ"
    if kind == "accent":
        return latin and not who.named.isascii()
    if kind == "nickname":
        return who.given in SHORT
    if kind == "typo":
        return latin and len(who.family) >= 5
    return latin or kind != "swapped"


def person(text: str, number: int) -> Person:
    """A card of the generator in its parts."""
    values: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, _colon, value = line.partition(":")
        values.setdefault(name.partition(";")[0], []).append(value)
    family, given = values["N"][0].split(";")[:2]
    mobile, work = values["TEL"]
    work_mail, home = values["EMAIL"]
    home = home.replace("@", f".{number}@")  # the generator gives some strangers one mailbox
    han = values["FN"][0] == family + given
    return Person(
        given, family, mobile, home, work_mail, values["ORG"][0].partition(";")[0],
        values["BDAY"][0], work, number, values["UID"][0], han,
    )  # fmt: skip


def again(base: Person, kind: str, rng: random.Random) -> Person:
    """The second card of somebody, wrong in one way."""
    twin = Person(**vars(base))
    twin.uid = generator.uuid(rng) if rng.random() < 0.5 else ""
    twin.work = ""
    twin.work_mail = ""
    has_mobile, has_home = rng.random() < 0.7, rng.random() < 0.5
    if kind in ("changed mail", "formatted phone") or not (has_mobile or has_home):
        has_mobile = True
    twin.mobile = base.mobile if has_mobile else ""
    twin.home = base.home if has_home else ""
    has_firm = kind == "company merged" or rng.random() < 0.6
    twin.firm = base.firm if has_firm else ""
    twin.born = base.born if rng.random() < 0.4 else ""
    _WRONG[kind](twin, rng)
    return twin


def _typo(twin: Person, rng: random.Random) -> None:
    part = "family" if rng.random() < 0.7 or len(twin.given) < 5 else "given"
    word = getattr(twin, part)
    at = rng.randrange(1, len(word) - 1)
    before = word
    while word == before:
        way = rng.randrange(4)
        if way == 0:
            word = before[:at] + before[at + 1] + before[at] + before[at + 2 :]
        elif way == 1:
            word = before[:at] + before[at + 1 :]
        elif way == 2:
            word = before[:at] + before[at] + before[at:]
        else:
            word = before[:at] + rng.choice("aeiorstnlk") + before[at + 1 :]
        at = rng.randrange(1, len(before) - 1)
    setattr(twin, part, word)


def _accent(twin: Person, _rng: random.Random) -> None:
    plain = str.maketrans("ąćęłńóśźżäöüßáéíúñçÁÍÓŁŚĆŻÄÖÜëấảạâơươđĐÅåễườòôậ",
                          "acelnoszzaousaeiuncAIOLSCZAOUeaaaaouodDAaeuoooa")  # fmt: skip
    twin.given, twin.family = twin.given.translate(plain), twin.family.translate(plain)


def _swapped(twin: Person, _rng: random.Random) -> None:
    twin.given, twin.family = twin.family, twin.given


def _nickname(twin: Person, _rng: random.Random) -> None:
    twin.given = SHORT[twin.given]
    assert families(twin.given.lower().replace("ł", "l")), twin.given


def _changed_mail(twin: Person, rng: random.Random) -> None:
    twin.home = f"new.{rng.randrange(10**9)}@other.example"


def _formatted_phone(twin: Person, rng: random.Random) -> None:
    digits = "".join(c for c in twin.mobile if c.isdigit())[-9:]
    twin.mobile = rng.choice(
        (f"0048{digits}", f"+48-{digits[:3]}-{digits[3:6]}-{digits[6:]}", digits,
         f"(+48) {digits[:3]} {digits[3:]}", f"tel:+48{digits}")
    )  # fmt: skip
    twin.home = ""


def _company_merged(twin: Person, rng: random.Random) -> None:
    first = twin.firm.split()[0]
    twin.firm = rng.choice((f"{first} Group S.A.", f"Nordica {first} GmbH", "Unia Holding AG"))
    twin.work_mail = f"w{rng.randrange(10**9)}@merged.example"


_WRONG: dict[str, Callable[[Person, random.Random], None]] = {
    "typo": _typo, "accent": _accent, "swapped": _swapped, "nickname": _nickname,
    "changed mail": _changed_mail, "formatted phone": _formatted_phone,
    "company merged": _company_merged,
}  # fmt: skip


def homonym(base: Person, index: int, rng: random.Random) -> Person:
    """Somebody else of the same name."""
    other = Person(**vars(base))
    other.uid = generator.uuid(rng) if index % 2 else ""
    other.mobile = f"+48 50{rng.randrange(10)} {rng.randrange(10**6):06d}"
    other.home = f"h{rng.randrange(10**9)}@else.example" if index % 5 else ""
    other.work_mail = f"o{rng.randrange(10**9)}@else.example"
    if index % 2:
        other.firm = f"Another {rng.randrange(10**6)} Ltd"
    if index % 3:
        other.work = f"+49 40 {rng.randrange(10**7):07d}"
    other.born = f"19{rng.randrange(20, 49)}-0{rng.randrange(1, 10)}-11" if index % 4 == 0 else ""
    return other
