"""Cards as single programs write them, and marks that stand where none belongs: a file each."""

from __future__ import annotations

import io
from pathlib import Path

from contactdesk.formats.base import Parsed
from contactdesk.formats.vcard import read_cards
from contactdesk.model.contact import Contact

FILES = Path(__file__).parents[1] / "data" / "vcard"


def cards_of(name: str) -> list[Parsed]:
    with open(FILES / f"{name}.vcf", "rb") as stream:
        return list(read_cards(stream))


def contact_of(name: str) -> Contact:
    (card,) = cards_of(name)
    assert card.contact is not None
    assert card.problems == ()
    return card.contact


def test_byte_order_marks_before_any_card_of_a_file() -> None:
    cards = cards_of("marks-before-cards")
    assert [(c.name, c.problems) for c in cards] == [("Łucja Pierwsza", ()), ("Joined File", ())]


def test_utf16_with_the_high_byte_first() -> None:
    contact = contact_of("utf-16-be")
    assert contact.formatted_name == "陳怡君"
    assert contact.phones[0].value == "0912345678"


def test_a_slash_in_a_name_and_in_a_type() -> None:
    contact = contact_of("slash-in-names")
    assert [(p.value, p.label) for p in contact.phones] == [("+44 20 7946 0000", "WORK/MOBILE")]
    assert contact.emails[0].value == "robin@example.org"
    assert [(e.name, e.value) for e in contact.extra] == [("X-DC/STATUS", "busy")]


def test_google_labels_by_groups() -> None:
    contact = contact_of("google")
    assert [(e.value, e.types, e.label) for e in contact.emails] == [
        ("ada@example.org", ("internet",), "Club"),
        ("ada@firm.example", ("internet", "work"), ""),
    ]
    assert [(p.value, p.label) for p in contact.phones] == [
        ("+48501234567", ""), ("+48225550101", "Boat"),
    ]  # fmt: skip
    (work,) = contact.memberships
    assert (work.organisation, work.departments, work.job_title) == ("Baltica", ("Sales",), "Buyer")
    assert contact.addresses[0].street == "ul. Długa 1\nm. 2"
    assert contact.urls[0].value == "https://example.org/ada"
    assert [(r.value, r.types) for r in contact.related] == [("Jan", ("spouse",))]
    assert (str(contact.birthday), str(contact.anniversary)) == ("--02-03", "2010-06-12")
    assert contact.categories == ("myContacts", "Friends")


def test_blackberry_with_its_pin() -> None:
    contact = contact_of("blackberry")
    assert (contact.given, contact.family) == ("Chidi", "Okafor")
    assert [(p.value, p.label) for p in contact.phones][2] == ("2100000A", "PIN")
    assert contact.addresses[0].locality == "Lagos"
    assert [e.name for e in contact.extra] == ["X-RIM-PIN"]


def test_lotus_notes_with_a_mail_of_its_own_kind() -> None:
    contact = contact_of("lotus-notes")
    assert (contact.formatted_name, contact.organisation) == ("Jörg Weber", "Müller AG")
    assert [(e.value, e.preferred) for e in contact.emails] == [
        ("CN=Joerg Weber/OU=Einkauf/O=Mueller@MUELLER", False),
        ("joerg.weber@mueller.example", True),
    ]
    assert ("LABEL", "Hauptstraße 1\n10115 Berlin") in [(e.name, e.value) for e in contact.extra]


def test_thunderbird_with_text_values_and_its_own_fields() -> None:
    contact = contact_of("thunderbird")
    assert [(e.value, e.preferred) for e in contact.emails] == [
        ("ilse@example.org", True), ("i.kern@firm.example", False),
    ]  # fmt: skip
    assert [(p.value, p.types) for p in contact.phones] == [
        ("+49 30 555 0102", ("work",)), ("+49 170 5550103", ("cell",)),
    ]  # fmt: skip
    assert (str(contact.birthday), contact.time_zone) == ("--02-29", "Europe/Berlin")
    assert contact.note == "first line\nsecond line"
    assert {e.name for e in contact.extra} == {"X-CUSTOM1", "X-MOZILLA-HTML"}


def test_the_address_book_of_windows() -> None:
    contact = contact_of("windows-address-book")
    assert (contact.gender, str(contact.anniversary)) == ("F", "2001-05-18")
    assert [(r.value, r.types) for r in contact.related] == [("Per", ("spouse",))]


