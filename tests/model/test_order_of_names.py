"""Lists are ordered, and their letters are, as the book's language has it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.model.contact import Contact
from contactdesk.model.names import Ordering

ENGLISH = Ordering("en")
POLISH = Ordering("pl")
CHINESE = Ordering("zh_TW")
PERSIAN = Ordering("fa")
ORDERINGS: dict[str, Ordering] = {}


def person(whole: str) -> Contact:
    """ "Nowak Anna" as a person; one word is a family name."""
    family, _, given = whole.partition(" ")
    name = f"{given} {family}".strip()
    return Contact(family=family, given=given, formatted_name=name)


def han(family: str, given: str) -> Contact:
    return Contact(family=family, given=given, formatted_name=family + given)


def ordered(ordering: Ordering, *contacts: Contact) -> list[str]:
    return [c.formatted_name for c in sorted(contacts, key=lambda c: ordering.keys(c).by_family)]


def letters(ordering: Ordering, *contacts: Contact) -> list[str]:
    return [ordering.keys(c).letter_by_family for c in contacts]


def test_polish_letters_stand_behind_the_plain_ones() -> None:
    people = [person(w) for w in ("Łapa", "Maj", "Lipa", "Luty", "Śliwa", "Szczur", "Tokarz")]
    assert ordered(POLISH, *people) == ["Lipa", "Luty", "Łapa", "Maj", "Szczur", "Śliwa", "Tokarz"]
    assert letters(POLISH, *people) == ["Ł", "M", "L", "L", "Ś", "S", "T"]


def test_an_english_book_puts_accented_letters_with_the_plain_ones() -> None:
    people = [person(w) for w in ("Śliwa", "Simon", "Älg", "Ashford", "Özil")]
    assert letters(ENGLISH, *people) == ["S", "S", "A", "A", "O"]


def test_german_umlauts_stand_with_their_vowels() -> None:
    people = [person(w) for w in ("Müller", "Muller", "Mulde", "Munk")]
    assert ordered(Ordering("de"), *people) == ["Mulde", "Muller", "Müller", "Munk"]


def test_people_of_one_family_follow_their_first_names() -> None:
    people = [person(w) for w in ("Nowak Zofia", "Nowakowska Anna", "Nowak Anna", "Nowak")]
    assert ordered(POLISH, *people) == ["Nowak", "Anna Nowak", "Zofia Nowak", "Anna Nowakowska"]


def test_by_first_name_the_family_name_decides_among_equals() -> None:
    people = [person(w) for w in ("Żak Anna", "Bąk Anna", "Adamik Zofia")]
    found = sorted(people, key=lambda c: POLISH.keys(c).by_given)
    assert [c.formatted_name for c in found] == ["Anna Bąk", "Anna Żak", "Zofia Adamik"]
    assert [POLISH.keys(c).letter_by_given for c in found] == ["A", "A", "Z"]


def test_a_chinese_book_orders_by_strokes() -> None:
    people = [han("陳", "怡君"), han("丁", "一"), han("王", "小明"), han("林", "志明")]
    assert [n[0] for n in ordered(CHINESE, *people)] == ["丁", "王", "林", "陳"]
    assert letters(CHINESE, *people) == ["11劃", "2劃", "4劃", "8劃"]


def test_a_chinese_name_stands_under_its_pinyin_in_an_english_book() -> None:
    people = [han("陳", "怡君"), person("Chapman"), person("Chester"), han("林", "志明")]
    assert ordered(ENGLISH, *people) == ["Chapman", "陳怡君", "Chester", "林志明"]
    assert letters(ENGLISH, *people) == ["C", "C", "C", "L"]


def test_latin_names_have_their_letters_in_a_chinese_book() -> None:
    assert letters(CHINESE, person("Nowak Anna"), person("Łapa")) == ["N", "L"]


def test_a_persian_book_has_persian_letters() -> None:
    people = [person(w) for w in ("پارسا", "احمدی", "ژاله", "گلی", "یزدانی", "کریمی")]
    assert ordered(PERSIAN, *people) == ["احمدی", "پارسا", "ژاله", "کریمی", "گلی", "یزدانی"]
    assert letters(PERSIAN, *people) == ["پ", "ا", "ژ", "گ", "ی", "ک"]


def test_persian_and_russian_names_keep_letters_of_their_own_in_an_english_book() -> None:
    assert letters(ENGLISH, person("احمدی"), person("Иванов")) == ["ا", "И"]


def test_what_begins_with_a_digit_or_nothing_stands_under_the_hash() -> None:
    for name in ("3M", "112", "", "…", "+48 501", "٣"):
        assert letters(ENGLISH, Contact(kind="org", formatted_name=name)) == ["#"]


def test_signs_before_the_first_letter_do_not_count_for_the_letter() -> None:
    assert letters(ENGLISH, Contact(kind="org", formatted_name="“Baltica”")) == ["B"]


def test_an_organisation_is_ordered_by_its_whole_name() -> None:
    firm = Contact(kind="org", formatted_name="Baltica Sp. z o.o.", family="Zet")
    keys = POLISH.keys(firm)
    assert keys.by_family == keys.by_given
    assert keys.letter_by_family == keys.letter_by_given == "B"


def test_a_wish_for_the_order_comes_before_the_name() -> None:
    contact = Contact(family="de la Cruz", given="Juan", sort_as="Cruz")
    assert POLISH.keys(contact).letter_by_family == "C"


def test_the_name_as_spoken_orders_a_japanese_name() -> None:
    contact = Contact(family="山田", given="太郎", phonetic_family="Yamada", phonetic_given="Taro")
    assert ENGLISH.keys(contact).letter_by_family == "Y"
    assert ENGLISH.keys(contact).letter_by_given in ("T", "Y")


def test_somebody_with_only_a_mail_address_is_ordered_by_it() -> None:
    assert letters(ENGLISH, Contact(formatted_name="zoe@b.example")) == ["Z"]


STARTS = st.text(
    "aąbcłŁzŻäßçñÁéíđ陳林李ابپکكگیАБвйΆΑαώあかがカガ김나بאב한กअ3٣۳“”\"'(-. +…&🙂",
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("language", ["en", "pl", "de", "zh_TW", "fa", "vi", "es", "ru"])
@settings(max_examples=60)
@given(names=st.lists(STARTS, max_size=12))
def test_the_contacts_of_a_letter_stand_together(language: str, names: list[str]) -> None:
    ordering = ORDERINGS.setdefault(language, Ordering(language))
    people = [person(n) for n in names] + [Contact(kind="org", formatted_name=n) for n in names]
    keys = sorted(ordering.keys(p) for p in people)
    letters = [k.letter_by_family for k in keys]
    runs = [x for i, x in enumerate(letters) if i == 0 or letters[i - 1] != x]
    assert len(runs) == len(set(runs)), letters


def test_forms_of_one_kana_are_one_letter() -> None:
    forms = [Contact(formatted_name=n) for n in ("か", "が", "カ", "ガ", "ｶ", "ゕ", "つ", "っ")]
    assert letters(ENGLISH, *forms) == ["か"] * 6 + ["つ"] * 2


def test_quotes_around_a_name_do_not_move_it() -> None:
    firms = [Contact(kind="org", formatted_name=n) for n in ("„Baltica” SA", "Zet", "Alfa", "3M")]
    assert ordered(POLISH, *firms) == ["3M", "Alfa", "„Baltica” SA", "Zet"]
