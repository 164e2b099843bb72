"""Categories are nested by their names, and only in what is shown."""

from __future__ import annotations

import pytest

from contactdesk.model import categories as named


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("VIP", ("VIP",)),
        ("Work/Clients", ("Work", "Clients")),
        ("Work / Clients", ("Work", "Clients")),
        ("a/b/c", ("a", "b", "c")),
        ("http://x.example", ("http://x.example",)),
        ("/", ("/",)),
        ("and/", ("and/",)),
        ("Friends, old", ("Friends, old",)),
    ],
)
def test_a_slash_between_two_words_nests_and_any_other_does_not(
    name: str, parts: tuple[str, ...]
) -> None:
    assert named.parts(name) == parts


def test_a_category_lies_within_itself_and_what_holds_it_but_not_in_one_that_begins_alike() -> None:
    assert named.is_within("Work", "Work")
    assert named.is_within("Work/Clients/Old", "Work/Clients")
    assert named.is_within("Work / Clients", "Work")
    assert not named.is_within("Workshop", "Work")
    assert not named.is_within("Work", "Work/Clients")


def test_renaming_takes_those_inside_along() -> None:
    names = ["Work", "Work/Clients", "Workshop", "VIP"]
    assert named.renamed(names, "Work", "Job") == {"Work": "Job", "Work/Clients": "Job/Clients"}
    assert named.renamed(names, "VIP", "Work/VIP") == {"VIP": "Work/VIP"}
    assert named.replaced(("A", "B", "C"), {"A": "C"}) == ("C", "B")


def test_the_tree_shows_what_holds_others_even_where_it_does_not_exist_itself() -> None:
    rows = named.tree(["b/z", "b/a", "Łódź", "a", "b/a/x"])
    assert [(b.text, b.depth, b.is_parent) for b in rows] == [
        ("a", 0, False),
        ("b", 0, True),
        ("a", 1, True),
        ("x", 2, False),
        ("z", 1, False),
        ("Łódź", 0, False),
    ]
    assert [b.name for b in named.tree(["R&D / Test", "R&D"])] == ["R&D", "R&D / Test"]


def test_a_typed_name_loses_the_spaces_around_it_and_around_its_slashes() -> None:
    assert named.clean("  Work /  Old   clients ") == "Work/Old clients"
    assert named.clean("http://x") == "http://x"
    assert named.clean("   ") == ""
