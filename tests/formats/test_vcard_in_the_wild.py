"""Files of other programs' test suites, where they are at hand, and vobject's second opinion."""

from __future__ import annotations

from pathlib import Path

import pytest
import vobject

from contactdesk.formats.vcard import read_card, read_cards, same_record, write_card
from contactdesk.model.contact import Address, Contact, Entry, Membership

WILD = Path(__file__).parents[3] / "shared" / "interop" / "files"


def test_every_card_of_the_wild_files_has_a_row_and_survives() -> None:
    if not WILD.is_dir():
        pytest.skip(f"the collection of real files is not at {WILD}")
    for path in sorted(WILD.rglob("*.vcf")):
        with open(path, "rb") as stream:
            cards = list(read_cards(stream))
        begun = path.read_bytes().upper().count(b"BEGIN:VCARD")
        assert cards, path
        assert len(cards) <= begun, path
        for card in cards:
            assert "unreadable" not in [p.code for p in card.problems], path
            assert card.contact is not None, path
            for version in ("keep", "3.0", "4.0"):
                raw = write_card(card.contact, version, card.raw, card.photo)
                again = read_card(raw).contact
                assert again is not None, path
                assert same_record(again, card.contact), (path, version)


ANNA = Contact(
    formatted_name="dr Anna Żółć, MD",
    prefixes="dr",
    given="Anna",
    family="Żółć",
    nicknames=("Ania", "A; Ż"),
    memberships=(Membership("Baltica, sp. z o.o.", ("Sales",), "Head; of Sales"),),
    phones=(Entry("+48 501 234 567", ("cell",), "", True), Entry("22 555 01 02", ("work",))),
    emails=(Entry("anna@baltica.example", ("internet", "work")),),
    addresses=(
        Address("", "", "Długa 5\nm. 2", "Gdańsk", "", "80-001", "Polska", ("home",)),
    ),
    note="one\ntwo, three; four \\ five " + "ż" * 200,
    categories=("Friends", "Work, old"),
)  # fmt: skip


def test_vobject_reads_what_we_write() -> None:
    card = vobject.readOne(write_card(ANNA, "3.0").decode())
    assert card.fn.value == ANNA.formatted_name
    assert (card.n.value.family, card.n.value.given, card.n.value.prefix) == ("Żółć", "Anna", "dr")
    assert card.org.value == ["Baltica, sp. z o.o.", "Sales"]
    assert card.title.value == "Head; of Sales"
    assert card.note.value == ANNA.note
    assert [t.value for t in card.tel_list] == [p.value for p in ANNA.phones]
    assert card.tel_list[0].params["TYPE"] == ["CELL", "PREF"]
    assert (card.adr.value.street, card.adr.value.city) == ("Długa 5\nm. 2", "Gdańsk")
    assert card.categories.value == list(ANNA.categories)


def test_we_read_what_vobject_writes() -> None:
    card = vobject.readOne(write_card(ANNA, "3.0").decode())
    again = read_card(card.serialize().encode()).contact
    assert again is not None
    for field in ("formatted_name", "family", "given", "prefixes", "note", "categories"):
        assert getattr(again, field) == getattr(ANNA, field), field
    assert again.organisation == ANNA.organisation
    assert {p.value for p in again.phones} == {p.value for p in ANNA.phones}
    assert again.addresses[0].street == "Długa 5\nm. 2"


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
def test_lines_are_folded_between_characters(version: str) -> None:
    for line in write_card(ANNA, version).split(b"\r\n"):
        assert len(line) <= 76
        line.decode("utf-8")
