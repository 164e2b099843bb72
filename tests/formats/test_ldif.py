"""LDIF: the dialects of Thunderbird, Evolution and directories in; what goes out comes back."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from contactdesk.formats import guess_format
from contactdesk.formats.base import Parsed
from contactdesk.formats.registry import reader
from contactdesk.model.contact import Contact, Entry, Extra, Membership
from contactdesk.model.dates import PartialDate

FILES = Path(__file__).parents[1] / "data" / "ldif"


def read(data: bytes | str) -> list[Parsed]:
    raw = (FILES / data).read_bytes() if isinstance(data, str) else data
    return list(reader("ldif")(io.BytesIO(raw), {"region": ""}))


def contacts(data: bytes | str) -> list[Contact]:
    found = read(data)
    assert all(p.contact is not None for p in found)
    return [p.contact for p in found if p.contact]


def test_thunderbirds_fields_are_read() -> None:
    anna, _office = contacts("thunderbird.ldif")
    assert (anna.given, anna.family, anna.formatted_name) == ("Anna", "Nowak", "Anna Nowak")
    assert anna.nicknames == ("Ania",)
    assert [e.value for e in anna.emails] == ["anna@baltica.example", "anna.nowak@home.example"]
    assert [(p.value, p.types) for p in anna.phones] == [
        ("+48 58 555 01 01", ("work",)),
        ("+48 58 555 02 02", ("home",)),
        ("+48 58 555 03 03", ("fax",)),
        ("0611", ("pager",)),
        ("+48 501 234 567", ("cell",)),
    ]
    work, home = anna.addresses
    assert (work.street, work.locality, work.postal_code) == ("ul. Portowa 12", "Gdynia", "81-350")
    assert (home.street, home.extended, home.locality) == ("ul. Lipowa 3", "m. 7", "Gdańsk")
    assert (home.types, home.country) == (("home",), "Polska")
    assert (anna.organisation, anna.memberships[0].departments) == ("Baltica", ("Purchasing",))
    assert (anna.birthday, anna.note) == (PartialDate(1984, 7, 2), "Met in Sopot.")
    assert [(u.value, u.types) for u in anna.urls] == [
        ("https://baltica.example", ("work",)), ("https://anna.example", ("home",)),
    ]  # fmt: skip
    assert (anna.impp[0].value, anna.impp[0].types) == ("ania84", ("aim",))


def test_an_attribute_without_a_field_is_kept_under_its_name() -> None:
    anna, _office = contacts("thunderbird.ldif")
    assert [(e.name, e.value) for e in anna.extra] == [("X-LDIF-MOZILLACUSTOM1", "likes tea")]


def test_a_group_of_names_is_a_group_with_its_members() -> None:
    _anna, office = contacts("thunderbird.ldif")
    assert (office.kind, office.formatted_name) == ("group", "Office")
    assert [(m.value, m.label) for m in office.members] == [
        ("mailto:anna@baltica.example", "Anna Nowak"), ("mailto:jan@baltica.example", "Jan, Kowal"),
    ]  # fmt: skip


def test_evolutions_fields_are_read() -> None:
    (jan,) = contacts("evolution.ldif")
    assert [(p.value, p.types, p.preferred) for p in jan.phones] == [
        ("+48 22 555 01 01", (), True),
        ("+48 22 555 02 02", ("home",), False),
        ("+48 22 555 03 03", ("other", "fax"), False),
    ]
    assert (jan.birthday, jan.anniversary) == (PartialDate(1979, 11, 30), PartialDate(2004, 6, 12))
    assert [(r.value, r.types) for r in jan.related] == [
        ("Maria Kowal", ("spouse",)), ("Ewa Lis", ("assistant",)),
    ]  # fmt: skip
    assert jan.addresses[0].street == "ul. Krótka 1\n00-001 Warszawa\nPolska"
    assert (jan.note, jan.memberships[0].role) == ("plays chess", "leads")
    assert [(e.name, e.value) for e in jan.extra] == [("X-LDIF-FILEAS", "Kowal, Jan")]


def test_a_user_of_a_directory_has_all_numbers_addresses_and_a_manager_by_name() -> None:
    (anna,) = contacts("active-directory.ldif")
    assert [(p.value, p.types[0]) for p in anna.phones] == [
        ("+48 58 100 20 30", "work"), ("+48 58 100 20 31", "work"), ("+48 58 100 20 33", "fax"),
        ("11111111", "home"), ("11111112", "home"), ("+48 501 234 567", "cell"),
        ("+48 502 234 567", "cell"), ("66666", "pager"),
    ]  # fmt: skip
    assert [e.value for e in anna.emails] == ["anna@baltica.example", "a.nowak@baltica.example"]
    assert [u.value for u in anna.urls] == ["https://anna.example", "https://anna.example/2"]
    assert [(r.value, r.types) for r in anna.related] == [("Ewa Lis", ("manager",))]
    kept = [e.value for e in anna.extra if e.name == "X-LDIF-PROXYADDRESSES"]
    assert kept == ["X400:C=PL;A= ;P=Baltica;S=Nowak;G=Anna;"]


def test_folds_comments_languages_and_a_coded_name_are_read() -> None:
    piotr, ewa = contacts("folded-and-commented.ldif")
    assert piotr.formatted_name == "Piotr Wisniewski"
    assert piotr.note == "one line that goes on, with a space of its own"
    assert (piotr.family, piotr.extra[0].value) == ("Wisniewski", "Wisznia")
    assert (ewa.formatted_name, ewa.emails[0].value) == ("Ewa Żak", "ewa@firm.example")
    assert (ewa.extra[0].value, ewa.extra[0].params) == ("Zak", (("LANGUAGE", "en"),))


def test_the_line_of_an_entry_is_told() -> None:
    assert [p.line for p in read("folded-and-commented.ldif")] == [6, 17]


def test_a_value_elsewhere_is_kept_as_text_and_never_fetched() -> None:
    (ola,) = read("urls-are-not-fetched.ldif")
    assert ola.contact is not None
    assert ola.contact.photo is None
    assert ola.contact.note == ""
    assert [(e.name, e.value) for e in ola.contact.extra] == [
        ("X-LDIF-JPEGPHOTO", "file:///etc/passwd"),
        ("X-LDIF-DESCRIPTION", "https://firm.example/ola.txt"),
    ]
    assert [p.code for p in ola.problems] == ["not-fetched", "not-fetched"]


def test_a_bad_entry_is_told_and_the_rest_comes_in() -> None:
    found = read("one-entry-broken.ldif")
    assert [p.name for p in found] == [
        "Adam Pierwszy", "", "ou=people,dc=firm,dc=example", "Ostatnia",
    ]  # fmt: skip
    assert [[p.code for p in each.problems] for each in found] == [
        ["senseless", "photo-unreadable"], ["only-a-change"], ["no-contact"], ["secret"],
    ]  # fmt: skip
    assert found[0].problems[0].line == 5
    assert b"secret" not in found[3].raw
    assert b"SSHA" not in found[3].raw


def test_every_line_end_is_read() -> None:
    assert [c.formatted_name for c in contacts("line-ends.ldif")] == ["Carriage", "Two"]


def test_what_is_no_utf_8_is_read_as_western_text() -> None:
    assert contacts("not-utf-8.ldif")[0].formatted_name == "José Álvarez"


@pytest.mark.parametrize("head", [b"version: 1\n\ndn: cn=A\n", b"dn:: Y249QQ==\n", b"dn:cn=A\n"])
def test_ldif_is_known_by_its_content(head: bytes) -> None:
    assert guess_format(head, "people.txt") == "ldif"


PLAIN = Contact(
    formatted_name="Łucja Żak",
    family="Żak",
    given="Łucja",
    phones=(Entry("501", ("cell",)), Entry("58", ("work",))),
    emails=(Entry("a@b.example"), Entry("c@d.example")),
    memberships=(Membership("Baltica", ("Sales",), "Buyer"),),
    birthday=PartialDate(None, 2, 3),
    note=" begins with a space\nand has lines",
    categories=("VIP, abroad",),
)


def test_a_plain_contact_is_written_in_words_that_others_read(
    written: Callable[..., bytes],
) -> None:
    text = written("ldif", PLAIN).decode()
    assert text.startswith("version: 1\n\ndn:: ")
    assert "mobile: 501\n" in text
    assert "mozillaSecondEmail: c@d.example\n" in text
    assert "birthmonth: 2\nbirthday: 3\n" in text
    assert "x-vcard" not in text
    assert contacts(text.encode())[0].note == PLAIN.note


def test_what_ldif_has_no_word_for_comes_back_all_the_same(written: Callable[..., bytes]) -> None:
    rich = Contact(
        formatted_name="Baltica",
        kind="org",
        phones=(Entry("501", ("cell",), "Boat", True),),
        impp=(Entry("lucja", ("telegram",)),),
        memberships=(Membership("A", starts_on="2020"), Membership("B", role="leads")),
        extra=(Extra("X-PET", "dog"), Extra("X-LDIF-ROOMNUMBER", "12")),
        members=(Entry("mailto:x@y.example", (), "X"),),
    )
    (back,) = contacts(written("ldif", rich))
    assert (back.kind, back.phones[0].label, back.phones[0].preferred) == ("org", "Boat", True)
    assert (back.impp[0].types, len(back.memberships)) == (("telegram",), 2)
    assert [(e.name, e.value) for e in back.extra] == [
        ("X-PET", "dog"),
        ("X-LDIF-ROOMNUMBER", "12"),
    ]
    assert (back.members[0].value, back.members[0].label) == ("mailto:x@y.example", "X")


def test_members_are_called_as_their_entries_are(written: Callable[..., bytes]) -> None:
    uid = "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    group = Contact(formatted_name="All", kind="group", members=(Entry(f"urn:uuid:{uid}"),))
    person = Contact(formatted_name="Ewa, Lis", uid=uid, emails=(Entry("ewa@b.example"),))
    text = written("ldif", group, person).decode()
    assert "dn: cn=Ewa\\, Lis,mail=ewa@b.example\n" in text
    assert "member: cn=Ewa\\, Lis,mail=ewa@b.example\n" in text
    assert contacts(text.encode())[0].members[0].value == f"urn:uuid:{uid}"


def test_no_two_entries_have_one_name(written: Callable[..., bytes]) -> None:
    twins = [Contact(id=f"id-{n}", formatted_name="Jan Kowal", note=str(n)) for n in range(3)]
    names = [n for n in written("ldif", *twins).decode().split("\n") if n.startswith("dn: ")]
    assert len(set(names)) == 3


def test_lines_are_folded_at_76_and_coded_where_they_must_be(
    written: Callable[..., bytes],
) -> None:
    text = written("ldif", Contact(formatted_name="A", note="x" * 300 + "\nżółw")).decode()
    assert max(map(len, text.split("\n"))) <= 76
    assert text.isascii()


@pytest.mark.parametrize(
    "data",
    [
        b"dn: cn=A\n" + b"cn: " + b"a" * (20 << 20),
        b"dn: cn=A\ncn: A\n" + b" x\n" * 400_000,
        b"dn: cn=A\ncn: A\n" + b"mail: a@b.example\n" * 50_000,
        b"dn: a\ncn: a\n" * 2_000,
        b"dn: cn=A\ncn:: " + b"/" * 1_000_000,
        b"dn: cn=A\n:\n::\n:<\n;: x\ncn;;;: b\n",
    ],
)
def test_hostile_files_are_refused_or_read_in_good_time(data: bytes) -> None:
    started = time.thread_time()
    assert read(data)
    assert time.thread_time() - started < 10


def test_an_entry_beyond_the_limit_is_refused_and_the_next_is_read() -> None:
    long = b"dn: cn=A\ncn: A\n" + b"description: " + b"x" * (17 << 20)
    found = read(long + b"\n\ndn: cn=B\ncn: B\nmail: b@b.example\n")
    assert [p.problems[0].code if p.problems else p.name for p in found] == ["long", "B"]
    assert found[1].line == 5
