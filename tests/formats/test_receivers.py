"""Cards for a chosen program: spelled as it reads them, and read here as they were meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contactdesk.errors import FormatError
from contactdesk.formats.receivers import RECEIVERS, addressed, receiver_named, understood
from contactdesk.formats.said import said
from contactdesk.formats.vcard import read_card, write_card
from contactdesk.formats.writers import kind_of
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.dates import PartialDate
from contactdesk.operations.self_check import said_fields

ANNA = Contact(
    formatted_name="Anna Nowak",
    family="Nowak",
    given="Anna",
    phones=(Entry("501", ("cell",), "Boat"), Entry("502", ("work",))),
    emails=(Entry("a@b.example", ("home",), "", True),),
    impp=(Entry("xmpp:anna@b.example", ("home",)), Entry("ania", ("telegram",))),
    related=(
        Entry("Jan; Nowak", ("spouse",)),
        Entry("Ola", ("child",)),
        Entry("Ewa", (), "Mentor"),
    ),
    birthday=PartialDate(None, 2, 3),
    anniversary=PartialDate(2009, 8, 8),
    categories=("Clients",),
    note="tea, not coffee",
)


def card(receiver: str, contact: Contact = ANNA) -> list[str]:
    version = kind_of(RECEIVERS[receiver].format).version
    raw = write_card(addressed(contact, receiver), version)
    return raw.decode().replace("\r\n ", "").splitlines()


@pytest.mark.parametrize(
    ("receiver", "version", "birthday"),
    [
        ("apple", "3.0", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03"),
        ("google", "3.0", "BDAY:--0203"),
        ("outlook", "2.1", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03"),
        ("android", "3.0", "BDAY:--02-03"),
        ("nextcloud", "4.0", "BDAY:--0203"),
    ],
)
def test_each_program_gets_its_version_and_its_way_of_leaving_out_a_year(
    receiver: str, version: str, birthday: str
) -> None:
    lines = card(receiver)
    assert f"VERSION:{version}" in lines
    assert birthday in lines


@pytest.mark.parametrize("receiver", ["apple", "google", "nextcloud"])
def test_a_label_is_a_group_where_the_program_reads_groups(receiver: str) -> None:
    lines = card(receiver)
    (label,) = [line for line in lines if line.endswith("X-ABLabel:Boat")]
    group = label.partition(".")[0]
    assert any(line.startswith(f"{group}.TEL;") for line in lines)


@pytest.mark.parametrize("receiver", ["outlook", "android"])
def test_the_others_get_a_type_alone_and_no_group_before_a_number(receiver: str) -> None:
    lines = card(receiver)
    assert not [line for line in lines if "X-ABLabel" in line]
    assert not [line for line in lines if line.startswith("item")]
    assert any(line.startswith("TEL;") and line.endswith(":501") for line in lines)


def test_outlook_gets_its_own_names_for_people_and_its_one_messenger() -> None:
    lines = card("outlook")
    assert "X-MS-SPOUSE;N:Jan; Nowak" in lines
    assert "X-MS-CHILD:Ola" in lines
    assert "X-MS-IMADDRESS:xmpp:anna@b.example" in lines
    assert "X-MS-ANNIVERSARY:2009-08-08" in lines


def test_android_gets_lines_of_its_own_for_people_and_the_anniversary() -> None:
    lines = [line.replace("\\;", "#") for line in card("android")]
    own = [line.partition("cursor.item/")[2].rstrip(";") for line in lines if "ANDROID" in line]
    assert own == [
        "relation;Jan# Nowak;14", "relation;Ola;3", "relation;Ewa;0;mentor",
        "contact_event;2009-08-08;1",
    ]  # fmt: skip
    assert "X-JABBER;TYPE=HOME:anna@b.example" in lines


@pytest.mark.parametrize("receiver", list(RECEIVERS))
def test_a_card_reads_as_it_was_meant(receiver: str) -> None:
    version = kind_of(RECEIVERS[receiver].format).version
    back = read_card(write_card(addressed(ANNA, receiver), version)).contact
    assert back is not None
    wanted = understood(ANNA, receiver)
    for field in said_fields("vcard"):
        assert said(back, field) == said(wanted, field), field


def test_a_program_that_is_not_known_is_named_with_those_that_are() -> None:
    with pytest.raises(FormatError, match=r"lotus is no program.*apple, google"):
        receiver_named("lotus")


@pytest.mark.parametrize("receiver", list(RECEIVERS))
def test_a_contact_of_the_book_has_an_identifier_by_which_it_is_known_again(receiver: str) -> None:
    of_the_book = replace(ANNA, uid="", id="018f0000-0000-7000-8000-000000000001")
    assert addressed(of_the_book, receiver).uid == f"urn:uuid:{of_the_book.id}"
    assert addressed(replace(of_the_book, uid="own"), receiver).uid == "own"
    assert addressed(replace(of_the_book, id=""), receiver).uid == ""
