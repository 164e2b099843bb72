"""Which contacts may be one person: how certain that is, and why. Pure scoring.

Points for and against add up to a number of 100. A name alone makes nobody the same: who is only
called alike is possibly the same where nothing else is known, and nobody where another birthday,
other mails or another number say so. Numbers and addresses count by how many have them: a
switchboard says little.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from contactdesk.model.companies import company_key, same_company
from contactdesk.model.likeness import Met, Name, Way, way_of
from contactdesk.model.relations import apart_key

POSSIBLE = 65  # from here on a pair is shown
VERY_LIKELY = 88  # from here on it is merged by one click
CERTAIN_MOST = 99  # nobody knows for sure
CHOSEN = 0  # the score of a group that somebody put together
ALONE = 6  # for a whole name that nothing speaks against
_SEVERAL = 4  # contacts from which a number or address is an office's or a family's

Reason = Literal[
    "mobile", "phone", "email", "uid", "birthday", "organisation", "photo", "address", "web",
    "same", "spelling", "order", "nickname", "typo", "part", "initial", "script", "family",
    "unknown", "other birthday", "other email", "other phone", "other organisation", "other uid",
]  # fmt: skip

_NAMES: dict[Way, int] = {
    "same": 60, "spelling": 60, "order": 58, "nickname": 54, "typo": 52, "part": 50,
    "initial": 44, "script": 42, "unknown": 40, "family": 28,
}  # fmt: skip
_ROLES = frozenset((
    "info", "office", "mail", "kontakt", "contact", "sales", "biuro", "sekretariat", "hello",
    "admin", "service", "support", "post", "buchhaltung", "accounting", "faktury", "invoice",
    "praca", "jobs", "zentrale", "empfang", "reception",
))  # fmt: skip
_WHOLE = frozenset(("same", "spelling", "order"))
_STRONG = frozenset(("mobile", "email", "uid"))


class Facts(NamedTuple):
    """What is compared of a contact; phones are E.164, mails in lower case, dates ISO 8601."""

    number: int
    id: str
    kind: str
    name: Name
    uid: str = ""
    birthday: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()  # keys, as `company_key` makes them
    places: frozenset[str] = frozenset()  # street and postal code, folded
    hosts: frozenset[str] = frozenset()  # of an organisation's web pages
    photo: str = ""
    starred: bool = False
    filled: int = 0  # how much is written on it
    archived: bool = False


class Book(NamedTuple):
    """What has to be known of the whole book to judge a pair.

    `uses` says how many contacts have a phone or mail; `is_mobile` whether a number is one.
    """

    met: Met
    uses: Mapping[str, int]
    is_mobile: Callable[[str], bool]


class Pair(NamedTuple):
    """Two contacts that may be one, with how certain (0–99) and why; the strongest first."""

    one: int
    other: int
    score: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()


class Cluster(NamedTuple):
    """Contacts that may be one person, the one to be kept first, as a merge would have it."""

    numbers: tuple[int, ...]
    score: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()

    @property
    def very_likely(self) -> bool:
        """Whether it is merged together with the others of its kind."""
        return self.score >= VERY_LIKELY


_Points = list[tuple[int, Reason]]


def compare(one: Facts, other: Facts, book: Book) -> Pair | None:
    """How certain it is that two contacts are one; None where nothing speaks for it."""
    if (one.kind == "org") != (other.kind == "org"):
        return None
    points = _organisations(one, other) if one.kind == "org" else _people(one, other, book)
    if points is None:
        return None
    points += _reached(one, other, book)
    points += _beside(one, other)
    return _pair(one, other, points)


def _pair(one: Facts, other: Facts, points: _Points) -> Pair | None:
    ways = {reason for _n, reason in points}
    if "family" in ways and not (_STRONG & ways):
        return None  # another last name: only where something of one's own is shared
    score = min(CERTAIN_MOST, sum(n for n, _reason in points))
    if len(points) == 1 and ways & _WHOLE and len(one.name.words) > 1:
        score += ALONE  # nothing else is known of one of them
    if "family" in ways:
        score = min(score, VERY_LIKELY - 1)
    if score < POSSIBLE:
        return None
    kept = sorted(points, key=lambda p: -_weight(p))
    reasons = tuple(r for n, r in kept if n > 0)
    against = tuple(r for n, r in reversed(kept) if n < 0)
    return Pair(one.number, other.number, score, reasons, against)


def _weight(point: tuple[int, Reason]) -> int:
    """Names are told after what is shared: that two are called alike one sees."""
    points, reason = point
    return points - 50 if reason in _NAMES else points


def _people(one: Facts, other: Facts, book: Book) -> _Points | None:
    way = way_of(one.name, other.name, book.met)
    if way == "different":
        return None
    points: _Points = [(_NAMES[way], way)]
    points += _company(one, other)
    return points


def _organisations(one: Facts, other: Facts) -> _Points | None:
    first, second = company_key(one.name.shown), company_key(other.name.shown)
    if first == second:
        points: _Points = [(66, "same" if one.name.shown == other.name.shown else "spelling")]
    elif same_company(first, second):
        points = [(50, "part")]
    else:
        return None
    if one.hosts & other.hosts:
        points.append((24, "web"))
    return points


def _company(one: Facts, other: Facts) -> _Points:
    if not one.organisations or not other.organisations:
        return []
    if one.organisations & other.organisations:
        return [(16, "organisation")]
    if any(same_company(a, b) for a in one.organisations for b in other.organisations):
        return [(12, "organisation")]
    return [(-6, "other organisation")]


def _reached(one: Facts, other: Facts, book: Book) -> _Points:
    """Phones and mails: shared, or of both but none the same."""
    points: _Points = []
    points += _phones(one, other, book)
    if common := one.emails & other.emails:
        points.append((max(_mail(address, book) for address in common), "email"))
    elif one.emails and other.emails and not _same_mailbox(one.emails, other.emails):
        points.append((-12, "other email"))
    return points


def _phones(one: Facts, other: Facts, book: Book) -> _Points:
    """A shared mobile says most; a landline is a household's, or their organisation's."""
    shared = one.phones & other.phones
    if not shared:
        return [(-8, "other phone")] if one.phones and other.phones else []
    alone = [p for p in shared if book.uses.get(p, 0) <= _SEVERAL]
    if any(map(book.is_mobile, alone)):
        return [(30, "mobile")]
    mine, theirs = (any(map(book.is_mobile, f.phones - shared)) for f in (one, other))
    apart: _Points = [(-8, "other phone")] if mine and theirs else []
    colleagues = bool(one.organisations & other.organisations)
    return [(18 if alone and not colleagues else 5, "phone"), *apart]


def _mail(address: str, book: Book) -> int:
    if book.uses.get(address, 0) > _SEVERAL or address.partition("@")[0] in _ROLES:
        return 6
    return 36


def _same_mailbox(ones: Collection[str], others: Collection[str]) -> bool:
    """Whether what stands before an @ is the same: who changed the provider keeps it."""
    names = {address.partition("@")[0] for address in ones}
    same = names & {address.partition("@")[0] for address in others}
    return any(len(name) >= 5 and name not in _ROLES for name in same)


def _beside(one: Facts, other: Facts) -> _Points:
    """Identifier, birthday, address and picture."""
    points: _Points = []
    if one.uid and one.uid == other.uid:
        points.append((36 if len(one.uid) >= 8 else 8, "uid"))
    elif one.uid and other.uid:
        points.append((-3, "other uid"))
    if one.birthday and other.birthday:
        points.append(_birthday(one.birthday, other.birthday))
    if one.places & other.places:
        points.append((10, "address"))
    if one.photo and one.photo == other.photo:
        points.append((24, "photo"))
    return points


def _birthday(one: str, other: str) -> tuple[int, Reason]:
    if one == other:
        return (24, "birthday") if not one.startswith("-") else (14, "birthday")
    if one.startswith("-") or other.startswith("-"):  # one of them without a year
        same = one.replace("-", "")[-4:] == other.replace("-", "")[-4:]
        return (14, "birthday") if same else (-45, "other birthday")
    return -45, "other birthday"


# ── groups ──────────────────────────────────────────────────────────────────────────────


class Grouping:
    """Pairs brought together: who is very likely one first, then who possibly is one with them.

    Nobody comes into a group with somebody whom they are certainly not: `apart` are pairs of ids
    that a person has said to be two, and pairs that `stands` refuses.
    """

    def __init__(
        self,
        facts: Mapping[int, Facts],
        apart: Collection[tuple[str, str]],
        stands: Callable[[int, int], bool],
    ) -> None:
        self._facts = facts
        self._apart = apart
        self._stands = stands
        self._indexed: Sequence[Pair] = ()
        self._index: dict[int, list[Pair]] = {}

    def clusters(self, pairs: Iterable[Pair]) -> list[Cluster]:
        """The groups, the most certain first."""
        ordered = sorted(pairs, key=lambda p: (-p.score, p.one, p.other))
        ordered = [p for p in ordered if not self._are_apart(p.one, p.other)]
        sure = [p for p in ordered if p.score >= VERY_LIKELY]
        groups = self._joined(sure)
        first = {n: group[0] for group in groups for n in group}
        rest: dict[tuple[int, int], Pair] = {}
        for pair in ordered[len(sure) :]:
            one, other = (first.get(n, n) for n in (pair.one, pair.other))
            if one != other and not self._are_apart(one, other):
                rest.setdefault((min(one, other), max(one, other)), pair)
        possible = [p._replace(one=key[0], other=key[1]) for key, p in rest.items()]
        found = [self._cluster(g, sure) for g in groups]
        found += [self._cluster(g, possible) for g in self._joined(possible)]
        return sorted(found, key=lambda c: (-c.score, c.numbers))

    def _are_apart(self, one: int, other: int) -> bool:
        return apart_key(self._facts[one].id, self._facts[other].id) in self._apart

    def _joined(self, pairs: Sequence[Pair]) -> list[list[int]]:
        group_of: dict[int, list[int]] = {}
        for pair in pairs:
            one = group_of.setdefault(pair.one, [pair.one])
            other = group_of.setdefault(pair.other, [pair.other])
            if one is other or not self._may_meet(one, other, pair):
                continue
            one += other
            group_of |= dict.fromkeys(other, one)
        groups = {id(g): g for g in group_of.values() if len(g) > 1}
        return [sorted(g, key=lambda n: keeping(self._facts[n])) for g in groups.values()]

    def _may_meet(self, one: Sequence[int], other: Sequence[int], pair: Pair) -> bool:
        return all(
            {a, b} == {pair.one, pair.other} or (not self._are_apart(a, b) and self._stands(a, b))
            for a in one
            for b in other
        )

    def _cluster(self, group: Sequence[int], pairs: Sequence[Pair]) -> Cluster:
        own = self._pairs_of(pairs)
        inside = [p for n in group for p in own.get(n, ()) if p.other in group]
        weakest = min(p.score for p in inside) if len(group) > 2 else max(p.score for p in inside)
        best = max(inside, key=lambda p: p.score)
        against = tuple(dict.fromkeys(r for p in inside for r in p.against))
        return Cluster(tuple(group), weakest, best.reasons, against)

    def _pairs_of(self, pairs: Sequence[Pair]) -> Mapping[int, list[Pair]]:
        """Pairs by their first contact, made once for a list of them."""
        if self._indexed is not pairs:
            self._indexed = pairs
            self._index = {}
            for pair in pairs:
                self._index.setdefault(pair.one, []).append(pair)
        return self._index


def keeping(facts: Facts) -> tuple[bool, int, int, int]:
    """By this the one to be kept comes first: in the lists, starred, then fuller, then older."""
    return facts.archived, -facts.starred, -facts.filled, facts.number
