"""The short ways of writing an edited card give what the whole way gives, or step aside.

Over every card of `tests/data/vcard` and, where they are at hand, those of other programs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.said import said
from contactdesk.formats.vcard import read_card, write_card
from contactdesk.formats.vcard_editing import edited_lines
from contactdesk.formats.vcard_few_lines import OF_THE_BOOK, few_lines_written
from contactdesk.formats.vcard_known_changes import NEEDED, known_changes_written
from contactdesk.formats.vcard_reading import read_file, traced_card
from contactdesk.model.contact import ITEM_TYPES, Address, Contact, Entry, Extra, Membership
from contactdesk.model.dates import PartialDate
from contactdesk.model.record import FIELDS

OWN = Path(__file__).parents[1] / "data" / "vcard"
WILD = Path(__file__).parents[3] / "shared" / "interop" / "files"
FILES = [*sorted(OWN.glob("*.vcf")), *sorted(WILD.rglob("*.vcf"))]
CARDS_A_FILE, EDITS_A_CARD = 10, 6
SAID_IN_A_CARD = [name for name in FIELDS if name not in OF_THE_BOOK]
WORDS = (
    "",
    "tea",
    "Ana;María",
    "a,b",
    "two\nlines",
    "back\\slash",
    " apart ",
    "begin:vcard",
    "漢" * 30,
)
CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Nowak\r\nN:Nowak;Anna;;;\r\nORG:Mill;Sales\r\n"
    b"TITLE:Buyer\r\nTEL;TYPE=work:12 34\r\nTEL;TYPE=cell:56 78\r\nNOTE:tea\r\nEND:VCARD\r\n"
)


def word(chance: random.Random) -> str:
    return chance.choice(WORDS)


def item_of(kind: type[Any], chance: random.Random) -> Any:
    if kind is Membership:
        return Membership(word(chance), (word(chance),), word(chance), word(chance))
    if kind is Address:
        return Address(street=word(chance), locality=word(chance), label=chance.choice(("", "hut")))
    if kind is Extra:
        return Extra("X-SHOE", word(chance))
    return Entry(word(chance), chance.choice(((), ("work",))), chance.choice(("", "mine")))


def other_items(items: tuple[Any, ...], kind: type[Any], chance: random.Random) -> tuple[Any, ...]:
    """One item more, one less, another order, or one that says something else."""
    made, found = item_of(kind, chance), list(items)
    if not found or chance.random() < 0.3:
        return (*found, replace(made, item=500))
    place = chance.randrange(len(found))
    way = chance.choice(("less", "order", "other"))
    if way == "less":
        del found[place]
    elif way == "order":
        chance.shuffle(found)
    else:
        found[place] = replace(made, item=found[place].item)
    return tuple(found)


def edited(contact: Contact, chance: random.Random) -> Contact:
    """The contact with some fields changed at random."""
    for name in chance.sample(FIELDS, chance.choice((0, 1, 1, 1, 2, 3))):
        value = getattr(contact, name)
        if name in ITEM_TYPES:
            value = other_items(value, ITEM_TYPES[name], chance)
        elif name in ("nicknames", "categories"):
            value = tuple(w for w in {word(chance), word(chance)} if w.strip())
        elif name in ("birthday", "anniversary"):
            value = chance.choice((None, PartialDate.parse("1980-02-03"), PartialDate(text="May")))
        elif name == "photo":
            value = None
        elif name == "kind":
            value = chance.choice(("individual", "org", "group"))
        else:
            value = word(chance)
        contact = replace(contact, **{name: value})
    return contact


def cards_of(path: Path) -> Iterator[tuple[Contact, bytes]]:
    with open(path, "rb") as stream:
        found = [(p.contact, p.raw) for p in read_file(stream, {}) if len(p.raw) < 100_000]
    yield from [(contact, raw) for contact, raw in found if contact is not None][:CARDS_A_FILE]


def edits_of(path: Path) -> Iterator[tuple[Contact, bytes]]:
    chance = random.Random(path.name)
    for contact, raw in cards_of(path):
        for _turn in range(EDITS_A_CARD):
            yield edited(contact, chance), raw


def with_some(contact: Contact, names: set[str]) -> Contact:
    """The contact as it is read from the book for the sake of these fields."""
    known = {n: getattr(contact, n) for n in ("kind", "formatted_name", *NEEDED, *names)}
    return Contact(id="1", number=1, revision=1, **known)


def saying_else(contact: Contact, other: Contact) -> list[str]:
    return [n for n in SAID_IN_A_CARD if said(contact, n) != said(other, n)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_it_writes_is_byte_for_byte_what_tracing_every_line_gives(path: Path) -> None:
    for contact, raw in edits_of(path):
        few = few_lines_written(contact, raw, "keep", None)
        if few is None:
            continue
        old, traced, version = traced_card(raw)
        assert few.card == b"".join(edited_lines(contact, old, traced, version, None))
        if few.proven:
            read = read_card(few.card).contact
            assert read is not None
            assert not saying_else(read, contact)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_known_changes_are_written_byte_for_byte_as_the_whole_way_does(path: Path) -> None:
    chance = random.Random(path.name)
    for was, raw in cards_of(path):
        for turn in range(EDITS_A_CARD):
            contact = edited(was, chance) if turn else was
            changed = {n for n in FIELDS if getattr(contact, n) != getattr(was, n)}
            before = {n: getattr(was, n) for n in changed}
            known = known_changes_written(with_some(contact, changed), raw, before)
            if known is None:
                continue
            assert known.proven
            assert known.card == write_card(contact, "keep", raw)
            read = read_card(known.card).contact
            assert read is not None
            assert not saying_else(read, contact)


def known_changes(contact: Contact, raw: bytes) -> bytes | None:
    was = read_card(raw).contact
    assert was is not None
    changed = {n for n in FIELDS if getattr(contact, n) != getattr(was, n)}
    before = {n: getattr(was, n) for n in changed}
    written = known_changes_written(with_some(contact, changed), raw, before)
    return written.card if written else None


def test_a_known_change_is_written_and_all_other_lines_are_not_looked_at() -> None:
    broken = card(b"GEO:this is no place", b"BDAY:not a date")
    assert known_changes(retitled(broken), broken) == broken.replace(b"Buyer", b"Owner")


def test_a_card_without_changes_is_as_it_came() -> None:
    contact = read_card(CARD).contact
    assert contact is not None
    assert known_changes(contact, CARD) == CARD
    assert known_changes(contact, CARD.replace(b"\r\n", b"\n")) == CARD


def test_a_last_line_without_its_end_gets_just_that() -> None:
    raw = card(b"PHOTO;ENCODING=b:!!!").rstrip()
    contact = read_card(raw).contact
    assert contact is not None
    assert write_card(contact, "keep", raw) == raw + b"\r\n"


def test_a_category_with_another_name_is_written_although_the_contact_has_no_change() -> None:
    raw = card(b"CATEGORIES:Friends,Chess")
    was = read_card(raw).contact
    assert was is not None
    renamed = replace(was, categories=("Family", "Chess"))
    written = known_changes_written(with_some(renamed, set()), raw, {})
    assert written is not None
    assert written.card == raw.replace(b"Friends", b"Family")
    nowhere = known_changes_written(with_some(renamed, set()), CARD, {})
    assert nowhere is None  # a line has to come: all of the card is looked at


def card(*more: bytes) -> bytes:
    return CARD.replace(b"END:VCARD", b"".join(line + b"\r\n" for line in more) + b"END:VCARD")


def retitled(raw: bytes) -> Contact:
    contact = read_card(raw).contact
    assert contact is not None
    first, *rest = contact.memberships or (Membership(item=77),)
    return replace(contact, memberships=(replace(first, job_title="Owner"), *rest))


def test_an_edit_of_one_line_leaves_all_others_and_is_proven() -> None:
    written = few_lines_written(retitled(CARD), CARD, "keep", None)
    assert written == (CARD.replace(b"TITLE:Buyer", b"TITLE:Owner"), True)


@pytest.mark.parametrize(
    "raw",
    [
        card(b"item1.URL:https://mill.example", b"item1.X-ABLabel:shop"),
        card(b"item1.EMAIL:a@mill.example"),
        card(b"X-ABDATE:2001-02-03"),
        card(b"X-ABSHOWAS:COMPANY"),
        card(b"X-EVOLUTION-LIST:TRUE"),
        card(b"X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Ann;1;;;;;;;;;;;;;"),
        card(b"SOUND;X-IRMC-N:NOWAK;ANNA"),
        card(b"NOTE:it says BEGIN:VCARD"),
        card(b"AGENT:", b"BEGIN:VCARD", b"FN:Jan", b"END:VCARD"),
        card(b"a line that makes no sense"),
        card("NOTE:łąka".encode("iso-8859-2")),
        card(b"NOTE;ENCODING=QUOTED-PRINTABLE:one=", b"two"),
        CARD.replace(b"FN:Anna Nowak\r\n", b""),
        CARD.replace(b"END:VCARD\r\n", b""),
        CARD.replace(b"BEGIN:VCARD", b"BEGIN : VCARD"),
    ],
)
def test_it_steps_aside_where_a_line_may_speak_of_more_than_one_field(raw: bytes) -> None:
    assert few_lines_written(retitled(raw), raw, "keep", None) is None
    assert known_changes(retitled(raw), raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        card(b"RELATED;TYPE=friend:urn:uuid:5dc0e5c4-7c9e-4a8d-9d0e-0d4b1a1f0a01"),
        card(b"X-SPOUSE:Jan"),
        card(b"X-CONTACTDESK-FIELD;X-LABEL=Shoe:42"),
        CARD.replace(b"3.0", b"4.0"),  # without an identifier it may get one
        CARD.replace(b"N:Nowak;Anna", b"N:;"),  # might be taken for an organisation
    ],
)
def test_known_changes_step_aside_where_others_have_a_say_in_the_card(raw: bytes) -> None:
    assert known_changes(retitled(raw), raw) is None


def test_it_steps_aside_for_another_version_and_for_fields_it_does_not_know() -> None:
    contact = read_card(CARD).contact
    assert contact is not None
    assert few_lines_written(contact, CARD, "4.0", None) is None
    shoe = replace(contact, extra=(Extra("X-SHOE", "42", item=90),))
    assert few_lines_written(shoe, CARD, "keep", None) is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "org"},
        {"nicknames": (" Ann ",)},  # is read without the spaces
        {"note": "QUOTED"},  # as in quoted-printable, where a line may go on in the next
        {"uid": " 7 "},
    ],
)
def test_what_is_not_plainly_read_as_it_was_meant_is_not_proven(change: dict[str, Any]) -> None:
    contact = read_card(CARD).contact
    assert contact is not None
    written = few_lines_written(replace(contact, **change), CARD, "keep", None)
    assert written is not None
    assert not written.proven
