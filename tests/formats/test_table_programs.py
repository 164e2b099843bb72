"""Tables of programs whose heads need words of their own, a file each."""

from __future__ import annotations

from pathlib import Path

from contactdesk.formats.csv_reading import read_bytes
from contactdesk.model.contact import Contact, Entry

DATA = Path(__file__).parents[1] / "data" / "tables"


def only(name: str) -> Contact:
    (parsed,) = read_bytes((DATA / name).read_bytes(), {})
    assert parsed.contact is not None
    return parsed.contact


def typed(entries: tuple[Entry, ...]) -> list[tuple[str, ...]]:
    return [(entry.value, *entry.types) for entry in entries]


def test_outlook_in_russian() -> None:
    ivan = only("outlook-russian.csv")
    assert (ivan.prefixes, ivan.additional) == ("г-н", "Петрович")
    assert typed(ivan.phones) == [
        ("8 495 111-22-33", "work", "fax"), ("8 495 111-22-34", "work"),
        ("8 495 111-22-35", "work"), ("8 482 111-22-36", "home"), ("+7 903 111-22-37", "cell"),
        ("8 800 111-22-38", "other"), ("555666", "pager"),
    ]  # fmt: skip
    assert typed(ivan.emails) == [("i@sidorov.example",), ("b@sidorov.example",)]
    assert typed(ivan.related) == [
        ("Анна", "spouse"), ("Ольга", "assistant"), ("Пётр", "manager"),
    ]  # fmt: skip
    work, home = ivan.addresses
    assert (work.street, work.locality, work.region) == ("Ленина 1", "Москва", "МО")
    assert (work.postal_code, work.country, work.types) == ("101000", "Россия", ("work",))
    assert (home.street, home.locality, home.types) == ("Мира 2", "Тверь", ("home",))
    assert (str(ivan.birthday), str(ivan.anniversary)) == ("1985-04-12", "2010-06-01")
    assert (ivan.gender, ivan.extra) == ("M", ())


def test_mail_ru() -> None:
    ivan = only("mail-ru.csv")
    assert typed(ivan.emails) == [("ivan@petrov.example",)]
    assert (ivan.nicknames, ivan.categories) == (("Ваня",), ("Друзья",))
    assert typed(ivan.phones) == [("8 (495) 123-45-67",), ("+7 903 000-00-00", "cell")]
    assert ivan.extra == ()


def test_salesforce_whose_companies_are_accounts_with_a_mailing_address() -> None:
    jan = only("salesforce.csv")
    job, address = jan.memberships[0], jan.addresses[0]
    assert (job.organisation, job.departments, job.job_title) == ("ACME", ("Sales",), "Boss")
    assert (address.street, address.locality, address.region) == ("Long 1", "Warsaw", "Maz")
    assert (address.postal_code, address.country) == ("00-001", "Poland")
    assert (jan.phones[3].value, jan.phones[3].label) == ("22 100 20 33", "Assistant")
    assert [extra.name for extra in jan.extra] == ["X-Lead-Source"]
