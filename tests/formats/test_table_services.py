"""Tables that services and their administrators hand out, a file each."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactdesk.formats.csv_reading import read_bytes
from contactdesk.formats.vcard import read_card, same_record
from contactdesk.model.contact import Contact, Entry

DATA = Path(__file__).parents[1] / "data" / "tables"


def only(name: str) -> Contact:
    (parsed,) = read_bytes((DATA / name).read_bytes(), {})
    assert parsed.contact is not None
    return parsed.contact


def typed(entries: tuple[Entry, ...]) -> list[tuple[str, ...]]:
    return [(entry.value, *entry.types) for entry in entries]


def extras(contact: Contact) -> list[str]:
    return [extra.name for extra in contact.extra]


def test_what_stands_in_brackets_behind_a_head_is_no_part_of_it() -> None:
    anna = only("google-workspace.csv")
    assert (anna.given, anna.family, anna.job_title) == ("Anna", "Nowak", "Buyer")
    assert [(e.value, e.types, e.label) for e in anna.emails] == [
        ("anna@baltica.example", (), ""), ("r@x.example", (), "Recovery"),
        ("a@nowak.example", ("home",), ""), ("w@baltica.example", ("work",), ""),
    ]  # fmt: skip
    assert [p.value for p in anna.phones][1:] == ["58 100 20 30", "58 100 20 31", "501 234 568"]
    assert "X-Password-Required" in extras(anna)


def test_where_to_write_to_a_manager_is_no_mail_address_of_ones_own() -> None:
    assert typed(only("google-workspace.csv").related) == [("ewa@baltica.example", "manager")]


def test_pipedrive_says_person_before_every_head() -> None:
    anna = only("pipedrive.csv")
    assert (anna.given, anna.family, anna.kind) == ("Anna", "Nowak", "individual")
    assert (anna.organisation, anna.job_title) == ("Baltica", "Buyer")
    assert typed(anna.emails) == [("anna@baltica.example", "work"), ("a@nowak.example", "home")]
    assert typed(anna.phones) == [("58 100 20 30", "work"), ("501 234 567", "cell")]
    assert (anna.addresses[0].locality, str(anna.birthday)) == ("Gdańsk", "1985-04-12")
    assert (anna.categories, anna.note) == (("Hot lead",), "likes tea")
    assert extras(anna) == ["X-Person-Owner", "X-Person-Open-deals"]


def test_shopify_with_a_default_address_and_marks_before_numbers() -> None:
    anna = only("shopify.csv")
    address = anna.addresses[0]
    assert (address.street, address.locality) == ("Długa 1\nlok. 4", "Gdańsk")
    assert (address.postal_code, address.country, anna.organisation) == ("80-555", "PL", "Baltica")
    assert [p.value for p in anna.phones] == ["+48581002030", "+48501234567"]
    assert anna.extra[0].value == "8123456"


def test_a_mark_before_a_word_stays() -> None:
    (parsed,) = read_bytes(b"Name,Notes\n't Hart,'a\n", {})
    assert parsed.contact is not None
    assert (parsed.contact.formatted_name, parsed.contact.note) == ("'t Hart", "'a")


def test_mailchimp_with_its_tags_in_quotes() -> None:
    assert only("mailchimp.csv").categories == ("Customer", "VIP")
    (parsed,) = read_bytes(b'Name,Tags\nJan,"""A"" and B, C"\n', {})
    assert parsed.contact is not None
    assert parsed.contact.categories == ('"A" and B', "C")


def test_users_without_a_mail_address_are_written_to_by_their_names() -> None:
    anna = only("microsoft-365-users.csv")
    assert typed(anna.emails) == [("anna@baltica.example",)]
    assert (anna.given, anna.family, anna.job_title) == ("Anna", "Nowak", "Buyer")
    assert typed(anna.phones) == [
        ("58 100 20 33", "fax"), ("501 234 567", "cell"), ("58 100 20 30",),
    ]  # fmt: skip


def test_users_with_a_mail_address_keep_their_names_aside() -> None:
    anna = only("entra-users.csv")
    assert typed(anna.emails) == [("anna.nowak@baltica.example",), ("a@nowak.example",)]
    assert extras(anna)[0] == "X-userPrincipalName"
    assert (anna.organisation, anna.addresses[0].street) == ("Baltica", "Długa 1")


def test_teamleader_in_dutch() -> None:
    jan = only("teamleader-dutch.csv")
    assert (jan.prefixes, jan.given, jan.family) == ("De heer", "Jan", "De Smet")
    assert (jan.addresses[0].postal_code, jan.addresses[0].locality) == ("9000", "Gent")
    assert (jan.categories, jan.gender, jan.extra) == (("klant", "vip"), "M", ())


