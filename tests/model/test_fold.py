"""Search compares folded text: without case and accents, one form of what people mix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.fold import (
    digit_groups,
    fold,
    highlights,
    query_digits,
    query_words,
    searchable,
    tokens,
)

NAMES = st.text("aąłŻßéşıİdđ 陳林怡君ماریيكک۰٠0123 .-’'", max_size=12)


def finds(query: str, text: str) -> bool:
    """Whether every word of the query begins a word of the text, as the index answers."""
    return all(any(t.startswith(w) for t in tokens(text)) for w in query_words(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("lodz", "Łódź"),
        ("ŁÓDŹ", "Łódź"),
        ("Łódź", "Lodz"),
        ("lodz", "Ło\u0301dz\u0301"),
        ("strasse", "Hauptstraße straße"),
        ("Straße", "Strasse"),
        ("muller", "Müller"),
        ("nguyen", "Nguyễn"),
        ("nguyễn", "Nguyen"),
        ("duc", "Đức"),
        ("soren", "Søren"),
        ("ilker", "İlker"),
        ("isik", "Işık"),
        ("garcia", "García-Núñez"),
        ("nunez", "García-Núñez"),
        ("obrien", "O’Brien obrien"),
        ("brien", "O'Brien"),
        ("کریمی", "كريمي"),
        ("كريمي", "کریمی"),
        ("علی", "على"),
        ("میرود", "می\u200cرود"),
        ("می\u200cرود", "میرود"),
        ("محمد", "مُحَمَّد"),
        ("محمد", "محــمد"),
        ("احمد", "أحمد"),
        ("فاطمه", "فاطمة"),
        ("1403", "۱۴۰۳"),
        ("۱۴۰۳", "1403"),
        ("١٤٠٣", "۱۴۰۳"),
        ("君", "陳怡君"),
        ("怡君", "陳怡君"),
        ("陳", "陳怡君"),
        ("chen", "陳怡君"),
        ("yi", "陳怡君"),
        ("jun", "陳怡君"),
        ("yijun", "陳怡君"),
        ("chenyijun", "陳怡君"),
        ("chen yi", "陳怡君"),
        ("ivanov", "Иванов"),
        ("ива", "Иванов"),
        ("김", "김민수"),
        ("anna now", "Anna Maria Nowak"),
        ("now ann", "Anna Maria Nowak"),
    ],
)
def test_people_find_a_name_however_they_type_it(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("owak", "Nowak"), ("anna nowak", "Anna Kowalska"), ("君陳", "君子"), ("lin", "陳怡君")],
)
def test_only_the_beginning_of_a_word_is_a_match(query: str, text: str) -> None:
    assert not finds(query, text)


@given(NAMES)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(NAMES)
def test_every_text_finds_itself(text: str) -> None:
    assert finds(text, text)


@given(st.text(max_size=20))
def test_a_word_of_any_script_finds_the_text_it_is_from(text: str) -> None:
    for word in text.split():
        assert finds(word, text)


@given(st.text(max_size=20))
def test_tokens_hold_nothing_that_would_split_them_again(text: str) -> None:
    for token in tokens(text):
        assert token
        assert not any(c.isspace() or c < "\x20" for c in token)


@pytest.mark.parametrize(
    ("query", "digits"),
    [
        ("0501 234-567", "0501234567"),
        ("+48 501 234 567", "48501234567"),
        ("0048 501 234 567", "48501234567"),
        ("(0421) 300/200", "0421300200"),
        ("۰۹۱۲ ۳۴۵", "0912345"),
        ("501", "501"),
        ("12", ""),
        ("501 Anna", ""),
        ("Anna", ""),
        ("", ""),
        ("000", "000"),
    ],
)
def test_a_query_is_a_number_in_any_notation(query: str, digits: str) -> None:
    assert query_digits(query) == digits


def test_numbers_in_a_text_are_found_without_their_separators() -> None:
    assert digit_groups("80-555 Gdańsk, Długa 12, NIP ۵۸۳-۰۰۰") == ["80555", "583000"]
    assert digit_groups("no number") == []


def shown(text: str, query: str) -> list[str]:
    found = highlights(text, query)
    assert found == sorted(found)
    assert all(at >= 0 < length and at + length <= len(text) for at, length in found)
    return [text[at : at + length] for at, length in found]


@pytest.mark.parametrize(
    ("text", "query", "parts"),
    [
        ("Anna Nowak", "now", ["Now"]),
        ("Anna Nowak", "a n", ["A", "N"]),
        ("Łódź, Piotrkowska", "lod", ["Łód"]),
        ("Ło\u0301dz\u0301 x", "lodz", ["Ło\u0301dz\u0301"]),
        ("Straße 5", "stras", ["Straß"]),
        ("陳怡君", "君", ["君"]),
        ("陳怡君", "chen", ["陳"]),
        ("كريمي", "کری", ["كري"]),
        ("می\u200cرود", "میرود", ["می\u200cرود"]),
        ("+48 501 234 567", "0501 23", ["501 23"]),
        ("+48 501-234-567", "501234", ["501-234"]),
        ("501 234", "+48 501 234", ["501", "234"]),
        ("Anna Nowak", "xyz", []),
        ("Anna Nowak", "", []),
        ("", "anna", []),
    ],
)
def test_what_was_typed_is_marked_in_what_is_shown(text: str, query: str, parts: list[str]) -> None:
    assert shown(text, query) == parts


@given(NAMES, NAMES)
def test_marks_lie_inside_the_text(text: str, query: str) -> None:
    shown(text, query)


def test_words_parted_by_a_wide_space_are_words_of_their_own() -> None:
    assert searchable("Déf\u3000Ghi\u00a0Łódź abc") == "def ghi lodz abc"
