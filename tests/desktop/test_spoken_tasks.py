"""A line of the quick field taken apart: what, when, how often."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QLocale

from contactdesk.desktop.coloured_field import taken_spans
from contactdesk.desktop.spoken_tasks import Understood, as_task, understood
from contactdesk.i18n import use_language
from contactdesk.store.people import Colleague

NOW = datetime(2026, 11, 24, 10, 30)  # a Tuesday


@pytest.fixture(autouse=True)
def in_english() -> None:
    QLocale.setDefault(QLocale("en_GB"))


def told(found: Understood) -> tuple[str, str, str]:
    return found.subject, as_task(found, (), "").ends_at, found.rule


@pytest.mark.parametrize(
    ("line", "subject", "due", "rule"),
    [
        ("Call Nuno tomorrow 9:00 every week", "Call Nuno", "2026-11-25T09:00:00",
         "FREQ=WEEKLY;BYDAY=WE"),
        ("Call Nuno every week tomorrow 9:00", "Call Nuno", "2026-11-25T09:00:00",
         "FREQ=WEEKLY;BYDAY=WE"),
        ("Send the list on fri", "Send the list", "2026-11-27", ""),
        ("Post 9:00", "Post", "2026-11-25T09:00:00", ""),
        ("Post 15:00", "Post", "2026-11-24T15:00:00", ""),
        ("Invoices every month", "Invoices", "2026-11-24", "FREQ=MONTHLY;BYMONTHDAY=24"),
        ("Stock every 2 weeks", "Stock", "2026-11-24", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("Stock every monday 8:00", "Stock", "2026-11-30T08:00:00", "FREQ=WEEKLY;BYDAY=MO"),
        ("Mail every working day", "Mail", "2026-11-24", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Renew yearly", "Renew", "2026-11-24", "FREQ=YEARLY"),
        ("Order 12 boxes", "Order 12 boxes", "", ""),
        ("Check every week plan", "Check every week plan", "", ""),
        ("weekly", "weekly", "", ""),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_what_a_line_says(line: str, subject: str, due: str, rule: str) -> None:
    assert told(understood(line, NOW)) == (subject, due, rule)


def test_what_is_not_to_be_understood_stays_in_the_subject() -> None:
    line = "Call Nuno tomorrow every week"
    assert told(understood(line, NOW, rules=False)) == (line, "", "")
    assert told(understood("Call tomorrow", NOW, times=False)) == ("Call tomorrow", "", "")


def test_english_is_understood_in_every_language() -> None:
    use_language("fa")
    QLocale.setDefault(QLocale("fa_IR"))
    assert told(understood("نونو tomorrow ۹:۰۰ every week", NOW)) == (
        "نونو", "2026-11-25T09:00:00", "FREQ=WEEKLY;BYDAY=WE",
    )  # fmt: skip


TEAM = [
    Colleague(n, f"id-{n}", name, "")
    for n, name in enumerate(("Marta Zając", "Marek Zych", "Ewa Lis", "陳怡君"), 1)
]


@pytest.mark.parametrize(
    ("line", "subject", "owner"),
    [
        ("Call Nuno @marta tomorrow 9:00", "Call Nuno", "id-1"),
        ("@Ewa Lis: post the letter", "post the letter", "id-3"),
        ("Post @zajac", "Post", "id-1"),
        ("Post @marta zając, Thursday", "Post", "id-1"),
        ("報價 @陳怡君", "報價", "id-4"),
        ("Post @mar", "Post @mar", ""),  # two are called so
        ("Write to anna@baltica.example", "Write to anna@baltica.example", ""),
        ("Post @somebody", "Post @somebody", ""),
        ("@marta", "@marta", ""),  # nothing is left to do
        ("Meet @ noon", "Meet @ noon", ""),
    ],
)
def test_a_colleague_is_named_by_an_at(line: str, subject: str, owner: str) -> None:
    found = understood(line, NOW, colleagues=TEAM)
    assert (found.subject, as_task(found, (), "").owner) == (subject, owner)
    assert understood(line, NOW).owner is None


def test_what_was_taken_stands_where_it_was_typed() -> None:
    line = "Call Nuno @marta  tomorrow"
    left = understood(line, NOW, colleagues=TEAM).subject
    assert [line[at : at + many] for at, many in taken_spans(line, left)] == ["@marta", "tomorrow"]
    assert taken_spans("Call", "Call") == []