def test_odoo_with_a_related_company() -> None:
    anna = only("odoo.csv")
    assert (anna.organisation, anna.job_title) == ("Baltica", "Buyer")
    assert anna.addresses[0].street == "Długa 1\nlok. 4"


def test_zoho_with_a_tag_and_a_name_on_twitter() -> None:
    anna = only("zoho.csv")
    assert anna.categories == ("VIP", "Fair")
    assert typed(anna.impp) == [("anna.skype", "skype"), ("annanowak", "twitter")]
    assert [a.locality for a in anna.addresses] == ["Gdańsk", "Sopot"]


def test_a_table_of_firms_with_a_contact_person() -> None:
    anna = only("firms-with-a-contact-person.csv")
    assert (anna.formatted_name, anna.kind) == ("Anna Nowak", "individual")
    assert anna.organisation == "Baltica"
    assert (anna.addresses[0].street, anna.addresses[0].extended) == ("Długa 1", "4")


def test_a_firm_whose_contact_person_is_not_known_is_the_firm() -> None:
    (parsed,) = read_bytes(b"Nazwa;Osoba kontaktowa;Telefon\nBaltica;;58 1002030\n", {})
    assert parsed.contact is not None
    assert (parsed.contact.formatted_name, parsed.contact.kind) == ("Baltica", "org")


def test_profiles_in_networks_are_web_addresses_if_they_are_such() -> None:
    assert [(u.value, u.label) for u in only("xing.csv").urls] == [
        ("https://www.xing.com/profile/Anna_Nowak", "XING-Profil")
    ]
    (parsed,) = read_bytes(b"Name,LinkedIn,Facebook\nJan,linkedin.com/in/jan,yes\n", {})
    assert parsed.contact is not None
    assert [(u.value, u.label) for u in parsed.contact.urls] == [
        ("linkedin.com/in/jan", "LinkedIn")
    ]
    assert [(e.name, e.value) for e in parsed.contact.extra] == [("X-Facebook", "yes")]


def test_linkedin_with_a_notice_above_its_table() -> None:
    anna, jan = (p.contact for p in read_bytes((DATA / "linkedin.csv").read_bytes(), {}))
    assert anna is not None
    assert jan is not None
    assert (anna.formatted_name, anna.job_title) == ("Anna Nowak", "Head of Procurement")
    assert anna.urls[0].value == "https://www.linkedin.com/in/anna-nowak"
    assert (jan.organisation, jan.emails[0].value) == ("ACME, Inc.", "jan@kowalski.example")


def test_kaddressbook_with_a_partner() -> None:
    anna = only("kaddressbook.csv")
    assert typed(anna.related) == [
        ("Ewa", "manager"), ("Jan", "assistant"), ("Piotr", "partner"),
    ]  # fmt: skip
    assert anna.addresses[1].post_office_box == "PB 5"


def test_hubspot() -> None:
    anna = only("hubspot.csv")
    assert (anna.organisation, anna.job_title) == ("Baltica", "Buyer")
    assert typed(anna.phones) == [("+48 58 100 20 30",), ("+48 501 234 567", "cell")]
    assert anna.addresses[0].region == "pomorskie"


def test_outlook_on_the_web() -> None:
    anna = only("outlook-web.csv")
    assert len(anna.phones) == 16
    assert [a.types for a in anna.addresses] == [("work",), ("home",), ("other",)]
    assert [u.types for u in anna.urls] == [("home",), ()]
    assert extras(anna) == [
        "X-Callback", "X-Telex", "X-Office-Location", "X-Schools", "X-Hobby", "X-Location",
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["Tag", "Label", "Etykiety"])
def test_a_word_for_somebody_is_a_category(head: str) -> None:
    (parsed,) = read_bytes(f"Name,{head}\nJan,VIP\n".encode(), {})
    assert parsed.contact is not None
    assert parsed.contact.categories == ("VIP",)


@pytest.mark.parametrize("head", ["Brother", "Line", "Friend", "GN", "Sort string", "Matrix"])
def test_a_kept_column_is_never_taken_for_a_field_when_its_card_is_read(head: str) -> None:
    (parsed,) = read_bytes(f"Name,{head}\nJan,something\n".encode(), {})
    assert parsed.contact is not None
    assert [e.value for e in parsed.contact.extra] == ["something"]
    again = read_card(parsed.raw).contact
    assert again is not None
    assert same_record(again, parsed.contact)
