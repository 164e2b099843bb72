"""jCard: what RFC 7095 writes is read, what is written is read again, and nothing hangs."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats import guess_format
from contactdesk.formats.base import Parsed
from contactdesk.formats.jcard_writing import jcard_of
from contactdesk.formats.registry import reader
from contactdesk.formats.vcard import read_card
from contactdesk.formats.writers import Outgoing
from contactdesk.model.contact import Contact
from contactdesk.model.dates import PartialDate

FILES = Path(__file__).parents[1] / "data" / "jcard"


def read(data: bytes) -> list[Parsed]:
    return list(reader("jcard")(io.BytesIO(data), {"region": ""}))


def properties(*cards: str) -> bytes:
    """A file of one card, its properties given as JSON."""
    return ('["vcard",[' + ",".join(cards) + "]]").encode()


def only(data: bytes) -> Contact:
    (parsed,) = read(data)
    assert parsed.problems == ()
    assert parsed.contact is not None
    return parsed.contact


@pytest.fixture(scope="module")
def anna() -> Contact:
    return only((FILES / "one-card.json").read_bytes())


def test_names_parts_and_lists_are_read(anna: Contact) -> None:
    assert (anna.family, anna.given, anna.additional) == ("Nowak", "Anna", "Maria,Zofia")
    assert (anna.suffixes, anna.nicknames) == ("PhD", ("Ania", "Nusia"))
    assert anna.categories == ("Clients", "A, B and C")
    assert anna.memberships[0].departments == ("Purchasing",)
    assert anna.job_title == "Buyer, second floor"
    assert anna.note == "one\ntwo; three, \\ four"


def test_dates_and_offsets_are_read_as_a_vcard_has_them(anna: Contact) -> None:
    assert anna.birthday == PartialDate(None, 7, 2)
    assert anna.anniversary == PartialDate(2009, 8, 8)
    assert (anna.time_zone, anna.revised_at) == ("+0100", "20240506T070809Z")


def test_groups_types_and_preference_are_read(anna: Contact) -> None:
    first, second = anna.phones
    assert (first.value, first.types, first.preferred) == (
        "tel:+48-58-555-0101;ext=102", ("work", "voice"), True,
    )  # fmt: skip
    assert (second.value, second.label) == ("+48 501 234 567", "boat")
    assert (anna.languages[0].value, anna.languages[0].preferred) == ("pl", True)
    assert anna.related[0].value == "Jan Nowak"


def test_what_nobody_knows_is_kept_with_its_parameters(anna: Contact) -> None:
    kept = {e.name: e for e in anna.extra}
    assert kept["X-TEA"].value == "12"
    assert dict(kept["X-TEA"].params) == {"VALUE": "integer", "X-P": "a,b"}
    assert kept["X-ODD"].value == "kept;as\\,it is"


def test_a_written_card_has_the_types_that_the_standard_names(anna: Contact) -> None:
    kind, lines = jcard_of(Outgoing(anna))
    found = {line[0]: line for line in lines}
    assert kind == "vcard"
    assert found["version"] == ["version", {}, "text", "4.0"]
    assert found["bday"] == ["bday", {}, "date-and-or-time", "--07-02"]
    assert found["rev"][2:] == ["timestamp", "2024-05-06T07:08:09Z"]
    assert found["n"][3] == ["Nowak", "Anna", ["Maria", "Zofia"], "", "PhD"]
    assert found["categories"][2:] == ["text", "Clients", "A, B and C"]
    assert found["org"][3] == ["Baltica", "Purchasing"]
    assert found["x-odd"][2:] == ["unknown", "kept;as\\,it is"]
    assert found["x-tea"][2:] == ["integer", 12]


def test_lines_of_a_clean_card_keep_parameters_that_no_field_holds() -> None:
    raw = (
        b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN;ALTID=1;LANGUAGE=fr:Anna\r\n"
        b"TEL;PID=1.1,2.1;TYPE=home:501\r\nEND:VCARD\r\n"
    )
    contact = read_card(raw).contact
    assert contact is not None
    _kind, lines = jcard_of(Outgoing(contact, raw))
    assert ["fn", {"altid": "1", "language": "fr"}, "text", "Anna"] in lines
    assert ["tel", {"type": "home", "pid": ["1.1", "2.1"]}, "text", "501"] in lines


def test_a_card_with_encodings_of_older_versions_is_written_without_them() -> None:
    raw = (
        b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB\r\n"
        b"TEL:501\r\nEND:VCARD\r\n"
    )
    contact = read_card(raw).contact
    assert contact is not None
    _kind, lines = jcard_of(Outgoing(contact, raw))
    assert ["fn", {}, "text", "Zoë"] in lines


def test_one_broken_card_costs_itself_alone() -> None:
    found = read((FILES / "array-with-a-broken-card.json").read_bytes())
    assert [p.name for p in found] == ["Adam Pierwszy", "", "Ostatnia"]
    assert [p.line for p in found] == [2, 3, 4]
    assert [p.code for p in found[1].problems] == ["damaged"]
    assert [p.code for p in found[2].problems] == ["senseless", "senseless"]
    assert found[2].contact is not None
    assert found[2].contact.emails[0].value == "ostatnia@firm.example"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'["vcard",[["version",{},"text","4.0"]]]', "jcard"),
        (b'\xef\xbb\xbf [\n [ "VCARD" , [', "jcard"),
        (b'["vcalendar",[]]', "jcal"),
        (b'["vcards",1]', ""),
    ],
)
def test_a_jcard_is_known_by_its_content(head: bytes, kind: str) -> None:
    assert guess_format(head, "people.json") == kind


def test_utf_16_is_read() -> None:
    text = "\ufeff" + properties('["fn",{},"text","Łucja"]').decode()
    assert only(text.encode("utf-16-le")).formatted_name == "Łucja"


@pytest.mark.parametrize(
    ("entry", "field", "value"),
    [
        ('["bday",{},"text","in spring"]', "birthday", PartialDate(text="in spring")),
        ('["bday",{},"date","1984-07"]', "birthday", PartialDate(1984, 7)),
        ('["x-anniversary",{},"text","2001-02-03"]', "anniversary", PartialDate(2001, 2, 3)),
        ('["n",{},"text","Nowak;Anna;;;"]', "family", "Nowak"),
        ('["org",{},"text","Baltica; Sons"]', "organisation", "Baltica; Sons"),
        ('["note",{},"text",null]', "note", ""),
        ('["note",{},"text",1.5]', "note", "1.5"),
    ],
)
def test_odd_values_are_read_as_they_are_meant(entry: str, field: str, value: Any) -> None:
    contact = only(properties('["fn",{},"text","A"]', entry))
    assert getattr(contact, field) == value


@pytest.mark.parametrize(
    "data",
    [
        b'["vcard",[' + b"[" * 200_000,
        b'["vcard",[["fn",{},"text",' + b'"' + b"a" * (3 << 20),
        b'["vcard",[' * 20_000,
        b'["vcard",[["x",{},"integer",' + b"9" * 100_000 + b"]]]",
        b'["vcard",[["fn",{"type":{"a":[1]}},"text",{"b":2}]]]',
        b'["vcard",[["fn",{},"text","\\ud800"]]]',
    ],
)
def test_hostile_files_are_refused_in_good_time(data: bytes) -> None:
    started = time.thread_time()
    found = read(data)
    assert found
    assert time.thread_time() - started < 10


def test_a_card_beyond_the_limit_is_refused_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("contactdesk.formats.jcard_reading.ENTRY_LIMIT", 1 << 20)
    long = properties('["note",{},"text","' + "x" * (4 << 20) + '"]')
    found = read(b"[" + long + b",\n" + properties('["fn",{},"text","Next"]') + b"]")
    assert [p.problems[0].code if p.problems else p.name for p in found] == ["long", "Next"]
    assert found[1].line == 2


def test_what_is_written_of_many_is_one_array(written: Callable[..., bytes]) -> None:
    people = [Contact(formatted_name=n, family=n) for n in ("Ab", "Cd", "Ef")]
    assert json.loads(written("jcard")) == []
    assert json.loads(written("jcard", people[0]))[0] == "vcard"
    found = json.loads(written("jcard", *people))
    assert [card[0] for card in found] == ["vcard"] * 3
    back = [p.contact for p in read(written("jcard", *people))]
    assert [replace(c, uid="").formatted_name for c in back if c] == ["Ab", "Cd", "Ef"]


def test_the_properties_of_rfc_9554_have_their_types_and_come_back_without_a_value() -> None:
    lines = (
        "CREATED:20220705T093412Z", "GRAMGENDER;LANGUAGE=de:feminine", "LANGUAGE:de-AT",
        "PRONOUNS;LANGUAGE=en:xe/xir",
        "SOCIALPROFILE;SERVICE-TYPE=Mastodon;USERNAME=anna:https://example.com/@anna",
    )  # fmt: skip
    raw = "\r\n".join(("BEGIN:VCARD", "VERSION:4.0", "FN:Anna", *lines, "END:VCARD", ""))
    contact = read_card(raw.encode()).contact
    assert contact is not None
    card = jcard_of(Outgoing(contact, None, None))
    types = {name: (kind, value) for name, _params, kind, value, *_more in card[1]}
    assert types["created"] == ("timestamp", "2022-07-05T09:34:12Z")
    assert types["gramgender"] == ("text", "feminine")
    assert types["language"] == ("language-tag", "de-AT")
    assert types["pronouns"] == ("text", "xe/xir")
    assert types["socialprofile"] == ("uri", "https://example.com/@anna")
    again = only(json.dumps(card).encode())
    assert {e.name for e in again.extra for key, _value in e.params if key == "VALUE"} == set()
    assert [e.value for e in again.extra if e.name == "CREATED"] == ["20220705T093412Z"]
