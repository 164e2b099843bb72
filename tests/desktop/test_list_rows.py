"""The rows of the list: letters between contacts, names by pages, keys that step over letters."""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from contactdesk.desktop import icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.contact_list import ContactTable
from contactdesk.desktop.list_delegate import letter_height, row_height
from contactdesk.desktop.list_model import ROW, ContactListModel
from contactdesk.store.listing import ContactRow, Listing

Move = QAbstractItemView.CursorAction
NONE = Qt.KeyboardModifier.NoModifier


def a_row(number: int, name: str = "Anna Nowak", **values: object) -> ContactRow:
    row = ContactRow(number, f"id-{number}", "individual", name, "Buyer", "N", False, "")
    return row._replace(**values)


def a_listing(count: int, *letters: tuple[str, int]) -> Listing:
    return Listing(array("q", range(1, count + 1)), letters or (("A", 0),))


def test_letters_stand_before_their_first_contact() -> None:
    model = ContactListModel()
    model.show_listing(a_listing(5, ("A", 0), ("B", 2), ("Ł", 4)))
    assert model.rowCount() == 8
    assert [model.letter_at(row) for row in range(8)] == ["A", "", "", "B", "", "", "Ł", ""]
    assert [model.number_at(row) for row in range(8)] == [0, 1, 2, 0, 3, 4, 0, 5]
    assert [model.row_of_number(n) for n in range(1, 6)] == [1, 2, 4, 5, 7]


def test_letters_can_be_neither_selected_nor_reached() -> None:
    model = ContactListModel()
    model.show_listing(a_listing(3, ("A", 0), ("B", 1)))
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_only_pages_that_are_looked_at_are_asked_for(qtbot) -> None:
    model = ContactListModel()
    asked: list[tuple[int, list[int]]] = []
    model.wanted.connect(lambda page, numbers: asked.append((page, list(numbers))))
    model.show_listing(a_listing(1000))
    assert model.contact_at(551) is None
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [(5, list(range(501, 601)))]
    model.take_rows(5, array("q", range(501, 601)), [a_row(n) for n in range(501, 601)])
    assert model.contact_at(551).number == 551


def test_the_first_names_stay_while_the_numbers_of_a_long_list_come(qtbot) -> None:
    model = ContactListModel()
    asked: list[int] = []
    model.wanted.connect(lambda page, _numbers: asked.append(page))
    model.show_first_page([a_row(n) for n in (1, 2, 3)], 500)
    assert (model.count, model.is_provisional) == (500, True)
    model.refresh(a_listing(500))
    assert [model.contact_at(row).number for row in (1, 2, 3)] == [1, 2, 3]
    qtbot.waitUntil(lambda: asked == [0])  # the rest of that page
    assert (model.count, model.is_provisional) == (500, False)


def test_names_that_were_seen_stay_while_somebody_comes_in_and_goes(qtbot) -> None:
    model = ContactListModel()
    asked: list[int] = []
    model.wanted.connect(lambda page, _numbers: asked.append(page))
    model.show_listing(Listing(array("q", range(1, 300)), ()))
    for page in (0, 1):
        numbers = array("q", range(page * 100 + 1, page * 100 + 101))
        model.take_rows(page, numbers, [a_row(n) for n in numbers])
    model.refresh(Listing(array("q", [500, *range(1, 7), *range(8, 300)]), ()))
    found = [model.contact_at(row) for row in range(150)]
    assert [row and row.number for row in found] == [None, *range(1, 7), *range(8, 151)]
    qtbot.waitUntil(lambda: sorted(asked) == [0, 1])  # and each is read anew


def test_first_names_that_the_whole_list_does_not_begin_with_go(qtbot) -> None:
    model = ContactListModel()
    model.show_first_page([a_row(7)], 500)
    model.refresh(a_listing(500))
    with qtbot.waitSignal(model.wanted):  # and no timer outlives the test
        assert model.contact_at(1) is None


def test_names_that_come_after_the_list_has_changed_are_ignored() -> None:
    model = ContactListModel()
    model.show_listing(a_listing(100))
    model.show_listing(Listing(array("q", range(500, 600)), (("A", 0),)))
    model.take_rows(0, array("q", range(1, 101)), [a_row(n) for n in range(1, 101)])
    assert model.contact_at(1) is None


def test_a_contact_that_has_gone_meanwhile_leaves_a_blank_not_a_hole() -> None:
    model = ContactListModel()
    model.show_listing(a_listing(3))
    model.take_rows(0, array("q", [1, 2, 3]), [a_row(1), a_row(3)])
    assert [model.contact_at(row).number for row in (1, 2, 3)] == [1, 2, 3]


