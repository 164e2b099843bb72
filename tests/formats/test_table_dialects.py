"""Tables of other programs, one file each: what every column says arrives where it belongs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.base import Parsed
from contactdesk.formats.csv_reading import read_bytes
from contactdesk.formats.tables import TableFacts, detect
from contactdesk.formats.vcard import read_card, same_record
from contactdesk.model.contact import Contact
from contactdesk.model.record import contact_to_plain

DATA = Path(__file__).parents[1] / "data" / "tables"


def rows(name: str, **choices: Any) -> list[Parsed]:
    return read_bytes((DATA / name).read_bytes(), choices)


def facts_of(name: str, **choices: Any) -> TableFacts:
    return detect((DATA / name).read_bytes(), name, choices)


def contacts(name: str) -> list[Contact]:
    return [parsed.contact for parsed in rows(name) if parsed.contact is not None]


def said(parsed: Parsed) -> dict[str, Any]:
    """What a contact says, without the numbers of its items."""
    assert parsed.contact is not None
    plain = contact_to_plain(parsed.contact)
    for items in plain.values():
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                item.pop("item", None)
    return plain


def entry(value: str, *types: str, **more: Any) -> dict[str, Any]:
    return {"value": value, **({"types": list(types)} if types else {}), **more}


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda p: p.name)
def test_every_row_stands_as_a_card_that_says_the_same(path: Path) -> None:
    found = rows(path.name)
    assert found
    assert [p.index for p in found] == list(range(len(found)))
    for parsed in found:
        if parsed.contact is not None:
            again = read_card(parsed.raw).contact
            assert again is not None
            assert same_record(again, parsed.contact)


def test_google_contacts_until_2023() -> None:
    (parsed,) = rows("google-until-2023.csv")
    assert parsed.problems == ()
    assert said(parsed) == {
        "formatted_name": "dr Maja Zielona",
        "prefixes": "dr",
        "given": "Maja",
        "additional": "Ewa",
        "family": "Zielona",
        "nicknames": ["Majka"],
        "memberships": [{"organisation": "Firma", "departments": ["Books"], "job_title": "Editor"}],
        "phones": [entry("+48 600 100 200", "cell"), entry("22 555 10 10", "work", "fax")],
        "emails": [
            entry("maja@example.org", "home", preferred=True),
            entry("m.zielona@example.org", "home"),
            entry("maja@firma.example", "work"),
        ],
        "addresses": [
            {
                "extended": "m. 4",
                "street": "Polna 3",
                "locality": "Warszawa",
                "region": "mazowieckie",
                "postal_code": "00-950",
                "country": "Polska",
                "types": ["home"],
            }
        ],
        "urls": [entry("https://maja.example", "blog")],
        "impp": [entry("maja.z", "skype", "other")],
        "related": [entry("Piotr Zielony", "spouse")],
        "birthday": "1984-03-09",
        "anniversary": "2010-06-12",
        "categories": ["Friends", "Choir"],
        "note": "first line\nsecond line",
        "extra": [{"name": "X-Shoe-size", "value": "38"}],
    }


def test_google_contacts_since_2023() -> None:
    (parsed,) = rows("google-since-2023.csv")
    found = said(parsed)
    assert found["phones"] == [
        entry("+46 70 000 00 01", "cell"),
        entry("+46 8 000 00 02", label="Reception"),
    ]
    assert found["emails"] == [entry("oskar@nordlicht.example", "work", preferred=True)]
    assert found["categories"] == ["myContacts", "Suppliers"]
    assert found["memberships"] == [{"organisation": "Nordlicht AB", "job_title": "Buyer"}]
    assert found["addresses"][0]["street"] == "Hamngatan 1"
    assert [e["name"] for e in found["extra"]] == ["PHOTO"]  # an address, never fetched
    assert parsed.photo is None


@pytest.mark.parametrize(
    ("name", "prefix", "job", "phones", "birthday", "categories"),
    [
        (
            "outlook-english.csv",
            "Ms.",
            ("Field & Sons Ltd", "Sales", "Director"),
            [("work", "fax"), ("work",), ("work",), ("cell",)],
            "1979-04-25",
            ["Customers", "Wine"],
        ),
        (
            "outlook-german.csv",
            "Herr",
            ("Müßig GmbH", "Einkauf", "Leiter"),
            [("work", "fax"), ("work",), ("home",), ("cell",)],
            "1969-11-03",
            ["Kunden", "Messe"],
        ),
        (
            "outlook-polish.csv",
            "Pani",
            ("Łąka Sp. z o.o.", "Księgowość", "Główna księgowa"),
            [("work", "fax"), ("work",), ("cell",)],
            "1975-08-07",
            ["Dostawcy"],
        ),
    ],
)
def test_outlook_in_three_languages(
    name: str,
    prefix: str,
    job: tuple[str, str, str],
    phones: list[tuple[str, ...]],
    birthday: str,
    categories: list[str],
) -> None:
    (parsed,) = rows(name)
    contact = parsed.contact
    assert contact is not None
    assert parsed.problems == ()  # "Normal", "False" and "SMTP" stand in every row of Outlook's
    assert contact.extra == ()
    assert contact.prefixes == prefix
    first = contact.memberships[0]
    assert (first.organisation, first.departments, first.job_title) == (job[0], (job[1],), job[2])
    assert [p.types for p in contact.phones] == phones
    assert str(contact.birthday) == birthday
    assert contact.anniversary is None
    assert list(contact.categories) == categories
    assert [a.types for a in contact.addresses] == [("work",), ("home",)]


def test_outlook_streets_of_several_lines_are_one_address() -> None:
    (parsed,) = rows("outlook-english.csv")
    assert parsed.contact is not None
    assert parsed.contact.addresses[0].street == "1 Long Lane\n2nd floor"
    assert [(r.value, r.types) for r in parsed.contact.related] == [
        ("Tom Reed", ("assistant",)),
        ("Max Field", ("spouse",)),
    ]


def test_thunderbird_with_a_birthday_in_three_columns() -> None:
    (parsed,) = rows("thunderbird.csv")
    found = said(parsed)
    assert found["birthday"] == "1988-02-29"
    assert found["addresses"] == [
        {
            "street": "Gasse 1\nHinterhaus",
            "locality": "Bremen",
            "postal_code": "28195",
            "country": "DE",
            "types": ["home"],
        }
    ]
    assert [e["value"] for e in found["emails"]] == ["ida@berg.example", "ida2@berg.example"]
    assert found["extra"] == [{"name": "X-Custom-1", "value": "red"}]
    assert [p.code for p in parsed.problems] == ["kept"]
    assert "Custom 1" in parsed.problems[0].message


def test_yahoo_with_columns_called_home_and_work() -> None:
    (parsed,) = rows("yahoo.csv")
    found = said(parsed)
    assert found["phones"] == [entry("555-010-0001", "home"), entry("555-010-0002", "cell")]
    assert found["addresses"][0]["street"] == "5 Main St"
    assert (found["birthday"], found["note"]) == ("1980-12-31", "pays cash")


def test_yahoo_with_its_messengers() -> None:
    (parsed,) = rows("yahoo-messengers.csv")
    found = said(parsed)
    assert found["phones"] == [entry("555-010-0001", "home"), entry("555-010-0002", "main")]
    assert found["impp"] == [
        entry("rosa.y"), entry("rosa.s", "skype"), entry("rosa_irc", "irc"), entry("55501", "icq"),
        entry("rosa@g.example", "gtalk"), entry("rosa@m.example", "msn"), entry("rosa.a", "aim"),
        entry("55502", "qq"),
    ]  # fmt: skip


def test_outlook_in_french() -> None:
    (parsed,) = rows("outlook-french.csv")
    found = said(parsed)
    assert found["addresses"] == [
        {"street": "1, rue Haute", "locality": "Lyon", "region": "Rhône", "postal_code": "69001",
         "country": "France", "types": ["work"]},
    ]  # fmt: skip
    assert found["urls"] == [entry("www.brun.example")]
    assert (found["birthday"], found["categories"]) == ("1990-04-15", ["Clients"])
    assert "extra" not in found


def test_outlook_in_chinese() -> None:
    (parsed,) = rows("outlook-chinese.csv")
    found = said(parsed)
    assert found["addresses"] == [
        {"street": "建国路一号", "locality": "朝阳区", "region": "北京", "postal_code": "100000",
         "types": ["work"]},
    ]  # fmt: skip
    assert (found["note"], found["categories"]) == ("老朋友", ["客户"])
    assert "extra" not in found


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("latin-2.csv", ["Małgorzata Śliwa", "Žofie Růžičková"]),
        ("big5.csv", ["陳怡君"]),
        ("gb18030.csv", ["王小明"]),
        ("persian-windows-1256.csv", ["مريم احمدى"]),
        ("utf-16.txt", ["Łucja Żak", "陳怡君"]),
        ("bare-cr.csv", ["Anna Nowak", "Jan Kowal"]),
        ("mixed-bytes.csv", ["Anna Nowak", "Łukasz Żak", "Jörg Berg"]),
        ("title-above.csv", ["Jan Nowak", "Eva van Dijk"]),
        ("one-column.csv", ["jan@example.org", "eva@example.org"]),
    ],
)
def test_names_arrive_whatever_the_bytes(name: str, names: list[str]) -> None:
    assert [p.name for p in rows(name)] == names


def test_chinese_heads_give_the_fields_of_a_card() -> None:
    (parsed,) = rows("big5.csv")
    found = said(parsed)
    assert (found["family"], found["given"]) == ("陳", "怡君")
    assert found["phones"] == [entry("0912-000-001", "cell"), entry("02-0000-0002", "work")]
    assert found["addresses"] == [{"street": "台北市信義路四段5號", "types": ["work"]}]


def test_a_cell_may_hold_a_whole_name_a_whole_address_or_two_numbers() -> None:
    person, firm = rows("whole-cells.csv")
    found = said(person)
    assert (found["prefixes"], found["given"], found["family"]) == ("dr", "Jan", "Nowak")
    assert found["addresses"] == [
        {"street": "Długa 5", "locality": "Gdańsk", "postal_code": "80-001", "country": "Polska"}
    ]
    assert found["phones"] == [
        entry("600 000 001"),
        entry("600 000 002"),
        entry("58 000 00 03", label="Sekretariat"),
    ]
    assert said(firm)["formatted_name"] == "Baltica Sp. z o.o."
    assert "family" not in said(firm)


def test_a_town_with_its_postcode_is_parted() -> None:
    (parsed,) = read_bytes(b"Name;PLZ/Ort\nAnn Ash;28195 Bremen\n", {})
    assert said(parsed)["addresses"] == [{"locality": "Bremen", "postal_code": "28195"}]


def test_columns_without_a_field_are_kept_and_named_once() -> None:
    text = "Name,Colour,Size\nAnn Ash,red,\nBob Ash,blue,4\nCy Ash,green,5\n"
    first, second, third = read_bytes(text.encode(), {})
    assert [p.message.rpartition(": ")[2] for p in first.problems] == ["Colour"]
    assert [p.message.rpartition(": ")[2] for p in second.problems] == ["Size"]
    assert third.problems == ()
    assert said(third)["extra"] == [
        {"name": "X-Colour", "value": "green"},
        {"name": "X-Size", "value": "5"},
    ]


def test_a_number_that_a_spreadsheet_has_shortened_is_told() -> None:
    (parsed,) = read_bytes(b"Name;Phone\nAnn Ash;4,85012E+10\n", {})
    assert [p.code for p in parsed.problems] == ["rounded"]
    assert parsed.problems[0].message.startswith("4,85012E+10: ")


def test_american_dates_need_no_more_than_one_row_that_tells() -> None:
    dates = [p.contact.birthday for p in rows("american-dates.csv") if p.contact]
    assert [str(d) for d in dates] == ["1980-02-03", "1979-11-30", "None", "1990-02-05"]
    days_first = rows("american-dates.csv", date_order="dmy")
    assert days_first[0].contact is not None
    assert str(days_first[0].contact.birthday) == "1980-03-02"


def test_chosen_columns_and_defaults_are_obeyed() -> None:
    columns = ["family", "given", "", "phones:work"]
    defaults = {"categories": "Fair; 2026", "addresses.country": "Polska", "memberships": "Lis Sp."}
    first, _second = rows("no-heads.csv", columns=columns, defaults=defaults)
    found = said(first)
    assert (found["family"], found["given"]) == ("Jan", "Nowak")
    assert "emails" not in found
    assert found["phones"] == [entry("+48 600 000 001", "work")]
    assert found["categories"] == ["Fair", "2026"]
    assert found["memberships"] == [{"organisation": "Lis Sp."}]
    assert "addresses" not in found  # a country alone is no address


def test_a_default_fills_only_what_a_row_lacks() -> None:
    text = "Name,Street,Country,Note\nAnn Ash,Long Lane 1,France,hers\nBob Ash,Short Row 2,,\n"
    found = read_bytes(text.encode(), {"defaults": {"addresses.country": "UK", "note": "new"}})
    ann, bob = (said(p) for p in found)
    assert (ann["addresses"][0]["country"], ann["note"]) == ("France", "hers")
    assert (bob["addresses"][0]["country"], bob["note"]) == ("UK", "new")


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        ("Prénom;Nom;Société;Tél. portable;Courriel",
         "given family memberships phones:cell emails"),
        ("Nombre;Apellidos;Empresa;Teléfono móvil;Ciudad",
         "given family memberships phones:cell addresses.locality"),
        ("Nome;Cognome;Azienda;Cellulare;CAP",
         "given family memberships phones:cell addresses.postal_code"),
        ("Voornaam;Achternaam;Mobiel;Straat;Plaats",
         "given family phones:cell addresses.street addresses.locality"),
        ("Jméno;Příjmení;Telefon do práce;PSČ;Poznámka",
         "given family phones:work addresses.postal_code note"),
        ("نام;نام خانوادگی;تلفن همراه;ایمیل;کد پستی",
         "given family phones:cell emails addresses.postal_code"),
        ("姓;名;手机号码;家庭电话;备注", "family given phones:cell phones:home note"),
        ("Name;Vorname;Handy;Straße;PLZ",
         "family given phones:cell addresses.street addresses.postal_code"),
        ("Title;Name;Job Title", "prefixes formatted_name memberships.job_title"),
        ("Name;Title", "formatted_name memberships.job_title"),
        ("FirstName;LastName;EmailAddress;MobilePhone", "given family emails phones:cell"),
        ("E-mail;E-mail;Phone;Phone 2", "emails emails#2 phones phones#2"),
        ("Kontrahent;Osoba kontaktowa;Telefon kontaktowy;Ulica i nr domu;Data ur.",
         "memberships formatted_name phones addresses.street birthday"),
        ("Ansprechpartner;Tel. geschäftl.;WhatsApp Number;Geb.datum",
         "formatted_name phones:work impp:whatsapp birthday"),
        ("شماره موبایل;شماره تماس;办公电话", "phones:cell phones phones:work"),
        ("Address 1;Address 2;City", "addresses.street addresses.street addresses.locality"),
        ("Address Line 1;Address Line 2;Zip",
         "addresses.street addresses.street addresses.postal_code"),
    ],
)  # fmt: skip
def test_heads_of_many_languages(heads: str, fields: str) -> None:
    assert detect((heads + "\n").encode()).fields == tuple(fields.split())


# small things that tables do, a file each


def test_tabs_and_bars_part_cells_and_commas_stay_in_them() -> None:
    assert [c.formatted_name for c in contacts("tabs.tsv")] == ["Anna Nowak", "Jan Kowal"]
    (contact,) = contacts("bars.csv")
    assert contact.note == "kommt, wann sie will; meist früh"
    assert contact.phones[0].types == ("home",)


def test_a_byte_order_mark_is_no_part_of_the_first_head() -> None:
    (contact,) = contacts("mark-and-semicolons.csv")
    assert (contact.given, contact.family) == ("Zoé", "Lefèvre")


def test_doubled_quotes_commas_and_line_ends_in_a_cell() -> None:
    (contact,) = contacts("doubled-quotes.csv")
    assert contact.given == 'Bo "Bear"'
    assert contact.note == 'says "hej", then\nleaves'


def test_a_telephone_that_a_spreadsheet_made_a_power_of_ten_is_named_with_its_line() -> None:
    (parsed,) = rows("shortened-numbers.csv")
    assert [(p.line, p.code) for p in parsed.problems] == [(2, "rounded")]
    assert parsed.contact is not None
    assert parsed.contact.phones[0].value == "4.85012E+10"


def test_rows_of_delimiters_alone_are_nobody_and_lines_are_counted_on() -> None:
    assert [(p.name, p.line) for p in rows("empty-rows.csv")] == [
        ("Anna Nowak", 4), ("Jan Kowal", 7),
    ]  # fmt: skip


def test_the_same_head_twice_is_a_second_value() -> None:
    (contact,) = contacts("twice-the-same-head.csv")
    assert [p.value for p in contact.phones] == ["+48 501 234 567", "+48 22 555 01 01"]
    assert [e.value for e in contact.emails] == ["anna@example.org", "a.nowak@firm.example"]


def test_apple_contacts_as_programs_beside_it_write_them() -> None:
    (contact,) = contacts("apple.csv")
    assert [(p.value, p.types) for p in contact.phones] == [
        ("+44 7700 900123", ("cell",)), ("+44 20 7946 0001", ("work",)),
    ]  # fmt: skip
    assert [e.value for e in contact.emails] == ["ada@example.org", "ada@harbour.example"]
    (work,) = contact.memberships
    assert (work.organisation, work.departments) == ("Harbour Ltd", ("Sales",))
    assert str(contact.birthday) == "1984-03-14"


def test_western_quotation_marks_are_no_slovak_letters() -> None:
    first, second = contacts("guillemets-and-apostrophes.csv")
    assert (first.formatted_name, first.note) == ("O'Neil", "it's 5' tall")
    assert (second.formatted_name, second.note) == ("L'Été", "«rouge»")


def born(name: str, **choices: Any) -> list[str]:
    return [str(p.contact.birthday) for p in rows(name, **choices) if p.contact]
