"""What further programs and telephones write, and what a person must find of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.charsets import codec_of
from contactdesk.formats.vcard import read_card, read_cards, write_card
from contactdesk.model.contact import Contact

FILES = Path(__file__).parents[1] / "data" / "vcard"
TINY_GIF = "90252ef0aa9e3d36c861bbeaa1bd57b7f855333edf2957ab9473838a52e2dd7f"


def contacts_of(name: str) -> list[Contact]:
    with open(FILES / f"{name}.vcf", "rb") as stream:
        cards = list(read_cards(stream))
    assert [c.problems for c in cards] == [()] * len(cards)
    return [c.contact for c in cards if c.contact is not None]


def raw_of(name: str) -> bytes:
    return (FILES / f"{name}.vcf").read_bytes()


def said(items: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.value, item.types) for item in items]


def test_an_agent_that_begins_on_its_own_line_keeps_its_lines_for_itself() -> None:
    old, new = contacts_of("agent-on-one-line")
    assert (said(old.phones), said(new.phones)) == ([("1", ())], [("2", ())])
    assert (old.family, new.formatted_name) == ("Boss", "Second Boss")


def test_charsets_by_every_name_they_go_by() -> None:
    (contact,) = contacts_of("charset-names")
    assert contact.family == "Żółć"
    assert (contact.organisation, contact.job_title, contact.note) == ("Łódź", "ż", "Zażółć")
    assert said(contact.phones) == [("501", ("cell",))]
    assert contact.addresses[0].street == "Łąka 1"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("GB2312", "gb18030"), ("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("latin1", "iso8859-1"),
        ("WINDOWS-1250", "cp1250"), ("CP852", "cp852"), ("big-5", "big5"), ("UTF-16", ""),
        ("x-mac-roman", "mac-roman"), ("unknown-8bit", ""), ("rot13", ""), ("UTF-8", ""),
    ],
)  # fmt: skip
def test_only_codecs_of_text_are_used(charset: str, codec: str) -> None:
    assert codec_of(charset) == codec


def test_a_value_that_ends_in_a_soft_break_does_not_swallow_the_next_line() -> None:
    (contact,) = contacts_of("qp-ends-in-a-soft-break")
    assert contact.note == "short"
    assert said(contact.phones) == [("501", ("cell",))]
    # here the break is meant: a line of text that looks like a property
    assert [e.value for e in contact.extra] == ["Call me\nTEL: 22 555"]


def test_a_note_whose_lines_stand_there_as_they_are() -> None:
    (contact,) = contacts_of("note-in-plain-lines")
    assert contact.note == "first line\nsecond, still the note\n\na new paragraph"
    assert said(contact.phones) == [("1", ())]
    after = write_card(replace(contact, note="short"), "keep", raw_of("note-in-plain-lines"))
    assert after.split(b"\r\n")[2:5] == [b"FN:Anna Nowak", b"NOTE:short", b"TEL:1"]


def test_outlook_and_exchange() -> None:
    (contact,) = contacts_of("outlook-exchange")
    assert said(contact.related) == [
        ("Jan", ("spouse",)),
        ("Ewa", ("manager",)),
        ("Ola", ("assistant",)),
    ]
    assert said(contact.phones) == [("11", ("voice", "callback")), ("22", ("work", "voice"))]
    assert contact.photo is None  # the picture of a business card is not the person's
    related = (replace(contact.related[0], value="Jacek"), *contact.related[1:])
    after = write_card(replace(contact, related=related), "keep", raw_of("outlook-exchange"))
    assert b"X-MS-SPOUSE;N:Jacek\r\n" in after


def test_nokia() -> None:
    (contact,) = contacts_of("nokia")
    assert contact.nicknames == ("KSU",)
    assert said(contact.phones) == [("501", ("assistant",)), ("44444", ("cell",))]
    assert said(contact.related) == [("Ola", ("assistant",)), ("Max", ("child",))]
    assert said(contact.impp) == [("wv:kiran", ("wv",)), ("sip:k@n.example", ("sip", "voip"))]
    phones = (replace(contact.phones[0], value="777"), contact.phones[1])
    after = write_card(replace(contact, phones=phones), "keep", raw_of("nokia"))
    assert b"\r\nX-ASSISTANT-TEL:777\r\n" in after


def test_japanese_telephones() -> None:
    (contact,) = contacts_of("japanese-phone")
    assert (contact.phonetic_family, contact.phonetic_given) == ("YAMADA", "TARO")
    assert contact.categories == ("Football",)
    assert contact.phones[0].label == ""


def test_skype_zimbra_and_old_mac_names_of_messengers() -> None:
    (contact,) = contacts_of("skype-and-zimbra")
    assert said(contact.phones) == [("+4822", ())]
    assert said(contact.impp) == [
        ("anna.skype", ("skype",)),
        ("aim://anna", ()),
        ("55", ("icq",)),
    ]
    assert str(contact.anniversary) == "2001-02-03"


def test_nextcloud_and_owncloud() -> None:
    (contact,) = contacts_of("nextcloud")
    assert said(contact.related) == [("Boss", ("manager",))]
    assert said(contact.impp) == [
        ("matrix:u/anna", ("matrix",)),
        ("x-apple:123", ("gadu-gadu",)),
    ]
    assert contact.photo is not None
    assert contact.photo.sha256 == TINY_GIF


def test_kde_and_evolution() -> None:
    (contact,) = contacts_of("kde-messengers")
    assert said(contact.related) == [("Jan", ("spouse",))]
    assert said(contact.impp) == [("123", ("gadu-gadu",)), ("anna", ("twitter",))]


def test_what_an_altid_says_again_is_no_second_job() -> None:
    (contact,) = contacts_of("said-twice-by-altid")
    (job,) = contact.memberships
    assert (contact.formatted_name, job.organisation, job.job_title) == ("Anna", "Baltica", "Boss")
    assert [(e.name, e.value) for e in contact.extra] == [
        ("FN", "アンナ"),
        ("TITLE", "Patron"),
        ("ORG", "波羅的海"),
    ]


def test_a_photo_nobody_announced_as_base64() -> None:
    for contact in contacts_of("photo-unannounced"):
        assert contact.photo is not None
        assert contact.photo.sha256 == TINY_GIF


def test_dates_as_people_write_them() -> None:
    assert [str(c.birthday) for c in contacts_of("dates-as-people-write-them")] == [
        *["1980-03-22"] * 5,
        "--03-22",
        "1980-03",
        "1980",
        "text:3/4/1980",  # March or April: nobody knows
    ]


def test_types_values_and_addresses_written_oddly() -> None:
    (contact,) = contacts_of("odd-types")
    assert said(contact.phones) == [("1", ("work", "voice")), ("2", ("cell", "voice"))]
    assert said(contact.emails) == [("a@b", ("internet",))]
    assert contact.addresses[0].street == "Long Street 1, Town"
    assert contact.gender == "F"


def test_an_own_label_stays_when_the_value_beside_it_is_edited() -> None:
    raw = (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nitem1.TEL;type=pref:1\r\n"
        b"item1.X-ABLabel:_$!<Mobile>!$_\r\nitem2.URL:x\r\nitem2.X-ABLabel:Blog\r\nEND:VCARD\r\n"
    )
    contact = read_card(raw).contact
    assert contact is not None
    phones = (replace(contact.phones[0], value="2"),)
    after = write_card(replace(contact, phones=phones), "keep", raw)
    assert after == raw.replace(b"type=pref:1", b"TYPE=PREF:2")
    again = read_card(after).contact
    assert again is not None
    assert again.phones == phones


def test_the_last_job_of_a_card_of_fullcontact_is_the_main_one() -> None:
    (contact,) = contacts_of("fullcontact")
    jobs = [(job.organisation, job.departments, job.job_title) for job in contact.memberships]
    assert jobs == [("New Mill", ("Board",), "Director"), ("Old Mill", ("Sales",), "Seller")]


@pytest.mark.parametrize("titles", [("Owner", "Seller"), ("", "")])
def test_what_changes_of_the_jobs_of_such_a_card_is_read_in_its_order(
    titles: tuple[str, str],
) -> None:
    (contact,) = contacts_of("fullcontact")
    pairs = zip(contact.memberships, titles, strict=True)
    jobs = tuple(replace(job, job_title=title) for job, title in pairs)
    after = write_card(replace(contact, memberships=jobs), "keep", raw_of("fullcontact"))
    again = read_card(after).contact
    assert again is not None
    assert [job.job_title for job in again.memberships] == list(titles)
    assert [job.organisation for job in again.memberships] == ["New Mill", "Old Mill"]
    assert b"X-FC-LIST-ID:8ad23200\r\n" in after
