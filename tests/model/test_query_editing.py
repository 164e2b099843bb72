"""Moving rules about in a tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model import query_editing as edit
from contactdesk.model.query import Group, Rule, rules_of

A, B, C = (Rule("city", ":", (name,)) for name in "abc")
TREE = Group("all", (A, Group("any", (B, C))))


def test_a_rule_is_added_changed_and_removed() -> None:
    assert edit.part_at(TREE, (1, 0)) == B
    assert edit.added(TREE, (1,), A) == Group("all", (A, Group("any", (B, C, A))))
    assert edit.with_part(TREE, (1, 0), A) == Group("all", (A, Group("any", (A, C))))
    assert edit.removed(TREE, (0,)) == Group("all", (Group("any", (B, C)),))


def test_a_rule_moves_nests_and_is_lifted() -> None:
    assert edit.moved(TREE, (1, 0), 1) == (Group("all", (A, Group("any", (C, B)))), (1, 1))
    assert edit.moved(TREE, (0,), -1) == (TREE, (0,))
    assert edit.nested(TREE, (0,)) == (Group("all", (Group("any", (A, B, C)),)), (0, 0))
    assert edit.nested(Group("all", (A,)), (0,)) == (Group("all", (Group("any", (A,)),)), (0, 0))
    assert edit.lifted(TREE, (1, 1)) == (Group("all", (A, C, Group("any", (B,)))), (1,))
    assert edit.lifted(Group("all", (Group("any", (A,)),)), (0, 0)) == (Group("all", (A,)), (0,))


@given(st.lists(st.sampled_from(["up", "down", "in", "out"]), max_size=12), st.integers(0, 2))
def test_no_rule_is_ever_lost(steps: list[str], which: int) -> None:
    tree, place = TREE, [(0,), (1, 0), (1, 1)][which]
    rule = edit.part_at(tree, place)
    for step in steps:
        if step in ("up", "down"):
            tree, place = edit.moved(tree, place, -1 if step == "up" else 1)
        else:
            tree, place = (edit.nested if step == "in" else edit.lifted)(tree, place)
        assert edit.part_at(tree, place) == rule
        assert sorted(r.values for r in rules_of(tree)) == [("a",), ("b",), ("c",)]


def test_a_rule_is_carried_into_a_group_out_of_it_and_beside_others() -> None:
    nested = Group("any", (B, A, C))
    assert edit.carried(TREE, (0,), (1,), 1) == (Group("all", (nested,)), (0, 1))
    out = Group("all", (C, A, Group("any", (B,))))
    assert edit.carried(TREE, (1, 1), (), 0) == (out, (0,))
    assert edit.carried(TREE, (1,), (), 0) == (Group("all", (Group("any", (B, C)), A)), (0,))
    assert edit.carried(TREE, (1,), (1,), 0) == (TREE, (1,))  # not into itself
    alone = Group("all", (Group("any", (A,)), B))
    assert edit.carried(alone, (0, 0), (), 2) == (Group("all", (B, A)), (1,))


@given(
    st.lists(
        st.tuples(st.sampled_from([(0,), (1,), (0, 0), (1, 0), (1, 1), (1, 2)]),
                  st.sampled_from([(), (0,), (1,)]), st.integers(0, 3)),
        max_size=8,
    )
)  # fmt: skip
def test_whatever_is_carried_where_all_rules_stay(
    moves: list[tuple[tuple[int, ...], tuple[int, ...], int]],
) -> None:
    tree = TREE
    for place, group, at in moves:
        try:
            part, there = edit.part_at(tree, place), edit.part_at(tree, group)
        except (IndexError, AssertionError):
            continue
        if isinstance(there, Group) and at <= len(there.parts):
            tree, to = edit.carried(tree, place, group, at)
            assert edit.part_at(tree, to) == part
    rules = sorted(str(rule) for rule in rules_of(tree))
    assert rules == sorted(str(rule) for rule in (A, B, C))
