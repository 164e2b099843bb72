"""What real programs write: one small file a quirk, and what a person must find of it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.base import Parsed
from contactdesk.formats.jsonl import contact_json
from contactdesk.formats.vcard import read_card, read_cards, same_record, write_card
from contactdesk.formats.vcard_reading import read_file
from contactdesk.model.contact import Contact, Membership

FILES = Path(__file__).parents[1] / "data" / "vcard"
GIF = "ef1955ae757c8b966c83248350331bd3a30f658ced11f387f8ebf05ab3368629"


def cards_of(name: str) -> list[Parsed]:
    with open(FILES / f"{name}.vcf", "rb") as stream:
        return list(read_cards(stream))


def contacts_of(name: str) -> list[Contact]:
    return [c.contact for c in cards_of(name) if c.contact is not None]


def values(items: Any) -> list[str]:
    return [item.value for item in items]


def test_quoted_printable_with_soft_breaks_and_plain_spaces() -> None:
    (contact,) = contacts_of("quoted-printable-soft-breaks")
    assert contact.given == "Zażółć"
    assert contact.note == "First line\nsecond line, with plain spaces"
    assert contact.addresses[0].street == "Dluga 5\np. 2"
    assert contact.addresses[0].locality == "Gdañsk"
    assert contact.phones[0].preferred


def test_soft_breaks_that_are_indented_as_well() -> None:
    assert contacts_of("soft-breaks-indented")[0].given == "Żaneta"


def test_charset_of_each_property_counts_for_itself() -> None:
    (contact,) = contacts_of("charset-shift-jis")
    assert (contact.family, contact.given) == ("山田", "太郎")
    assert contact.formatted_name == "山田 太郎"
    assert (contact.phonetic_family, contact.phonetic_given) == ("ﾔﾏﾀﾞ", "ﾀﾛｳ")


def test_charset_inside_quoted_printable() -> None:
    assert contacts_of("charset-big5-quoted")[0].formatted_name == "陳怡君"


def test_names_in_base64_are_text() -> None:
    (contact,) = contacts_of("base64-text")
    assert (contact.family, contact.given) == ("Kowalska", "Zaneta Żółć")
    assert contact.formatted_name == "Żółć"


def test_western_bytes_nobody_announced_beside_utf8() -> None:
    (contact,) = contacts_of("latin1-unmarked")
    assert contact.formatted_name == "Jürgen Groß"
    assert contact.note == "Preis 20 €"
    assert contact.organisation == "Café UTF-8"


def test_utf16_is_read_and_kept_as_utf8() -> None:
    (card,) = cards_of("utf-16-le")
    assert card.name == "Łukasz 怡君"
    assert card.raw.startswith(b"BEGIN:VCARD\r\n")


def test_a_fold_inside_a_character() -> None:
    assert contacts_of("fold-inside-a-character")[0].formatted_name == "Zażółć"


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("line-ends-cr-cr-lf", ["Anna Nowak"]),
        ("line-ends-bare-cr", ["Anna Nowak", "Jan Nowak"]),
    ],
)
def test_odd_line_ends(name: str, names: list[str]) -> None:
    cards = cards_of(name)
    assert [c.name for c in cards] == names
    assert all(c.problems == () for c in cards)


def test_a_line_that_makes_no_sense_is_named_and_the_card_is_read() -> None:
    (card,) = cards_of("lines-without-a-colon")
    assert [(p.line, p.code) for p in card.problems] == [(7, "senseless")]
    assert card.contact is not None
    assert values(card.contact.phones) == ["1"]


def test_only_the_broken_card_is_reported() -> None:
    cards = cards_of("one-card-broken")
    assert [(c.line, c.name) for c in cards] == [
        (1, "First"),
        (5, "Lacks its end"),
        (9, "Third"),
        (14, "Cut short"),
    ]
    assert [[p.code for p in c.problems] for c in cards] == [[], ["cut"], [], ["cut"]]


def test_a_card_in_an_agent_is_no_contact_and_is_kept() -> None:
    boss, other = contacts_of("agent-nested")
    assert values(boss.phones) == ["1"]
    assert other.formatted_name == "One Next"
    raw = cards_of("agent-nested")[0].raw
    assert b"N:Secretary;The\r\nTEL:999" in write_card(boss, "keep", raw)


def test_commas_separate_only_in_lists() -> None:
    contact, old = contacts_of("commas")
    assert contact.formatted_name == "Mustermann, Heiko"
    assert contact.prefixes == "Dr., med."
    assert contact.nicknames == ("Heiko", "Der Chef, klein")
    assert contact.categories == ("Friends", "Work & Co")
    assert contact.note == "one, two, three; four\nfive: 'six' \\n"
    assert contact.urls[0].value == "http://example.org/a,b;c"
    assert contact.organisation == "Meyer, Müller & Co."
    assert contact.memberships[0].departments == ("Sales", "North")
    assert old.categories == ("Friends, old and new",)


def test_photos_however_they_are_encoded() -> None:
    cards = cards_of("photo-odd-base64")
    for card in cards[:4]:
        assert card.contact is not None
        assert card.contact.photo is not None
        assert (card.contact.photo.media_type, card.contact.photo.sha256) == ("image/gif", GIF)
        assert card.photo is not None
        assert len(card.photo) == card.contact.photo.size == 42
    assert [values(c.contact.phones) for c in cards[:4] if c.contact] == [["1"], [], [], ["1"]]


def test_a_photo_elsewhere_is_kept_as_text() -> None:
    remote = contacts_of("photo-odd-base64")[4]
    assert remote.photo is None
    assert [(e.name, e.value) for e in remote.extra] == [("PHOTO", "https://example.org/p.jpg")]


def test_an_unreadable_photo_does_not_cost_the_card() -> None:
    card = cards_of("photo-odd-base64")[5]
    assert card.name == "Unreadable"
    assert [(p.line, p.code) for p in card.problems] == [(35, "photo-unreadable")]


def test_types_however_they_are_written() -> None:
    old, new = contacts_of("bare-types")
    assert [(p.types, p.preferred) for p in old.phones] == [
        (("work", "fax"), False),
        (("home", "voice"), True),
    ]
    assert [(p.value, p.types, p.preferred) for p in new.phones] == [
        ("tel:+48-22-555-01-02;ext=3", ("work", "voice"), True),
        ("+48501234567", ("cell",), False),
    ]
    assert [(e.value, e.types, e.preferred) for e in new.emails] == [
        ("b@example.org", ("work",), True)
    ]
    assert [(e.value, e.preferred) for e in new.languages] == [("pl", True), ("en", False)]


def test_apple_labels_dates_relations_and_messengers() -> None:
    anna = contacts_of("apple")[0]
    assert [(p.label, p.types) for p in anna.phones] == [("Mobile", ("cell",)), ("Domofon", ())]
    assert anna.addresses[0].street == "Długa 5\nm. 2"
    assert anna.urls[0].label == "HomePage"
    assert [(r.value, r.label, r.types) for r in anna.related] == [("Jan", "Spouse", ("spouse",))]
    assert str(anna.anniversary) == "2010-06-12"
    assert str(anna.birthday) == "--02-03"
    assert [(i.value, i.types) for i in anna.impp] == [
        ("aim:anna5", ("aim", "home")),
        ("skype:anna.nowak", ("skype", "work")),
    ]
    assert (anna.phonetic_given, anna.phonetic_family) == ("Anja", "Novak")
    kept = {(e.name, e.value) for e in anna.extra}
    assert ("X-ABDATE", "2015-01-02") in kept
    assert ("X-ABLabel", "First day at work") in kept


def test_companies_and_groups_of_apple() -> None:
    _, company, group = contacts_of("apple")
    assert (company.kind, company.organisation) == ("org", "Baltica")
    assert group.kind == "group"
    assert values(group.members) == ["urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af"]


def test_what_vendors_call_spouse_messenger_and_anniversary() -> None:
    evolution, outlook, kde, android = contacts_of("vendors")
    assert [(r.value, r.types) for r in evolution.related] == [("Maria", ("spouse",))]
    assert [(i.value, i.types) for i in evolution.impp] == [
        ("joe@jabber.example", ("jabber", "home"))
    ]
    assert str(evolution.anniversary) == "1999-05-06"
    assert str(outlook.anniversary) == "2012-08-01"
    assert values(outlook.phones) == ["555"]
    assert [(e.name, e.value) for e in outlook.extra] == [("LABEL", "Street 1\nTown")]
    assert values(kde.impp) == ["konqui", "one@example.org", "two@example.org"]
    assert android.nicknames == ("Andy D",)
    assert [(r.value, r.types) for r in android.related] == [
        ("Ruth", ("mother",)),
        ("Max", ("godfather",)),
    ]
    assert android.phones[0].label == "Boat"


def test_dates_with_and_without_their_parts() -> None:
    assert [str(c.birthday) if c.birthday else "" for c in contacts_of("dates")] == [
        "--02-03",
        "--02-03",
        "text:circa 1800",
        "1953-10-15",
        "",
        "1985-04-02",
        "1985-04",
    ]
    assert str(contacts_of("dates")[0].anniversary) == "2009-08-08"


def test_a_card_without_a_name_is_called_after_what_it_has() -> None:
    cards = cards_of("nameless")
    assert [c.name for c in cards] == [
        "Baltica",
        "only@example.org",
        "+48501000111",
        "Anna Nowak",
        "陳怡君",
    ]
    assert all(c.problems == () for c in cards)
    assert cards[0].contact is not None
    assert cards[0].contact.kind == "org"


def test_jobs_are_paired_by_group_and_then_by_order() -> None:
    plain, grouped, one = contacts_of("jobs")
    assert [(m.organisation, m.job_title, m.role) for m in plain.memberships] == [
        ("First", "Seller", "Night school"),
        ("Second", "Teacher", ""),
    ]
    assert {(m.organisation, m.job_title) for m in grouped.memberships} == {
        ("First", "Seller"),
        ("Second", "Teacher"),
    }
    assert [(m.organisation, m.job_title) for m in one.memberships] == [("Only", "Boss")]


def test_notes_are_joined_and_spaces_stay() -> None:
    (contact,) = contacts_of("notes")
    assert contact.note == " spaces kept \n\nline one\nline two"
    assert contact.geo == "37.386013,-122.082932"
    assert (contact.time_zone, contact.gender) == ("-05:00", "F")
    unknown, grouped = contact.extra
    assert (unknown.value, unknown.types, unknown.params) == (
        "left, as it came",
        ("work",),
        (("X-P", "a;b"),),
    )
    assert grouped.group == "g1"


def test_an_address_label_that_runs_into_the_address() -> None:
    (contact,) = contacts_of("label-in-address")
    assert [(a.post_office_box, a.street, a.locality) for a in contact.addresses] == [
        ("", "Long Street 1", "Town"),
        ("", "Short Street 2", "Village"),
    ]


@pytest.mark.parametrize("path", sorted(FILES.glob("*.vcf")), ids=lambda p: p.stem)
def test_every_quirk_survives_being_written(path: Path) -> None:
    with open(path, "rb") as stream:
        for card in read_cards(stream):
            assert card.contact is not None
            for version in ("keep", "2.1", "3.0", "4.0"):
                again = read_card(write_card(card.contact, version, card.raw, card.photo)).contact
                assert again is not None
                assert same_record(card.contact, again), version


def unfolded(raw: bytes) -> list[bytes]:
    for end in (b"\r\r\n", b"\r\n", b"\r"):
        raw = raw.replace(end, b"\n")
    return raw.replace(b"\n ", b"").replace(b"\n\t", b"").strip(b"\n").split(b"\n")


@pytest.mark.parametrize(
    "name", ["apple", "vendors", "commas", "bare-types", "jobs", "agent-nested", "notes", "dates"]
)
def test_an_edit_leaves_every_other_line_as_it_was(name: str) -> None:
    for card in cards_of(name):
        assert card.contact is not None
        edited = replace(card.contact, time_zone="Europe/Warsaw")
        before = unfolded(card.raw)
        after = unfolded(write_card(edited, "keep", card.raw))
        assert [x for x in before if not x.startswith(b"TZ")] == [
            x for x in after if not x.startswith(b"TZ")
        ]
        assert b"TZ:Europe/Warsaw" in after


def test_a_vendors_property_is_edited_under_its_own_name() -> None:
    card = cards_of("vendors")[0]
    assert card.contact is not None
    spouse = replace(card.contact.related[0], value="Ewa")
    after = write_card(replace(card.contact, related=(spouse,)), "keep", card.raw)
    assert b"X-EVOLUTION-SPOUSE:Ewa\r\n" in after
    assert b"X-COUCHDB-UUID:1\r\n" in after


def test_parameters_without_a_field_survive_an_edit() -> None:
    raw = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nEMAIL;TYPE=HOME;X-UI-SLOT=2:a@b\r\nEND:VCARD\r\n"
    contact = read_card(raw).contact
    assert contact is not None
    edited = replace(contact, emails=(replace(contact.emails[0], value="c@d"),))
    assert b"EMAIL;TYPE=HOME;X-UI-SLOT=2:c@d\r\n" in write_card(edited, "keep", raw)


def test_a_membership_alone_is_enough_for_a_title() -> None:
    contact = Contact(formatted_name="A", memberships=(Membership(job_title="Boss"),))
    raw = write_card(contact, "4.0")
    assert b"TITLE:Boss" in raw
    assert b"ORG" not in raw


def test_json_has_the_shape_that_scripts_read() -> None:
    anna = contact_json(contacts_of("apple")[0])
    assert set(anna) == {
        "type", "id", "uid", "kind", "formatted_name", "name", "nicknames", "organisation",
        "departments", "job_title", "role", "phones", "emails", "urls", "impp", "related",
        "addresses", "birthday", "anniversary", "categories", "note", "photo", "custom", "extra",
    }  # fmt: skip
    assert anna["birthday"] == "--02-03"
    assert anna["phones"][0] == {
        "value": "+48 501 000 111",
        "types": ["cell"],
        "label": "Mobile",
        "preferred": True,
    }
    assert {"X-PHONETIC-FIRST-NAME", "X-SOCIALPROFILE"} <= {e["name"] for e in anna["extra"]}


@pytest.mark.parametrize(
    ("name", "called", "city"),
    [
        ("windows-1250", "Łucja Żółkiewska", "Gdańsk"),
        ("big5", "陳怡君", "台北市"),
        ("windows-1256", "مريم احمدي", "تهران"),
        ("windows-1252", "Jürgen Müller", ""),
        ("windows-1251", "Ирина Соколова", "Тверь"),
        ("koi8-r", "Ирина Соколова", "Тверь"),
        ("windows-1253", "Ελένη Νικολάου", ""),
        ("windows-1254", "Ayşe Çelik", "Muğla"),
        ("shift-jis", "鈴木花子", "横浜市"),
        ("gbk", "李静", "北京"),
        ("euc-kr", "박지민", "서울"),
        ("mac-roman", "Jörg Groß", "Köln"),
    ],
)
def test_text_that_says_no_encoding_is_read_in_the_likeliest(
    name: str, called: str, city: str
) -> None:
    with open(FILES / f"unmarked-{name}.vcf", "rb") as stream:
        contact = next(read_file(stream, {"region": ""})).contact
    assert contact is not None
    assert contact.formatted_name == called
    assert [a.locality for a in contact.addresses] == [city] * bool(city)


def test_a_few_bytes_that_are_no_utf_8_change_nothing_of_the_rest() -> None:
    good = "BEGIN:VCARD\nVERSION:3.0\nFN:Zoë Ć\nNOTE:ćma\nORG:Łódź\n".encode()
    (parsed,) = read_file(BytesIO(good + b"TITLE:M\xfcller\nEND:VCARD\n"), {"region": ""})
    assert parsed.contact is not None
    assert parsed.contact.formatted_name == "Zoë Ć"
    assert parsed.contact.memberships[0].job_title == "Müller"
