"""Types, addresses, dates and links as the card says them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt

from contactdesk.desktop import address_lines, bidi, date_texts, links, value_types
from contactdesk.model.contact import Address
from contactdesk.model.dates import PartialDate

BRITISH = QLocale("en_GB")


@pytest.mark.parametrize(
    ("field", "types", "label", "word"),
    [
        ("phones", ("voice", "cell"), "", "Mobile"),
        ("phones", ("cell", "work"), "", "Work mobile"),
        ("phones", ("work",), "Switchboard", "Switchboard"),
        ("phones", ("fax", "work"), "", "Work fax"),
        ("phones", ("voice",), "", ""),
        ("emails", ("internet", "home"), "", "Home"),
        ("related", ("spouse",), "", "Husband or wife"),
        ("phones", ("x-boat", "home"), "", "Home, x-boat"),
    ],
)
def test_a_type_is_said_in_words(field, types, label, word):
    assert value_types.type_word(field, types, label) == word


def test_choosing_a_type_keeps_what_the_combo_does_not_know():
    home = next(i for i, c in enumerate(value_types.CHOICES["phones"]) if c[0] == ("home",))
    assert value_types.with_choice("phones", ("cell", "voice", "x-odd"), home) == (
        "home",
        "voice",
        "x-odd",
    )
    assert value_types.with_choice("phones", ("voice", "home"), home) == ("voice", "home")


def test_a_messenger_says_its_service():
    assert value_types.messenger("x-skype:marta.z") == ("Skype", "marta.z")
    assert value_types.messenger("marta") == ("", "marta")


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            Address("", "", "ul. Portowa 18/4", "Gdańsk", "", "80-555", "Poland"),
            ("ul. Portowa 18/4", "80-555 Gdańsk", "Poland"),
        ),
        (
            Address("", "Suite 5", "1 Main St", "Denver", "CO", "80202", "USA"),
            ("1 Main St", "Suite 5", "Denver, CO 80202", "USA"),
        ),
        (
            Address("", "", "10 High Street", "Bath", "Somerset", "BA1 1AA", "United Kingdom"),
            ("10 High Street", "Bath", "Somerset", "BA1 1AA", "United Kingdom"),
        ),
        (
            Address("", "", "信義路五段7號", "信義區", "台北市", "110", "台灣"),
            ("110 台北市信義區信義路五段7號", "台灣"),
        ),
        (
            Address("", "", "Calle Mayor 1", "Madrid", "Madrid", "28013", "España"),
            ("Calle Mayor 1", "28013 Madrid (Madrid)", "España"),
        ),
        (Address("", "", "", "Gdańsk", "", "", ""), ("Gdańsk",)),
        (
            Address("", "", "خیابان ولیعصر", "تهران", "", "19667", "ایران"),
            ("تهران، خیابان ولیعصر", "19667", "ایران"),
        ),
        (Address("", "", "Line one\nLine two", "Oslo"), ("Line one", "Line two", "Oslo")),
    ],
)
def test_an_address_is_written_as_in_its_country(address, lines):
    assert address_lines.address_lines(address) == lines


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("14 March 1984", "1984-03-14"),
        ("14.3.1984", "1984-03-14"),
        ("14/03/84", "1984-03-14"),
        ("3/14/1984", "1984-03-14"),
        ("March 14, 1984", "1984-03-14"),
        ("14th of March 1984", "1984-03-14"),
        ("14 marca", "--03-14"),
        ("14.3.", "--03-14"),
        ("03/2021", "2021-03"),
        ("2021", "2021"),
        ("1984年3月14日", "1984-03-14"),
        ("۱۴/۳/۱۹۸۴", "1984-03-14"),
        ("۲۴ اسفند ۱۳۶۲", "1984-03-14"),
        ("31.2.", "text:31.2."),
        ("in spring", "text:in spring"),
    ],
)
def test_dates_are_read_as_people_type_them(typed, iso):
    assert str(date_texts.read_date(typed, BRITISH)) == iso


@pytest.mark.parametrize("language", ["en_GB", "en_US", "pl_PL", "zh_TW", "de_DE", "es_ES"])
def test_a_date_that_is_shown_can_be_typed_back(language):
    locale = QLocale(language)
    for value in (PartialDate(1984, 3, 14), PartialDate(None, 3, 14), PartialDate(1984)):
        assert date_texts.read_date(date_texts.date_text(value, locale), locale) == value


def test_a_birthday_says_how_far_it_is():
    today = date(2026, 11, 24)
    assert date_texts.when_text(PartialDate(1984, 3, 14), today) == "in 110 days"
    assert date_texts.when_text(PartialDate(None, 11, 24), today) == "today"
    assert date_texts.when_text(PartialDate(2000, 2, 29), date(2027, 2, 28)) == "tomorrow"
    assert date_texts.when_text(PartialDate(1984), today) == ""
    assert date_texts.age_text(PartialDate(1984, 3, 14), today) == "42 years old"


def test_a_membership_says_how_long():
    today = date(2026, 11, 24)
    assert date_texts.span_text("2021", "", today) == "since 2021"
    assert date_texts.span_text("2026-12-01", "", today).startswith("from 1 December")
    assert date_texts.is_over("2025-05", today)
    assert not date_texts.is_over("2026-11", today)
    assert not date_texts.is_over("", today)


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("baltica.example", "https://baltica.example"),
        ("https://baltica.example/a?b=c", "https://baltica.example/a?b=c"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("smb://host/share", ""),
        ("https://", ""),
        ("http://[", ""),
        ("https://a.b/\nx", ""),
        ("sip:anna@baltica.example", "sip:anna@baltica.example"),
    ],
)
def test_only_harmless_addresses_of_a_stranger_open(value, link):
    assert links.web_link(value) == link


def test_a_mail_link_holds_the_address_and_nothing_else():
    assert links.mail_link("a@b.example?bcc=c@d.example") == "mailto:a@b.example%3Fbcc=c@d.example"
    assert links.call_link("+48 501-234 567") == "tel:+48501234567"
    assert links.call_link("ask Anna") == ""


def test_a_number_keeps_its_order_among_persian_words(qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert bidi.left_to_right("+48 501") == "\u2066+48 501\u2069"
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_strangers_direction_marks_are_taken_out(qapp):
    assert bidi.left_to_right("a\u202eb") == "ab"
    assert bidi.isolated("\u202eرضا") == "\u2068رضا\u2069"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("+48 600 000 214", "LeftToRight"),
        ("۰۲۱ ۰۰۰۰", "LeftToRight"),
        ("رضا 48", "RightToLeft"),
        ("48 Street", "LeftToRight"),
        ("–", "RightToLeft"),
    ],
)
def test_numbers_alone_run_from_left_to_right(text: str, runs: str) -> None:
    rtl = Qt.LayoutDirection.RightToLeft
    assert bidi.direction_of(text, rtl) == Qt.LayoutDirection[runs]
