"""Dates of which a part may be missing come back as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.dates import PartialDate

MONTHS = st.integers(1, 12)
DAYS = st.integers(1, 28)
YEARS = st.integers(1, 9999)
DATES = st.one_of(
    st.builds(PartialDate, YEARS, MONTHS, DAYS),
    st.builds(PartialDate, YEARS, MONTHS),
    st.builds(PartialDate, YEARS),
    st.builds(PartialDate, st.none(), MONTHS, DAYS),
    st.builds(PartialDate, st.none(), MONTHS),
    st.builds(PartialDate, st.none(), st.none(), DAYS),
    st.text(min_size=1).map(lambda words: PartialDate(text=words)),
)


@given(DATES)
def test_a_written_date_is_read_as_the_same_date(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date
    assert date


@given(st.text())
def test_any_text_is_a_date_or_kept_as_words(text: str) -> None:
    date = PartialDate.parse(text)
    assert PartialDate.parse(str(date)) == date
    if not text.startswith("text:") and date.text:
        assert date.text == text


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1985-04-12", PartialDate(1985, 4, 12)),
        ("19850412", PartialDate(1985, 4, 12)),
        ("19850412T101500Z", PartialDate(1985, 4, 12)),
        ("1985-04-12 10:15", PartialDate(1985, 4, 12)),
        ("--0412", PartialDate(None, 4, 12)),
        ("--04-12", PartialDate(None, 4, 12)),
        ("1985-04", PartialDate(1985, 4)),
        ("1985", PartialDate(1985)),
        ("--04", PartialDate(None, 4)),
        ("---12", PartialDate(None, None, 12)),
        (" 1985-04-12 ", PartialDate(1985, 4, 12)),
        ("circa 1800", PartialDate(text="circa 1800")),
        ("text:1985-04-12", PartialDate(text="1985-04-12")),
        ("--0229", PartialDate(None, 2, 29)),
    ],
)
def test_a_date_is_read_in_every_form_of_the_standard(written: str, date: PartialDate) -> None:
    assert PartialDate.parse(written) == date


@pytest.mark.parametrize("written", ["1985-13-01", "1985-04-31", "0000-01-01", "--0230", "---32"])
def test_a_day_that_no_calendar_has_is_kept_as_words(written: str) -> None:
    assert PartialDate.parse(written) == PartialDate(text=written)


def test_no_date_is_false() -> None:
    assert not PartialDate()
    assert not PartialDate.parse("")
