"""Who may be one person, and who only has the same name, number or firm."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from contactdesk.model.companies import company_key, same_company
from contactdesk.model.duplicates import POSSIBLE, VERY_LIKELY, Book, Facts, Pair, compare
from contactdesk.model.likeness import Met, name_of, way_of

NOBODY = Met({}, {})


@dataclass
class Known:
    """A book in which all numbers that begin with +486 are mobiles."""

    uses: dict[str, int] = field(default_factory=dict)
    met: Met = NOBODY

    def judge(self, one: Facts, other: Facts) -> Pair | None:
        return compare(one, other, Book(self.met, self.uses, lambda n: n.startswith("+486")))


def facts(name: str, number: int = 1, *, kind: str = "individual", **more: Any) -> Facts:
    sets = {k: frozenset(v) if isinstance(v, list) else v for k, v in more.items()}
    return Facts(number, f"id-{number}", kind, name_of(name), **sets)


def judged(one: Facts, other: Facts, uses: dict[str, int] | None = None) -> int:
    pair = Known(uses or {}).judge(one, other)
    return pair.score if pair else 0


MOBILE, LANDLINE, MAIL = ["+48600000214"], ["+48580001240"], ["a.baran@baltica.example"]


@pytest.mark.parametrize(
    ("one", "other", "way"),
    [
        ("Zeynep Erdoğan", "Zeynep Erdogan", "spelling"),
        ("Jürgen Müller", "Juergen Mueller", "spelling"),
        ("Anna Kowalska", "Kowalska Anna", "order"),
        ("Kasia Cieślak", "Katarzyna Cieslak", "nickname"),
        ("Bob Whitfield", "Robert Whitfield", "nickname"),
        ("Jan Kowalski", "Jan Kowlaski", "typo"),
        ("Agnieszka Baran", "Agnieszka Baran-Nowak", "part"),
        ("A. Baran", "Agnieszka Baran", "initial"),
        ("Reza Ebrahimi", "رضا ابراهیمی", "script"),
        ("Anna Nowak", "Anna Kowalska", "family"),
        ("Daniel Vega", "Daniela Vega", "different"),
        ("Marta Nowak", "Maria Nowak", "different"),
        ("Jan Nowak", "Ewa Nowak", "different"),
    ],
)
def test_names_are_alike_in_their_way(one: str, other: str, way: str) -> None:
    assert way_of(name_of(one), name_of(other), NOBODY) == way


def test_two_names_that_are_both_met_often_are_no_typing_error() -> None:
    one, other = name_of("Jan Kowalek"), name_of("Jan Kowalak")
    assert way_of(one, other, NOBODY) == "typo"
    assert way_of(one, other, Met({}, {"kowalek": 9, "kowalak": 7})) == "family"


def test_the_same_mobile_and_a_similar_name_at_one_firm_are_very_likely_one() -> None:
    one = facts("Agnieszka Baran", phones=MOBILE, organisations=["baltica logistyka"])
    other = facts("Agnieszka Baran-Nowak", 2, phones=MOBILE, organisations=["baltica logistyka"])
    pair = Known().judge(one, other)
    assert pair is not None
    assert pair.score >= VERY_LIKELY
    assert pair.reasons == ("mobile", "organisation", "part")


def test_the_same_mail_and_name_are_very_likely_one() -> None:
    assert judged(facts("Jonas Berg", emails=MAIL), facts("Jonas Berg", 2, emails=MAIL)) >= 88


def test_a_name_alone_is_only_possible_and_only_where_nothing_else_is_known() -> None:
    bare = judged(facts("Zeynep Erdoğan", emails=MAIL), facts("Zeynep Erdogan", 2))
    assert POSSIBLE <= bare < VERY_LIKELY
    assert judged(facts("Anna Nowak", emails=["a@x.example"]),
                  facts("Anna Nowak", 2, emails=["b@y.example"])) == 0  # fmt: skip


@pytest.mark.parametrize("shared", [MOBILE, LANDLINE])
def test_a_couple_on_one_number_is_no_duplicate(shared: list[str]) -> None:
    assert judged(facts("Jan Nowak", phones=shared), facts("Ewa Nowak", 2, phones=shared)) == 0


def test_colleagues_at_one_switchboard_are_no_duplicates() -> None:
    firm = {"phones": LANDLINE, "organisations": ["baltica"]}
    one = facts("Heike Baum", emails=["heike.b@baltica.example"], **firm)
    other = facts("Heike Baum", 2, emails=["h.baum2@baltica.example"], **firm)
    assert judged(one, other, {LANDLINE[0]: 2}) < VERY_LIKELY
    assert judged(one, facts("Jan Vogt", 3, **firm), {LANDLINE[0]: 40}) == 0


def test_father_and_son_of_one_name_and_number_are_told_apart_by_their_birthdays() -> None:
    one = facts("Jan Nowak", phones=MOBILE, birthday="1950-02-03")
    other = facts("Jan Nowak", 2, phones=MOBILE, birthday="1981-06-07")
    assert judged(one, other) == 0


def test_another_identifier_lowers_the_score() -> None:
    one, other = facts("Jonas Berg", emails=MAIL), facts("Jonas Berg", 2, emails=MAIL)
    with_uids = judged(one._replace(uid="aaaaaaaa"), other._replace(uid="bbbbbbbb"))
    assert with_uids < judged(one, other)
    assert judged(one._replace(uid="1"), facts("Ewa Mazur", 2, uid="1")) == 0


def test_an_office_mailbox_says_little() -> None:
    office = ["info@baltica.example"]
    assert judged(facts("Jan Nowak", emails=office), facts("Jan Nowak", 2, emails=office)) < 88
    assert judged(facts("Jan Nowak", emails=office), facts("Jan Nowka", 2, emails=office)) == 0


def test_another_last_name_needs_a_number_of_ones_own_and_is_never_merged_unasked() -> None:
    one = facts("Anna Nowak", phones=MOBILE, emails=MAIL)
    other = facts("Anna Kowalska", 2, phones=MOBILE, emails=MAIL)
    assert POSSIBLE <= judged(one, other) < VERY_LIKELY
    assert judged(facts("Anna Nowak", phones=LANDLINE, organisations=["a"]),
                  facts("Anna Kowal", 2, phones=LANDLINE, organisations=["a"])) == 0  # fmt: skip


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Baltica Logistyka Sp. z o.o.", "baltica logistyka"),
        ("Baltica Logistyka spółka z ograniczoną odpowiedzialnością", "baltica logistyka"),
        ("Berg & Söhne GmbH & Co. KG", "berg sohne"),
        ("Cerámica del Sur S.L.", "ceramica del sur"),
        ("Whitfield Ltd.", "whitfield"),
        ("台灣茶業股份有限公司", "台灣茶業"),
        ("SA", "sa"),
    ],
)
def test_a_firm_is_known_without_its_legal_form(name: str, key: str) -> None:
    assert company_key(name) == key


def test_firms_that_differ_in_a_number_are_two() -> None:
    assert same_company("baltica", "baltica logistyka")
    assert not same_company("oddzial 1 gdansk", "oddzial 2 gdansk")


def test_a_person_and_an_organisation_are_never_one() -> None:
    assert judged(facts("Baltica", phones=MOBILE), facts("Baltica", 2, kind="org")) == 0
