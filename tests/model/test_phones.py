"""Phone numbers: kept as typed, compared as one form, shown as their country writes them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.model import phones

REGIONS = ("PL", "DE", "IT", "MX", "AR", "RU", "US", "GB", "TW", "IR", "VN", "ES", "BR", "HU", "")


def in_full(text: str, region: str) -> str:
    """What the library says when it parses every number from the start."""
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


CODES = ("48", "49", "39", "52", "54", "7", "1", "44", "886", "98", "84", "34", "55", "36", "800")
DIGITS = st.text("0123456789", min_size=5, max_size=12)
SEPARATED = st.lists(
    st.sampled_from(("", " ", "-", ".", "/", " (", ") ")), min_size=12, max_size=12
)


def written(code: str, digits: str, between: list[str]) -> str:
    return code + "".join(s + d for s, d in zip(between, digits, strict=False))


@settings(max_examples=700)
@given(st.sampled_from(CODES), DIGITS, SEPARATED, st.sampled_from(REGIONS))
def test_the_quick_way_finds_what_the_full_one_does_for_international_numbers(
    code: str, digits: str, between: list[str], region: str
) -> None:
    text = written("+" + code, digits, between)
    assert phones.e164(text, region) == in_full(text, region)


@settings(max_examples=700)
@given(st.sampled_from(("", "0", "00", "8", "15", "1", "9")), DIGITS, SEPARATED,
       st.sampled_from(REGIONS))  # fmt: skip
def test_the_quick_way_finds_what_the_full_one_does_for_numbers_dialled_at_home(
    start: str, digits: str, between: list[str], region: str
) -> None:
    text = written(start, digits, between)
    assert phones.e164(text, region) == in_full(text, region)


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("501 234 567", "PL", "+48501234567"),
        ("+48 501-234-567", "DE", "+48501234567"),
        ("0048 501 234 567", "PL", "+48501234567"),
        ("(22) 555 01 01", "PL", "+48225550101"),
        ("0421 300200", "DE", "+49421300200"),
        ("06 6982 1234", "IT", "+390669821234"),
        ("+39 06 6982 1234", "", "+390669821234"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("(212) 555-0134", "US", "+12125550134"),
        ("1-212-555-0134", "US", "+12125550134"),
        ("0912 345 678", "TW", "+886912345678"),
        ("۰۹۱۲ ۳۴۵ ۶۷۸۹", "IR", "+989123456789"),
        ("+٤٨ ٥٠١ ٢٣٤ ٥٦٧", "", "+48501234567"),
        ("tel:+48-501-234-567", "", "+48501234567"),
        ("+48 22 555 01 01 ext. 12", "", "+48225550101"),
        ("+48 22 555 01 01 wew. 12", "", "+48225550101"),
        ("+48 22 555 01 01;ext=12", "", "+48225550101"),
        ("+886 2 2345 6789 分機 12", "", "+886223456789"),
        ("+48 22 555 01 01 x7", "", "+48225550101"),
        ("501 234 567", "", ""),
        ("ask Anna", "PL", ""),
        ("", "PL", ""),
        ("12", "PL", ""),
        ("+48 501 234 567 890 123", "PL", ""),
    ],
)
def test_a_number_has_one_form_however_it_is_written(text: str, region: str, number: str) -> None:
    assert phones.e164(text, region) == number


def test_a_number_is_found_international_and_national() -> None:
    assert set(phones.search_forms("+48501234567")) == {
        "48501234567",
        "501234567",
    }
    assert set(phones.search_forms("+49421300200")) == {
        "49421300200",
        "421300200",
    }
    assert set(phones.search_forms("+12125550134")) == {
        "12125550134",
        "2125550134",
    }


def test_what_is_no_number_is_still_found_by_its_digits() -> None:
    assert phones.search_forms("", "int. 12-34") == ["1234"]
    assert phones.search_forms("", "ask Anna") == []


def test_a_number_is_shown_as_its_country_writes_it() -> None:
    assert phones.pretty("501234567", "PL") == "+48 501 234 567"
    assert phones.pretty("+12125550134") == "+1 212-555-0134"


def test_a_number_that_makes_no_sense_is_shown_as_it_was_typed() -> None:
    assert phones.pretty("501 ask Anna", "PL") == "501 ask Anna"
    assert phones.pretty("112", "PL") == "112"


@pytest.mark.parametrize(
    ("text", "region", "words"),
    [
        ("+48 501 234 567", "", ""),
        ("501 234 567", "PL", ""),
        ("", "PL", ""),
        ("+48 50", "", "Poland · looks too short"),
        ("+48 501 234 567 890 123", "", "Poland · looks too long"),
        ("501 234 567", "", "No country is known"),
        ("ask Anna", "PL", "no digits"),
    ],
)
def test_an_odd_number_is_commented_on_in_words(text: str, region: str, words: str) -> None:
    advice = phones.advice(text, region)
    assert words in advice
    assert bool(words) == bool(advice)


@given(st.text(max_size=20), st.sampled_from((*REGIONS, "ZZ", "??")))
def test_no_text_is_too_odd_for_a_phone_field(text: str, region: str) -> None:
    phones.pretty(text, region)
    phones.advice(text, region)
    number = phones.e164(text, region)
    assert number == "" or (number[0] == "+" and number[1:].isdigit())
    assert all(form.isdigit() for form in phones.search_forms(number, text))
