"""The vCards of an export: written in turns by this process and, if there is one, by a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.formats.vcard_few_lines import Written
from contactdesk.formats.vcard_writing import written_card
from contactdesk.formats.writers import Outgoing, kind_of
from contactdesk.operations.second_process import can_help, helped
from contactdesk.store.book import Book

if TYPE_CHECKING:
    from contactdesk.operations.exporting import Source

CARDS_A_TURN = 250
WORTH_IT = 2_000  # contacts from which on a second process saves more time than it takes to start


class Card(NamedTuple):
    """A card, and what is remembered of it for the check of the file."""

    data: bytes
    number: int
    is_proven: bool


def vcards(source: Source, book: Book) -> Iterator[bytes]:
    """The cards of all contacts of an export, in their order."""
    numbers = source.all_numbers()
    turns = [numbers[at : at + CARDS_A_TURN] for at in range(0, len(numbers), CARDS_A_TURN)]
    source.begin()
    if len(numbers) < WORTH_IT or not can_help():
        yield from _all(source, turns, iter(()))
        return

    def their_turns() -> Iterator[list[tuple[bytes, int, bool]]]:
        book.open_in_copy()
        for place, turn in enumerate(turns):
            if _is_theirs(place):
                yield [(c.data, c.number, c.is_proven) for c in _cards(source, turn)]

    with helped(their_turns) as theirs:
        yield from _all(source, turns, theirs)


def _is_theirs(place: int) -> bool:
    """Eleven turns of twenty: this process writes the file and checks it, too."""
    return place % 2 == 1 or place % 20 == 10


def _all(
    source: Source,
    turns: Sequence[Sequence[int]],
    theirs: Iterator[list[tuple[bytes, int, bool]]],
) -> Iterator[bytes]:
    """Some turns are `theirs`, until there is none any more."""
    for place, turn in enumerate(turns):
        source.reached(place * CARDS_A_TURN)
        ready = next(theirs, None) if _is_theirs(place) else None
        cards = _cards(source, turn) if ready is None else map(Card._make, ready)
        for card in cards:
            source.count += 1
            yield card.data
            source.expected.remember(card.number, card.is_proven)
    source.reached(len(source.all_numbers()))


def _cards(source: Source, numbers: Sequence[int]) -> list[Card]:
    version = kind_of(source.format).version
    found = []
    for each in source.part(numbers):
        card, is_proven = _written(source.for_receiver(each), version)
        contact = source.understood(each.contact)
        number = source.expected.number_of(contact, card if is_proven else None)
        found.append(Card(card, number, is_proven))
    return found


def _written(each: Outgoing, version: str) -> Written:
    if each.card is not None:
        return Written(each.card, each.is_proven)
    return written_card(each.contact, version, each.original, each.photo)
