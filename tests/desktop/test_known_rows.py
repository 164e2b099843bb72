"""What is known of contacts while the book is away: their rows and lists, as read last."""

from __future__ import annotations

from array import array

from contactdesk.desktop.known_rows import LISTED, ROWS, KnownRows
from contactdesk.store.listing import ContactRow, Listing, ListQuery


def row(number: int, name: str, **more: object) -> ContactRow:
    plain = ContactRow(number, f"id-{number}", "individual", name, "", name[:1], False, "")
    return plain._replace(**more)  # type: ignore[arg-type]  # fields of the row


def names(rows: list[ContactRow] | None) -> list[str]:
    return [each.name for each in rows or ()]


def known(*rows: ContactRow) -> KnownRows:
    made = KnownRows()
    made.keep_rows(rows)
    return made


def test_names_are_found_by_the_beginnings_of_their_words_without_accents() -> None:
    rows = known(row(1, "Łukasz Żak"), row(2, "Zoë Lake", subtitle="Żaneta Ltd"), row(3, "怡君"))
    everybody = ListQuery()
    assert names(rows.matching("luk", everybody)) == ["Łukasz Żak"]
    assert sorted(names(rows.matching("za", everybody))) == ["Zoë Lake", "Łukasz Żak"]
    assert names(rows.matching("lake za", everybody)) == ["Zoë Lake"]
    assert names(rows.matching("yijun", everybody)) == ["怡君"]
    assert names(rows.matching("ake", everybody)) == []


def test_a_name_that_changed_is_found_by_its_new_words_alone() -> None:
    rows = known(row(1, "Anna Nowak"))
    assert names(rows.matching("nowak", ListQuery())) == ["Anna Nowak"]
    rows.keep_rows([row(1, "Anna Kowal")])
    assert names(rows.matching("nowak", ListQuery())) == []
    assert names(rows.matching("kowal", ListQuery())) == ["Anna Kowal"]
    rows.drop([1])
    assert 1 not in rows
    assert names(rows.matching("kowal", ListQuery())) == []


def test_lists_come_in_the_order_of_everybody_and_without_who_is_not_there() -> None:
    rows = known(
        row(1, "Cecil"), row(2, "Bo", kind="org"), row(3, "Ann", starred=True), row(4, "Deleted")
    )
    rows.keep_list(ListQuery(), Listing(array("q", [3, 2, 1]), ()))
    assert names(rows.within(ListQuery("people"))) == ["Ann", "Cecil"]
    assert names(rows.within(ListQuery("organisations"))) == ["Bo"]
    assert names(rows.within(ListQuery("starred"))) == ["Ann"]
    assert rows.within(ListQuery("category", category="Press")) is None
    rows.keep_list(ListQuery("bin"), Listing(array("q", [4, 9]), ()))
    assert names(rows.within(ListQuery("bin"))) == ["Deleted"]
    assert [each.number for each in rows.named([4, 9])] == [4, 9]


def test_no_more_rows_are_kept_than_there_is_room_for() -> None:
    rows = known(*(row(number, f"Person {number}") for number in range(1, ROWS + 11)))
    assert 10 not in rows
    assert 11 in rows
    assert ROWS + 10 in rows


def test_long_lists_are_let_go_for_newer_ones() -> None:
    rows, long = KnownRows(), Listing(array("q", range(LISTED)), ())
    rows.keep_list(ListQuery(), long)
    rows.keep_list(ListQuery("people"), long)
    assert rows.listing(ListQuery()) is not None
    rows.keep_list(ListQuery("starred"), Listing(array("q", [1]), ()))
    assert rows.listing(ListQuery()) is None
    assert rows.listing(ListQuery("people")) is not None
