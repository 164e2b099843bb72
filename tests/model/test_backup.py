"""Which backups are kept, and manifests in which no byte may be another."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.backup import Dated, Manifest, Rotation, read, superfluous, written

START = datetime(2026, 1, 1, 8)
MADE = Manifest("Biuro Łódź", "/srv/office.cdk", "2026-11-24T07:00:00+00:00", "day", 7, "0.1.0",
                18_400_000, "ab" * 32, 412, {"contact": 1284, "event": 9611})  # fmt: skip

BACKUPS = st.lists(
    st.tuples(st.integers(0, 500 * 24 * 60), st.booleans()), max_size=80, unique_by=lambda x: x[0]
).map(
    lambda found: [Dated(str(m), START + timedelta(minutes=m), good) for m, good in found]
)  # fmt: skip
ROTATIONS = st.builds(Rotation, *(st.integers(0, 15) for _ in range(4)))


@given(BACKUPS, ROTATIONS)
def test_the_newest_good_one_stays_and_without_a_good_one_nothing_goes(
    backups: list[Dated], keep: Rotation
) -> None:
    gone = set(superfluous(backups, keep))
    good = [each for each in backups if each.good]
    if good:
        assert max(good, key=lambda each: each.at).name not in gone
    else:
        assert not gone


@given(BACKUPS, ROTATIONS)
def test_bad_ones_change_nothing_for_good_ones(backups: list[Dated], keep: Rotation) -> None:
    good = [each for each in backups if each.good]
    alone, mixed = set(superfluous(good, keep)), set(superfluous(backups, keep))
    assert {name for name in mixed if name in {g.name for g in good}} == alone


@given(BACKUPS, ROTATIONS)
def test_each_kept_span_keeps_its_newest(backups: list[Dated], keep: Rotation) -> None:
    left = [b for b in backups if b.name not in set(superfluous(backups, keep))]
    good = sorted((b for b in backups if b.good), key=lambda b: b.at, reverse=True)
    assert set(good[: keep.recent]) <= set(left)
    for count, span in (
        (keep.days, lambda b: b.at.date()),
        (keep.weeks, lambda b: b.at.isocalendar()[:2]),
        (keep.months, lambda b: (b.at.year, b.at.month)),
    ):
        newest: dict[object, Dated] = {}
        for each in good:
            newest.setdefault(span(each), each)
        assert set(list(newest.values())[:count]) <= set(left)


@given(BACKUPS, ROTATIONS)
def test_what_was_rotated_stays_as_it_is(backups: list[Dated], keep: Rotation) -> None:
    gone = set(superfluous(backups, keep))
    assert superfluous([b for b in backups if b.name not in gone], keep) == []
    assert len([b for b in backups if b.good and b.name not in gone]) <= max(sum(keep), 1)


def test_a_year_of_two_backups_a_day_leaves_few() -> None:
    kept: list[Dated] = []
    for day in range(400):
        for hour in (8, 18):
            kept.append(Dated(f"{day}-{hour}", START + timedelta(days=day, hours=hour - 8), True))
            gone = set(superfluous(kept, Rotation()))
            kept = [b for b in kept if b.name not in gone]
    assert 25 <= len(kept) <= 44
    assert (kept[-1].at - kept[0].at).days > 300


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert read(written(MADE)) == MADE


def test_one_other_byte_in_a_manifest_is_always_found() -> None:
    data, rng = written(MADE), random.Random(1)
    for at in range(len(data)):
        spoilt = bytearray(data)
        spoilt[at] ^= rng.randrange(1, 256)
        assert read(bytes(spoilt)) is None, at


def test_what_is_no_manifest_is_none() -> None:
    for data in (b"", b"{}", b"[1]", b"null", b"\xff", b"[" * 5000, written(MADE)[:-1]):
        assert read(data) is None
