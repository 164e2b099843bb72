"""What people type to find somebody, as a tree of rules, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.i18n import use_language
from contactdesk.model.query import Group, Rule, tidied
from contactdesk.model.query_fields import FIELDS, Field, Fields
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.query_writing import written

OWN = Fields().with_own([Field("x-1", "Customer since", "day", own=True)])


def one(text: str, fields: Fields | None = None) -> Rule:
    (rule,) = parsed(text, fields).parts
    assert isinstance(rule, Rule)
    return rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("anna nowak", Rule(values=("anna nowak",))),
        ("58 301 22 33", Rule(values=("58 301 22 33",))),
        ("city:Łódź", Rule("city", ":", ("Łódź",))),
        ("City : Łódź", Rule("city", ":", ("Łódź",))),
        ('town="Nowy Sącz",Łódź', Rule("city", "=", ("Nowy Sącz", "Łódź"))),
        ("country:Poland, Germany", Rule("country", ":", ("Poland", "Germany"))),
        ("city:-", Rule("city", "-")),
        ("city:*", Rule("city", "*")),
        ("has:city", Rule("city", "*")),
        ('city:"-"', Rule("city", ":", ("-",))),
        ("last-contact>90d", Rule("last-contact", ">", ("90d",))),
        ("last contact > 90 days", Rule("last-contact", ">", ("90d",))),
        ("Last contact >= 12 months", Rule("last-contact", ">=", ("12mo",))),
        ("last-contact<2026-11", Rule("last-contact", "<", ("2026-11",))),
        ("calls(12mo)>3", Rule("calls", ">", ("3",), "12mo")),
        ("calls (2 weeks) = ۳", Rule("calls", "=", ("3",), "2w")),
        ("kind:Person", Rule("kind", ":", ("person",))),
        ("photo:no", Rule("photo", "-")),
        ("birthday:this-month", Rule("birthday", ":", ("this-month",))),
        ("https://office.example/x", Rule(values=("https://office.example/x",))),
        ("10:30", Rule(values=("10:30",))),
    ],
)  # fmt: skip
def test_a_rule_is_read(text: str, rule: Rule) -> None:
    assert one(text) == rule


def test_rules_are_joined_as_words_say() -> None:
    a, b, c = (Rule("city", ":", (name,)) for name in "abc")
    assert parsed("city:a city:b") == parsed("city:a AND city:b") == Group("all", (a, b))
    assert parsed("city:a or city:b city:c") == Group("any", (a, Group("all", (b, c))))
    assert parsed("(city:a or city:b) city:c") == Group("all", (Group("any", (a, b)), c))
    assert parsed("city:a -city:b") == Group("all", (a, Group("none", (b,))))
    assert parsed("not (city:a or city:b)") == Group("none", (a, b))
    assert parsed("") == Group()


def test_words_before_a_field_stay_words() -> None:
    found = parsed("anna last contact > 90 days")
    assert found.parts == (Rule(values=("anna",)), Rule("last-contact", ">", ("90d",)))


def test_an_own_field_goes_by_its_label() -> None:
    rule = Rule("x-1", ">", ("2y",))
    assert one("customer since > 2 years", OWN) == one('"Customer since">2y', OWN) == rule
    assert written(Group("all", (rule,)), OWN) == '"Customer since">2y'
    assert written(Group("all", (rule,))) == "x-1>2y"
    assert one("x-1>2y", OWN) == rule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("last contact > 90", "“90” what?"),
        ("calls(90)>3", "“90” what?"),
        ("citty:Łódź", "Is it “city”?"),
        ("calls>many", "“many” is no number"),
        ("(city:a", "without its “)”"),
        ("city:a)", "without its “(”"),
        ("city:a or", "missing at the end"),
        ("or city:a", "missing before “or”"),
        ('city:"a', "no second one"),
        ("city:", "A value is missing"),
        ("city>a", "cannot be compared"),
        ("calls>1,2", "goes with one value"),
        ("last-contact>2026-13", "is no time"),
        ("kind:cat", "is one of"),
        ("photo:maybe", "yes or no"),
        ("has:wings", "no field “wings”"),
        ("(" * 60 + "a" + ")" * 60, "nested too deep"),
    ],
)
def test_an_error_is_a_sentence(text: str, words: str) -> None:
    with pytest.raises(QueryError) as told:
        parsed(text)
    assert words in told.value.message


@pytest.mark.parametrize("language", ["pl", "zh_TW", "fa"])
def test_english_names_always_work(language: str) -> None:
    use_language(language)
    for field in FIELDS:
        for name in (field.name, *field.others):
            assert one(f"{name}:*").field == field.name
        assert one(f'"{field.title}":*').comparison == "*"


_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=8)
_SPANS = st.builds("{}{}".format, st.integers(1, 999), st.sampled_from(["d", "w", "mo", "y"]))
_COUNTS = st.integers(0, 99).map(str)


def _several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)


_WORDED = [f.name for f in FIELDS if f.holds == "words"]
_RULES = st.one_of(
    st.builds(Rule, st.sampled_from(_WORDED), st.sampled_from([":", "="]), _several(_TEXTS)),
    st.builds(Rule, st.sampled_from(_WORDED), st.sampled_from(["*", "-"])),
    st.builds(
        Rule,
        st.sampled_from([f.name for f in FIELDS if f.holds in ("touch", "day", "coming")]),
        st.sampled_from([">", "<", ">=", "<="]),
        _several(_SPANS).map(lambda v: v[:1]),
    ),
    st.builds(
        Rule,
        st.sampled_from([f.name for f in FIELDS if f.bounded]),
        st.sampled_from([">", "<", "="]),
        _several(_COUNTS).map(lambda v: v[:1]),
        st.one_of(st.just(""), _SPANS),
    ),
    _TEXTS.map(lambda text: " ".join(text.split())).filter(bool).map(lambda t: Rule(values=(t,))),
)
_TREES = st.recursive(
    _RULES,
    lambda inner: st.builds(
        Group, st.sampled_from(["all", "any", "none"]), st.lists(inner, max_size=4).map(tuple)
    ),
    max_leaves=12,
).map(lambda part: part if isinstance(part, Group) else Group("all", (part,)))


@given(_TREES)
def test_what_is_written_is_read_back(tree: Group) -> None:
    assert parsed(written(tree)) == tidied(tree)


@given(st.text(max_size=60))
def test_any_text_is_rules_or_a_sentence(text: str) -> None:
    try:
        tree = parsed(text, OWN)
    except QueryError:
        return
    assert parsed(written(tree, OWN), OWN) == tidied(tree)