def test_a_screen_reader_hears_name_second_line_and_star() -> None:
    model = ContactListModel()
    model.show_found([7], [a_row(7, starred=True)])
    said = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Anna Nowak, Buyer, starred"


def test_arrow_keys_step_over_letters(qtbot) -> None:
    model = ContactListModel()
    table = ContactTable(model)
    qtbot.addWidget(table)
    model.show_listing(a_listing(4, ("A", 0), ("B", 2)))
    table.choose_row(2)
    assert table.moveCursor(Move.MoveDown, NONE).row() == 4
    table.choose_row(4)
    assert table.moveCursor(Move.MoveUp, NONE).row() == 2
    assert table.moveCursor(Move.MoveHome, NONE).row() == 1
    assert table.moveCursor(Move.MoveEnd, NONE).row() == 5


def test_letter_rows_are_low_and_stay_so_only_where_letters_are(qtbot) -> None:
    model = ContactListModel()
    table = ContactTable(model)
    qtbot.addWidget(table)
    model.show_listing(a_listing(4, ("A", 0), ("B", 2)))
    assert [table.rowHeight(row) for row in (0, 1, 3)] == [
        letter_height(),
        row_height(),
        letter_height(),
    ]
    model.show_found([1, 2], [a_row(1), a_row(2)])
    assert [table.rowHeight(row) for row in (0, 1)] == [row_height()] * 2


def test_a_million_rows_are_shown_without_walking_through_them(qtbot) -> None:
    model = ContactListModel()
    table = ContactTable(model)
    qtbot.addWidget(table)
    table.resize(344, 700)
    table.show()
    listing = a_listing(1_000_000, *((chr(65 + i), i * 38_000) for i in range(26)))
    started = time.thread_time()
    model.show_listing(listing)
    table.choose_row(900_000)
    assert time.thread_time() - started < 0.5
    assert table.rowAt(300) > 800_000


@pytest.fixture
def a_dark_table(qtbot, qapp) -> Iterator[tuple[ContactListModel, ContactTable]]:
    icons.ready()
    look.apply(qapp, "dark")
    model = ContactListModel()
    table = ContactTable(model)
    qtbot.addWidget(table)
    yield model, table
    look.apply(qapp, "light")


def test_rows_of_every_kind_are_drawn_in_both_directions(a_dark_table) -> None:
    model, table = a_dark_table
    model.show_found(
        range(1, 6),
        [
            a_row(1, ""),
            a_row(2, "x" * 500, subtitle="y" * 500, starred=True),
            a_row(3, "陳怡君", matched="phones", matched_text="+48 501"),
            a_row(4, "رضا ابراهیمی", kind="org"),
            a_row(5, "<b>not bold</b>", letter=""),
        ],
    )
    table.painter_of_rows.query = "x 501 رضا"
    picture = QPixmap(344, 58)
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        option = QStyleOptionViewItem()
        option.rect = picture.rect()
        option.direction = direction
        for row in range(5):
            picture.fill(look.colour("list"))
            with QPainter(picture) as painter:
                table.painter_of_rows.paint(painter, option, model.index(row))
            assert any_ink(picture.toImage(), look.current().list)


def any_ink(image: QImage, ground: str) -> bool:
    colours = {image.pixelColor(x, y).name() for x in range(0, 344, 3) for y in range(0, 58, 3)}
    return len(colours - {ground.lower()}) > 1


def test_rows_that_wait_for_their_names_are_drawn_as_placeholders(qtbot) -> None:
    model = ContactListModel()
    table = ContactTable(model)
    qtbot.addWidget(table)
    model.show_first_page([a_row(1)], 200)
    assert model.rowCount() == 201
    assert model.index(150).data(ROW) is None
    assert not QModelIndex().isValid()
    table.resize(344, 400)
    table.show()
    assert not table.grab().isNull()


def test_a_list_fills_itself_where_it_has_no_rows(a_dark_table) -> None:
    model, table = a_dark_table
    table.resize(344, 600)
    model.show_found([1], [a_row(1)])
    table.grab()  # now it has its size
    picture = QPixmap(table.viewport().size())
    picture.fill(Qt.GlobalColor.magenta)
    table.viewport().render(picture)
    image = picture.toImage()
    right, foot = image.width() - 1, image.height() - 1
    below = [image.pixelColor(x, y) for x in (0, right) for y in (foot // 2, foot)]
    assert below == [look.colour("list")] * 4
