"""What a note of a call promises, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, time

import pytest
from PySide6.QtCore import QLocale

from contactdesk.desktop.spoken_promises import Promise, as_event, promises
from contactdesk.i18n import use_language

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(QLocale("en_GB"))
    use_language("en")


def told(text: str) -> list[tuple[str, str, bool]]:
    return [
        (p.subject, p.day.isoformat() + (f" {p.at:%H:%M}" if p.at else ""), p.sure)
        for p in promises(text, TODAY)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Price list by Friday, incl. Gdynia.\nOla takes over invoices from 1 December.\nAsks for",
         [("Price list", "2026-11-27", True)]),
        ("send the offer tomorrow", [("Send the offer", "2026-11-25", True)]),
        ("By Friday send the new contract", [("Send the new contract", "2026-11-27", True)]),
        ("Wants samples before 3 December and a call.", [("Wants samples", "2026-12-03", True)]),
        ("Review of prices on Thursday 14:00?", [("Review of prices", "2026-11-26 14:00", False)]),
        ("Back on Friday from the fair", [("Back", "2026-11-27", False)]),
        ("Away since Friday. Was here yesterday. We talk so often, nice.", []),
        ("Ordered 12 boxes. Paid 300", []),
        ("Friday", []),
        ("", []),
        ("List by Friday. list by Friday", [("List", "2026-11-27", True)]),
    ],
)  # fmt: skip
def test_what_is_promised(text: str, found: list[tuple[str, str, bool]]) -> None:
    assert told(text) == found


def test_at_most_three_of_a_long_note() -> None:
    text = "\n".join(f"Thing {n} by Friday" for n in range(5000))
    assert len(promises(text, TODAY)) == 3
    assert promises("word " * 200_000, TODAY) == []


@pytest.mark.parametrize(
    ("language", "locale", "text", "subject", "day"),
    [
        ("pl", "pl_PL", "Cennik do piątku, z Gdynią.", "Cennik", "2026-11-27"),
        ("pl", "pl_PL", "wysłać ofertę jutro", "Wysłać ofertę", "2026-11-25"),
        ("zh_TW", "zh_TW", "星期五前寄報價單。", "寄報價單", "2026-11-27"),
        ("zh_TW", "zh_TW", "明天寄樣品", "寄樣品", "2026-11-25"),
        ("fa", "fa_IR", "لیست قیمت تا جمعه", "لیست قیمت", "2026-11-27"),
    ],
)
def test_it_is_understood_in_the_languages_of_the_window(
    language: str, locale: str, text: str, subject: str, day: str
) -> None:
    use_language(language)
    QLocale.setDefault(QLocale(locale))
    assert told(text) == [(subject, day, True)]


def test_a_task_is_due_on_its_day_and_an_appointment_lasts_an_hour() -> None:
    task = as_event(Promise("List", TODAY, None, True), ("a",), "", UTC)
    assert (task.component, task.ends_at, task.about) == ("task", "2026-11-24", ("a",))
    visit = as_event(Promise("Visit", TODAY, time(14), False), (), "+48 1", UTC)
    assert (visit.component, visit.starts_at, visit.ends_at, visit.description) == (
        "event", "2026-11-24T14:00:00", "2026-11-24T15:00:00", "+48 1",
    )  # fmt: skip
