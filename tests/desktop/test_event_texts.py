"""What an appointment says of itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from contactdesk.desktop.event_texts import guest_text, repeats_text, under_title
from contactdesk.i18n import use_language
from contactdesk.model.event import Attendee, Event


@pytest.fixture(autouse=True)
def in_britain() -> None:
    QLocale.setDefault(QLocale("en_GB"))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "Every week"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "Every 2 weeks on Monday, Thursday"),
        ("FREQ=MONTHLY;INTERVAL=3;COUNT=4", "Every 3 months (4 times)"),
        ("FREQ=YEARLY;UNTIL=20271231T000000Z", "Every year (until 31 December 2027)"),
        ("FREQ=DAILY;UNTIL=nonsense", "Every day"),
        ("FREQ=SECONDLY", "By a rule of its own"),
        ("FREQ=DAILY;INTERVAL=x", "Every day"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every working day"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1WE", "Every 3 months on the last Wednesday"),
        ("FREQ=MONTHLY;BYDAY=2TU", "Every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "Every month on day 5"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "By a rule of its own"),
        ("FREQ=DAILY;BYMONTH=2", "By a rule of its own"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28", "Every year"),
        ("FREQ=DAILY\nFREQ=WEEKLY", "By a rule of its own"),
        ("", ""),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    assert repeats_text(Event(rrule=rule)) == words


def test_every_month_and_every_third_differ_in_every_language() -> None:
    for language in ("pl", "zh_TW", "fa"):
        use_language(language)
        every = repeats_text(Event(rrule="FREQ=MONTHLY"))
        third = repeats_text(Event(rrule="FREQ=MONTHLY;INTERVAL=3"))
        assert every not in ("", third)
    use_language("en")


def test_the_second_line_says_what_is_not_certain_and_where() -> None:
    event = Event(status="TENTATIVE", location=" Room\n2 ", rrule="FREQ=WEEKLY")
    assert under_title(event) == "not certain · Room 2 · every week"
    assert under_title(Event(status="CANCELLED")) == "cancelled"


def test_a_guest_has_a_name_or_an_address_and_an_answer() -> None:
    assert guest_text(Attendee("a@b.example", "Anna", participation="ACCEPTED")) == (
        "Anna – accepted"
    )
    assert guest_text(Attendee("a@b.example")) == "a@b.example"
