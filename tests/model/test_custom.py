"""Custom fields: which contacts have them, and how what two people say in them meets."""

from __future__ import annotations

import pytest

from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    FieldDefinition,
    FieldSection,
    custom_values,
    in_order,
    named,
    shown_to,
    value_of,
    with_custom,
)
from contactdesk.model.filling import fill
from contactdesk.model.history import differences, put_back
from contactdesk.model.meeting import THEIRS, clashes, meet, settled
from contactdesk.model.merging import choices, merged, usual


def said(**values: str) -> Contact:
    return Contact(formatted_name="Anna", custom=custom_values(values))


def test_a_value_is_found_set_and_taken_away() -> None:
    anna = with_custom(said(a="1"), {"b": "2"})
    assert (value_of(anna, "a"), value_of(anna, "b"), value_of(anna, "c")) == ("1", "2", "")
    assert with_custom(anna, {"b": ""}) == said(a="1")
    assert with_custom(anna, {"a": "1"}) is anna


@pytest.mark.parametrize(
    ("kinds", "only", "kind", "categories", "has"),
    [
        ("", (), "individual", (), True),
        ("individual", (), "org", (), False),
        ("org", (), "org", (), True),
        ("org", (), "group", (), True),
        ("", ("Customers",), "individual", ("VIP",), False),
        ("", ("Customers",), "individual", ("VIP", "Customers/Old"), True),
        ("", ("Customers/Old",), "individual", ("Customers",), False),
    ],
)
def test_a_field_is_there_for_whom_it_is_meant(
    kinds: str, only: tuple[str, ...], kind: str, categories: tuple[str, ...], has: bool
) -> None:
    field = FieldDefinition(label="Terms", kinds=kinds, only_categories=only)
    assert field.is_for(kind, categories) is has


def test_fields_stand_in_their_sections_and_others_private_ones_are_not_shown() -> None:
    sections = [FieldSection("late", position=2), FieldSection("early", position=1)]
    fields = [
        FieldDefinition("a", section="late"),
        FieldDefinition("b", section="early", position=2),
        FieldDefinition("c", section="early", position=1, owner="ann"),
        FieldDefinition("d", section="gone"),
    ]
    assert [f.id for f in in_order(fields, sections)] == ["d", "c", "b", "a"]
    assert [f.id for f in shown_to(fields, "bo")] == ["a", "b", "d"]


def test_two_people_filling_in_different_fields_both_keep_theirs() -> None:
    both = meet(said(a="1"), said(a="1", b="2"), said(c="3"))
    assert both.conflicts == ()
    assert both.contact == said(b="2", c="3")


def test_two_words_in_one_field_are_asked_about_by_that_field_alone() -> None:
    base, mine, theirs = said(a="1", b="x"), said(a="2", b="y"), said(a="3", b="x", c="z")
    assert meet(base, mine, theirs).conflicts == ("custom",)
    (clash,) = clashes(base, mine, theirs)
    assert (clash.part, clash.before, clash.mine, clash.theirs) == ("a", "1", "2", "3")
    assert not clash.allows_both
    assert settled(base, mine, theirs, {}) == said(a="2", b="y", c="z")
    assert settled(base, mine, theirs, {clash.key: THEIRS}) == said(a="3", b="y", c="z")


def test_a_field_that_one_emptied_and_another_changed_is_asked_about() -> None:
    base, mine, theirs = said(a="1"), said(), said(a="2")
    (clash,) = clashes(base, mine, theirs)
    assert (clash.mine, clash.theirs) == (None, "2")
    assert settled(base, mine, theirs, {}) == said()
    assert settled(base, mine, theirs, {clash.key: THEIRS}) == said(a="2")


def test_a_history_tells_each_field_and_puts_one_back() -> None:
    before, after = said(a="1", b="2"), said(a="9", c="3")
    found = {d.part: (d.before, d.after) for d in differences(before, after)}
    assert found == {"a": ("1", "9"), "b": ("2", ""), "c": ("", "3")}
    wanted = [d for d in differences(before, after) if d.part in ("a", "c")]
    assert put_back(after, before, wanted) == said(a="1")


def test_an_import_fills_what_is_empty_and_tells_what_differs() -> None:
    filled = fill(said(a="1", b="2"), said(a="9", b="2", c="3"), None, "PL")
    assert filled.contact == said(a="1", b="2", c="3")
    assert filled.differing == (named("a"),)
    again = fill(said(a="1"), said(a="9"), said(a="9"), "PL")
    assert (again.contact, again.differing) == (said(a="1"), ())


def test_merging_contacts_asks_field_by_field() -> None:
    group = [said(a="1"), said(a="2", b="3")]
    found = choices(group)
    assert [c.field for c in found if c.one] == ["formatted_name", named("a"), named("b")]
    assert merged(group, found, usual(found)) == said(a="1", b="3")
    others = (usual(found) - {(named("a"), 0, 0)}) | {(named("a"), 1, 0)}
    assert merged(group, found, others) == said(a="2", b="3")
