"""Finding contacts that may be one: by keys that they share, never everybody with everybody.

The book is read in several short looks and compared afterwards, so that nobody who writes has to
wait. Who changes a contact meanwhile is not lost: a merge looks at it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from contactdesk.collecting import no_collection
from contactdesk.i18n import _
from contactdesk.model import fold, phones
from contactdesk.model.companies import company_key
from contactdesk.model.duplicates import (
    Book as Known,
)
from contactdesk.model.duplicates import Cluster, Facts, Grouping, Pair, compare
from contactdesk.model.likeness import Met, Name, name_of, way_of
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.duplicate_keys import AT_ONCE, Called

MOST_SHARE = 40  # contacts with one key: more of them are told apart by further keys only
MOST_NAMESAKES = 6  # contacts of one name, up to which the name alone is worth a look
_STEPS = 100
_BY_NAME = ("different", "family", "script", "unknown")  # ways that need more than a like name

Pairs = set[tuple[int, int]]


class Found(NamedTuple):
    """The groups of one search, the most certain first, and how many contacts were looked at."""

    clusters: tuple[Cluster, ...]
    contacts: int
    compared: int = 0

    @property
    def very_likely(self) -> tuple[Cluster, ...]:
        """Those that one click merges."""
        return tuple(c for c in self.clusters if c.very_likely)

    @property
    def possible(self) -> tuple[Cluster, ...]:
        """Those that somebody has to look at."""
        return tuple(c for c in self.clusters if not c.very_likely)


class _Read(NamedTuple):
    """What the book says of all: keys that several share, and how often names are met."""

    blocks: _Blocks
    met: Met
    uses: dict[str, int]
    contacts: int


@no_collection()
def find(book: Book, progress: Progress | None = None) -> Found:
    """Every group of contacts that may be one; raises `Cancelled` when stopped."""
    progress = progress or Progress()
    read = _read(book, progress)
    read.blocks.add_readings(book)
    wanted = read.blocks.pairs(read.met, progress)
    read.blocks.let_go()
    facts = _facts(book, {n for pair in wanted for n in pair}, progress)
    known = Known(read.met, read.uses, phones.is_mobile)
    pairs = list(_compared(wanted, facts, known, progress))
    with book.read() as tx:
        apart = tx.duplicates.apart()
    grouping = Grouping(facts, apart, lambda a, b: _stands(facts[a], facts[b], known))
    return Found(tuple(grouping.clusters(pairs)), read.contacts, len(wanted))


def _stands(one: Facts, other: Facts, known: Known) -> bool:
    """Whether two whom others link may be one: nothing says that they are not."""
    if one.birthday and other.birthday and one.birthday != other.birthday:
        return False
    return compare(one, other, known) is not None


def _compared(
    wanted: list[tuple[int, int]], facts: dict[int, Facts], known: Known, progress: Progress
) -> Iterator[Pair]:
    every = max(1, len(wanted) // 20)
    for done, (one, other) in enumerate(wanted):
        if done % every == 0:
            progress.report(60 + 40 * done // max(1, len(wanted)), _STEPS, _("Comparing"))
        if one in facts and other in facts:  # nobody deleted it meanwhile
            pair = compare(facts[one], facts[other], known)
            if pair is not None:
                yield pair


def _facts(book: Book, numbers: Collection[int], progress: Progress) -> dict[int, Facts]:
    ordered = sorted(numbers)
    found: dict[int, Facts] = {}
    for start in range(0, len(ordered), AT_ONCE):
        progress.report(40 + 20 * start // len(ordered), _STEPS, _("Reading contacts"))
        with book.read() as tx:
            found |= tx.duplicates.facts(ordered[start : start + AT_ONCE])
    return found


def _read(book: Book, progress: Progress) -> _Read:
    """All names, organisations and shared keys, each in a short look."""
    progress.report(0, _STEPS, _("Reading contacts"))
    with book.read() as tx:
        called = list(tx.duplicates.called())
    blocks = _Blocks(called)
    progress.report(10, _STEPS, _("Reading contacts"))
    with book.read() as tx:
        works = list(tx.duplicates.works())
    uses = _shared(book, blocks)
    progress.report(20, _STEPS, _("Reading contacts"))
    met = blocks.add_names(works, progress)
    return _Read(blocks, met, uses, len(called))


def _shared(book: Book, blocks: _Blocks) -> dict[str, int]:
    """Phones, mails and identifiers that several have; how many have each phone and mail."""
    with book.read() as tx:
        reached = blocks.add_shared("", tx.duplicates.shared())
        blocks.add_shared("uid ", tx.duplicates.shared_uids())
    with book.read() as tx:
        blocks.add_reached(tx.duplicates.reached())
    return reached


class _Blocks:
    """Contacts by what they share; only those of one block are compared."""

    def __init__(self, called: list[Called]) -> None:
        self._called = called
        self._standing = {c.number for c in called}
        self._shared: dict[str, set[int]] = {}
        self._blocks: dict[str, list[int]] = {}
        self._namesakes: dict[str, list[int]] = {}
        self._names: dict[int, Name] = {}  # of people
        self._reached: dict[str, set[int]] = {"phones": set(), "emails": set()}

    def add_shared(self, kind: str, rows: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Blocks of a key each; how many contacts each key has."""
        by_key: dict[str, set[int]] = {}
        for key, number in rows:
            if number in self._standing:
                by_key.setdefault(key, set()).add(number)
        for key, numbers in by_key.items():
            if 1 < len(numbers) <= MOST_SHARE:
                self._shared[kind + key] = numbers
        return {key: len(numbers) for key, numbers in by_key.items()}

    def add_reached(self, rows: Iterable[tuple[int, str]]) -> None:
        """Who has a phone, and who a mail."""
        for number, field in rows:
            self._reached[field].add(number)

    def _are_comparable(self, one: int, other: int) -> bool:
        """Whether both have phones, or both have mails: none of them is the same."""
        return any({one, other} <= having for having in self._reached.values())

    def add_names(self, works: Iterable[tuple[int, str]], progress: Progress) -> Met:
        """Blocks of names, alone and with an organisation or a birthday."""
        at: dict[int, list[str]] = {}
        for number, key in works:
            at.setdefault(number, []).append(_block_of_company(key))
        givens: Counter[str] = Counter()
        families: Counter[str] = Counter()
        every = max(1, len(self._called) // 10)
        for done, each in enumerate(self._called):
            if done % every == 0:
                progress.report(20 + 20 * done // len(self._called), _STEPS, _("Reading contacts"))
            if each.kind == "org":
                self._add(f"org {_block_of_company(each.formatted_name)}", each.number)
                continue
            name = name_of(each.formatted_name, each.given, each.family)
            self._names[each.number] = name
            if not name.words:
                continue
            givens[name.given] += 1
            families[name.family] += 1
            self._namesakes.setdefault(name.key, []).append(each.number)
            self._add_person(each, name, at.get(each.number, ()))
        return Met(givens, families)

    def _add_person(self, each: Called, name: Name, companies: Collection[str]) -> None:
        """By half of the name and something else: the other half may be spelt wrongly."""
        beside = {f"at {c}" for c in companies if c}
        if each.birthday:
            beside.add(f"on {each.birthday}")
        words = {name.given.partition(" ")[0], name.family.rpartition(" ")[2]} - {""}
        for key in beside:
            for word in words:
                self._blocks.setdefault(f"{key} {word}", []).append(each.number)

    def _add(self, key: str, number: int) -> None:
        self._blocks.setdefault(key, []).append(number)

    def add_readings(self, book: Book) -> None:
        """How Chinese names are read of whom one with a name in other letters shares something."""
        sharing = {n for numbers in self._shared.values() for n in numbers}
        names = ((n, self._names.get(n)) for n in sorted(sharing))
        han = [n for n, name in names if name is not None and fold.has_han(name.shown)]
        with book.read() as tx:
            readings = tx.duplicates.readings(han)
        for number, read in readings.items():
            self._names[number] = self._names[number]._replace(read=read)

    def pairs(self, met: Met, progress: Progress) -> list[tuple[int, int]]:
        """Every two that share a block and whose names may be one person's, in their order."""
        found = self._likely(_couples(self._shared.values()), met, ("different",), progress)
        found |= self._likely(_couples(self._blocks.values()), met, _BY_NAME, progress)
        for numbers in self._namesakes.values():
            if 1 < len(numbers) <= MOST_NAMESAKES:
                couples = combinations(numbers, 2)
                found.update(c for c in couples if not self._are_comparable(*c))
        return sorted(found)

    def let_go(self) -> None:
        """Give the memory back bit by bit: at one go all other threads would wait for it."""
        while self._called:
            self._called.pop()
        for each in (self._shared, self._blocks, self._namesakes, self._names):
            while each:
                each.popitem()

    def _likely(
        self, couples: Pairs, met: Met, unlike: Collection[str], progress: Progress
    ) -> Pairs:
        found: Pairs = set()
        for done, couple in enumerate(couples):
            if done % 2_000 == 0:
                progress.check()
            one, other = map(self._names.get, couple)
            if one is None or other is None:
                if one is other:  # two organisations
                    found.add(couple)
            elif way_of(one, other, met) not in unlike:
                found.add(couple)
        return found


def _couples(blocks: Iterable[Collection[int]]) -> Pairs:
    """Every two of each block that is no larger than `MOST_SHARE`."""
    found: Pairs = set()
    for numbers in blocks:
        if 1 < len(numbers) <= MOST_SHARE:
            found.update(combinations(sorted(set(numbers)), 2))
    return found


@lru_cache(maxsize=50_000)
def _block_of_company(name: str) -> str:
    """The first two words of a name without its legal form: "baltica logistyka"."""
    return " ".join(company_key(name).split()[:2])