def test_an_anniversary_in_the_language_of_its_program() -> None:
    contact = contact_of("cardbook")
    assert str(contact.anniversary) == "2019-07-07"
    assert str(contact.birthday) == "text:19723101"  # no month has that number
    assert [(e.name, e.value) for e in contact.extra] == [
        ("X-ABDATE", "20100101"), ("X-ABLabel", "Einzug"),
    ]  # fmt: skip


def test_cards_without_a_line_end_between_them() -> None:
    cards = cards_of("no-line-end-between-cards")
    assert [(c.name, c.problems) for c in cards] == [("First", ()), ("Second", ())]
    assert cards[0].raw.endswith(b"END:VCARD")


def test_an_address_on_the_line_after_its_name() -> None:
    contact = contact_of("address-after-its-name")
    assert [e.value for e in contact.emails] == ['"Omar" <omar@example.com>']
    assert [p.value for p in contact.phones] == ["1"]


def test_an_address_whose_street_stands_in_the_parts_that_came_later() -> None:
    (address,) = contact_of("address-in-many-parts").addresses
    assert (address.street, address.extended) == ("Długa 1 south", "B, 2, lok., 4, Wrzeszcz")
    assert (address.locality, address.postal_code, address.country) == (
        "Gdańsk", "80-555", "Poland",
    )  # fmt: skip


def test_an_address_that_says_its_street_twice_says_it_once() -> None:
    card = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nADR:;Lok. 4;Long 1;Gdynia;;;;4;;;1;Long\r\n"
    (parsed,) = read_cards(io.BytesIO(card + b"END:VCARD\r\n"))
    assert parsed.contact is not None
    (address,) = parsed.contact.addresses
    assert (address.street, address.extended) == ("Long 1", "Lok. 4")


def test_davx5_with_groups_as_cards_and_labels_in_groups() -> None:
    anna, club, firm = (card.contact for card in cards_of("davx5-groups"))
    assert anna is not None
    assert club is not None
    assert firm is not None
    assert [(p.value, p.label) for p in anna.phones] == [
        ("+48 501 234 567", "Boat"), ("+48 502 234 567", ""),
    ]  # fmt: skip
    assert [(r.value, r.types) for r in anna.related] == [
        ("Piotr", ("spouse",)), ("Ewa", ("x-custom-godmother",)),
    ]  # fmt: skip
    assert [(g.kind, g.members[0].value) for g in (club, firm)] == [
        ("group", f"urn:uuid:{anna.uid}")
    ] * 2


def test_proton_with_keys_beside_its_mail_addresses() -> None:
    contact = contact_of("proton")
    assert [(e.value, e.preferred) for e in contact.emails] == [
        ("anna@proton.example", True), ("a@nowak.example", False),
    ]  # fmt: skip
    assert contact.categories == ("Friends", "Work")
    assert [(e.name, e.group) for e in contact.extra] == [
        ("X-PM-ENCRYPT", "item1"), ("X-PM-SIGN", "item1"), ("X-PM-SCHEME", "item1"),
        ("KEY", "item1"),
    ]  # fmt: skip


def test_whatsapp_with_the_description_of_a_business() -> None:
    contact = contact_of("whatsapp")
    assert [(p.value, p.label) for p in contact.phones] == [("+48 58 100 20 30", "Mobile")]
    assert contact.emails[0].label == "Praca"
    assert contact.extra[1].value == "Sails and ropes, since 1991"


def test_samsung_with_what_android_has_no_property_for() -> None:
    contact = contact_of("samsung")
    assert [(p.value, p.label) for p in contact.phones][1] == ("502234567", "Lódź")
    assert (contact.nicknames, str(contact.anniversary)) == (("Lu",), "2010-06-01")
    assert [(r.value, r.types) for r in contact.related] == [("Piotr", ("spouse",))]
    assert contact.note == "line one\nline two goes on"
    assert contact.extra[0].value.startswith("vnd.android.cursor.item/vnd.com.whatsapp.profile;")


def test_a_sim_card_whose_names_are_in_one_piece() -> None:
    found = [card.contact for card in cards_of("sim-card")]
    assert [(c.formatted_name, [p.value for p in c.phones]) for c in found if c] == [
        ("Mama/M", ["+48501234567"]), ("Poczta glosowa", ["*100#"]),
        ("Tata", ["501p123", "501 234 568,,22#"]),
    ]  # fmt: skip
