"""A second version of a book is brought in as three-way merges, once, as one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from contactdesk.errors import BookError
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.custom import FieldDefinition
from contactdesk.model.dates import PartialDate
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.operations.backing_up import place_of
from contactdesk.operations.documents import keep_bytes
from contactdesk.operations.merging import merge
from contactdesk.operations.second_versions import bring_in, preview
from contactdesk.settings import Settings
from contactdesk.store.backups import backups_in
from contactdesk.store.book import Book
from contactdesk.store.second_version import copies_beside

NAME = "office (Anna's conflicted copy 2026-11-24).cdk"


class Two:
    """A book and its second version; both are one up to here."""

    def __init__(self, book: Book, path: Path) -> None:
        self.book, self.path = book, path
        book.backup(path)

    def there(self, do: Callable[[Any], Any]) -> Any:
        with Book.open(self.path, create=False) as other, other.write("There") as tx:
            return do(tx)

    def here(self, do: Callable[[Any], Any]) -> Any:
        with self.book.write("Here") as tx:
            return do(tx)

    def get(self, number: int = 1) -> Contact:
        with self.book.read() as tx:
            return tx.contacts.get(number)

    def bring(self, **how: Any) -> Any:
        return bring_in(self.book, self.path, Settings(), **how)


def edit(number: int = 1, **values: Any) -> Callable[[Any], Any]:
    def do(tx: Any) -> Any:
        base = tx.contacts.get(number)
        return tx.contacts.save(replace(base, **values), base)

    return do


def add_phone(value: str) -> Callable[[Any], Any]:
    def do(tx: Any) -> Any:
        base = tx.contacts.get(1)
        return tx.contacts.save(replace(base, phones=(*base.phones, Entry(value))), base)

    return do


def edit_phone(value: str) -> Callable[[Any], Any]:
    def do(tx: Any) -> Any:
        base = tx.contacts.get(1)
        phones = (replace(base.phones[0], value=value), *base.phones[1:])
        return tx.contacts.save(replace(base, phones=phones), base)

    return do


@pytest.fixture
def two(a_book: Any, a_contact: Any, tmp_path: Path) -> Two:
    book = a_book(
        a_contact("Anna Nowak", phones=["+48501234567"], note="tea"), a_contact("Jan Kos"),
        a_contact("Ewa Lis"),
    )  # fmt: skip
    return Two(book, tmp_path / NAME)


def test_what_is_new_there_comes_with_all_that_belongs_to_it(two: Two, a_contact: Any) -> None:
    def make(tx: Any) -> None:
        field = tx.custom_fields.add(FieldDefinition(label="Terms", type="text"))
        tx.calendars.add(Calendar(name="Fairs"))
        calendar = tx.calendars.all()[-1].id
        photo = tx.contacts.keep_photo(b"picture", "image/png")
        new = tx.contacts.add(a_contact("Zoe Er", photo=photo))
        tx.contacts.keep_originals([(new.number, "3.0", "x.vcf", b"BEGIN:VCARD\nEND:VCARD")])
        tx.events.add(Event(summary="Fair", calendar=calendar, about=(new.id,)))
        tx.deals.add(Deal(title="Reactor", people=(new.id,)))
        keep_bytes(tx, "offer.pdf", b"%PDF bytes" * 40_000, [new.id])
        tx.custom_fields.get(field.number)

    two.there(make)
    two.here(edit(2, note="here"))
    told = preview(two.book, two.path)
    assert (told.added, told.changed, told.steps) == (5, 0, 1)
    assert dict(told.kinds) == {
        "custom_field": 1, "individual": 1, "deal": 1, "event": 1, "document": 1,
    }  # fmt: skip
    done = two.bring()
    assert replace(done.report) == told
    with two.book.read() as tx:
        zoe = tx.contacts.get(tx.contacts.search("zoe").numbers[0])
        assert tx.contacts.photo(zoe.photo.sha256) == b"picture"
        assert tx.contacts.originals(zoe.number) == [b"BEGIN:VCARD\nEND:VCARD"]
        (event,) = tx.events.all()
        assert tx.calendars.get(event.calendar).name == "Fairs"
        assert event.about == tx.deals.all()[0].people == (zoe.id,)
        (document,) = tx.documents.all()
        whole = b"".join(tx.documents.contents.pieces(document.current.sha256))
        assert whole == b"%PDF bytes" * 40_000
        assert [f.label for f in tx.custom_fields.all()] == ["Terms"]


def test_different_fields_of_one_contact_meet_and_phones_of_both_stay(two: Two) -> None:
    two.there(edit(note="coffee"))
    two.there(add_phone("+48600000002"))
    two.here(edit(nicknames=("Ania",)))
    two.here(add_phone("+48600000001"))
    report = two.bring().report
    assert (report.changed, report.clashes) == (1, ())
    anna = two.get()
    assert (anna.note, anna.nicknames) == ("coffee", ("Ania",))
    assert {p.value for p in anna.phones} == {"+48501234567", "+48600000001", "+48600000002"}
    assert len({p.item for p in anna.phones}) == 3


def test_the_same_value_typed_on_both_sides_is_there_once(two: Two) -> None:
    two.there(add_phone("+48600000001"))
    two.here(add_phone("+48600000001"))
    two.bring()
    assert [p.value for p in two.get().phones] == ["+48501234567", "+48600000001"]


@pytest.mark.parametrize(("take_theirs", "stays"), [(False, "here"), (True, "there")])
def test_where_both_changed_the_same_it_is_told_and_one_of_them_stays(
    two: Two, take_theirs: bool, stays: str
) -> None:
    two.there(edit(note="there", nicknames=("Ania",)))
    two.here(edit(note="here"))
    (clash,) = preview(two.book, two.path).clashes
    assert (clash.name, clash.field, clash.here, clash.there) == (
        "Anna Nowak", "Note", "here", "there",
    )  # fmt: skip
    two.bring(take_theirs=take_theirs)
    assert (two.get().note, two.get().nicknames) == (stays, ("Ania",))


@pytest.mark.parametrize("take_theirs", [False, True])
def test_each_clash_can_be_answered_by_itself(two: Two, take_theirs: bool) -> None:
    two.there(
        edit(note="there", birthday=PartialDate(1981), given="Eve", formatted_name="Eve Nowak")
    )
    two.here(edit(note="here", birthday=PartialDate(1980), given="Ann", formatted_name="Ann Nowak"))
    keys = {each.key[1]: each.key for each in preview(two.book, two.path).clashes}
    assert sorted(keys) == ["birthday", "given", "note"]
    two.bring(take_theirs=take_theirs, but=[keys["note"], keys["given"]])
    anna = two.get()
    found = (anna.note, anna.birthday, anna.formatted_name)
    there = ("here", PartialDate(1981), "Ann Nowak")
    assert found == (there if take_theirs else ("there", PartialDate(1980), "Eve Nowak"))


def test_a_phone_that_both_changed_is_taken_from_there_and_mine_beside_it_stays(two: Two) -> None:
    two.there(edit_phone("+48600000009"))
    two.here(edit_phone("+48600000008"))
    two.here(add_phone("+48600000001"))
    (clash,) = preview(two.book, two.path).clashes
    two.bring(but=[clash.key])
    assert [p.value for p in two.get().phones] == ["+48600000009", "+48600000001"]


def test_what_is_told_of_a_clash_has_names_and_no_ids(two: Two) -> None:
    def make(tx: Any) -> None:
        stages = (Stage("First", item=1), Stage("Second", item=2), Stage("Third", item=3))
        pipeline = tx.pipelines.add(Pipeline(name="Sales", stages=stages))
        tx.deals.add(Deal(title="Reactor", pipeline=pipeline.id, stage=1))

    two.here(make)
    two.path.unlink()
    two.book.backup(two.path)
    with two.book.read() as tx:
        (deal,), ids = tx.deals.all(), [tx.contacts.get(n).id for n in (1, 2)]
    two.here(lambda tx: tx.deals.save(replace(deal, stage=2, organisation=ids[0]), deal))
    two.there(lambda tx: tx.deals.save(replace(deal, stage=3, organisation=ids[1]), deal))
    found = {(c.field, c.here, c.there) for c in preview(two.book, two.path).clashes}
    assert found == {("Stage", "Second", "Third"), ("Organisation", "Anna Nowak", "Jan Kos")}


def test_a_stage_that_is_new_there_keeps_the_deals_that_are_in_it(two: Two) -> None:
    def make(tx: Any) -> None:
        pipeline = tx.pipelines.add(Pipeline(name="Sales", stages=(Stage("First"),)))
        tx.deals.add(Deal(title="Reactor", pipeline=pipeline.id, stage=1))

    def more(tx: Any) -> None:
        (deal,) = tx.deals.all()
        pipeline = tx.pipelines.by_id(deal.pipeline)
        stages = (*pipeline.stages, Stage("Second"), Stage("Third"))
        wide = tx.pipelines.save(replace(pipeline, stages=stages), pipeline)
        short = (wide.stages[0], wide.stages[2])
        tx.pipelines.save(replace(wide, stages=short), wide)
        tx.deals.save(replace(deal, stage=wide.stages[2].item), deal)

    two.here(make)
    two.path.unlink()
    two.book.backup(two.path)
    two.there(more)
    two.bring()
    with two.book.read() as tx:
        (deal,) = tx.deals.all()
        stages = tx.pipelines.by_id(deal.pipeline).stages
    assert {stage.item: stage.name for stage in stages}[deal.stage] == "Third"


def test_it_is_one_step_of_undo_after_a_backup_and_the_file_is_kept_aside(two: Two) -> None:
    two.there(edit(note="there"))
    two.there(edit(2, note="there"))
    content = two.path.read_bytes()
    kept = two.bring().kept
    assert not two.path.exists()
    assert kept is not None
    assert kept.name == "office.merged-copy.cdk"
    assert kept.read_bytes() == content
    (backup,) = backups_in(place_of(two.book.facts.path, Settings()).folder)
    assert backup.manifest is not None
    assert backup.manifest.reason == "copy"
    two.book.undo()
    assert (two.get(1).note, two.get(2).note) == ("tea", "")
    two.book.redo()
    assert (two.get(1).note, two.get(2).note) == ("there", "there")


def test_nothing_comes_twice_but_comes_again_when_it_was_taken_back(two: Two) -> None:
    two.there(edit(note="there"))
    kept = two.bring().kept
    two.here(edit(note="later"))
    again = bring_in(two.book, kept, Settings()).report
    assert (again.steps, again.records) == (0, 0)
    assert two.get().note == "later"
    two.book.undo()
    two.book.undo()
    assert two.get().note == "tea"
    kept = next(p for p in two.path.parent.glob("office.merged-copy*.cdk"))
    assert bring_in(two.book, kept, Settings()).report.changed == 1
    assert two.get().note == "there"


def test_deleted_there_goes_into_the_bin_unless_it_was_changed_here(two: Two) -> None:
    two.there(lambda tx: tx.contacts.delete([2, 3]))
    two.here(edit(3, note="changed here"))
    report = two.bring().report
    assert report.binned == 1
    (left,) = report.left
    assert left.name == "Ewa Lis"
    assert "changed here" in left.why
    assert (bool(two.get(2).deleted_at), bool(two.get(3).deleted_at)) == (True, False)


def test_who_became_part_of_another_there_goes_into_the_bin_here(two: Two) -> None:
    two.there(lambda tx: merge(tx, [tx.contacts.get(1), tx.contacts.get(2)]))
    report = two.bring().report
    assert report.binned == 1
    assert two.get(2).deleted_at


def test_removed_for_good_on_one_side_is_never_undone_by_the_other(two: Two) -> None:
    two.there(lambda tx: tx.contacts.purge([2]))
    two.there(edit(3, note="there"))
    two.here(lambda tx: tx.contacts.purge([3]))
    report = two.bring().report
    assert {left.name for left in report.left} == {"Jan Kos", "Ewa Lis"}
    with two.book.read() as tx:
        assert [c.number for c in tx.contacts.get_many([1, 2, 3])] == [1, 2]


def test_a_file_of_another_book_is_refused_and_left(two: Two, a_book: Any, a_contact: Any) -> None:
    a_book(a_contact("Somebody Else"), name="other").close()
    other = two.path.parent / "other.cdk"
    with pytest.raises(BookError, match="no history in common"):
        bring_in(two.book, other, Settings())
    assert other.exists()
    with pytest.raises(BookError, match="the book itself"):
        preview(two.book, Path(two.book.facts.path))
    with pytest.raises(BookError, match="no file"):
        preview(two.book, two.path.with_name("away.cdk"))
    two.path.write_bytes(b"no book at all")
    with pytest.raises(BookError):
        preview(two.book, two.path)


def test_names_that_people_give_too_are_told_only_when_there_is_something_new(two: Two) -> None:
    folder, book = two.path.parent, two.book.facts.path
    two.path.unlink()
    for name in ("office (1).cdk", "office 2.cdk", "office-DESKTOP-7.cdk", "office-2024.cdk",
                 "office (kopia w konflikcie).cdk"):  # fmt: skip
        two.book.backup(folder / name)
    (folder / "office 3.cdk").write_text("no book")
    with two.book.read() as tx:
        assert copies_beside(tx, book) == []
    two.path = folder / "office-DESKTOP-7.cdk"
    two.there(edit(note="there"))
    with two.book.read() as tx:
        assert copies_beside(tx, book) == ["office-DESKTOP-7.cdk"]
    two.bring()
    with two.book.read() as tx:
        assert copies_beside(tx, book) == []


@pytest.mark.parametrize("schema", [3, 5, 7])
def test_one_of_an_older_schema_is_read_and_left_as_it_is(tmp_path: Path, schema: int) -> None:
    old = Path(__file__).parent.parent / "data" / "books" / f"schema-{schema}.cdk"
    for name in ("office.cdk", NAME):
        (tmp_path / name).write_bytes(old.read_bytes())
    with Book.open(tmp_path / "office.cdk") as book:
        assert preview(book, tmp_path / NAME).steps == 0
    assert (tmp_path / NAME).read_bytes() == old.read_bytes()


def test_whoever_wrote_only_there_is_known_here(two: Two) -> None:
    def as_marta(tx: Any) -> None:
        sql = "INSERT INTO person (id, login, name, colour) VALUES ('m', 'marta', 'Marta', '2')"
        tx.connection.exec_driver_sql(sql)
        tx.events.add(Event(component="task", summary="Call", owner="m"))

    two.there(as_marta)
    two.bring()
    with two.book.read() as tx:
        assert tx.people.team().people["m"].name == "Marta"


PEOPLE = 6


def _random_step(random: Random, book: Book) -> None:
    """One step as people do them: of one contact, of many, undone, done again."""
    number = random.randint(1, PEOPLE)
    deed = random.choice(("edit", "edit", "phone", "many", "delete", "restore", "undo", "redo"))
    if deed in ("undo", "redo"):
        getattr(book, deed)()
        return
    with book.write(deed) as tx:
        if deed in ("delete", "restore"):
            getattr(tx.contacts, deed)([number])
        elif deed == "many":
            numbers = random.sample(range(1, PEOPLE + 1), 3)
            word = random.choice("abc")
            tx.contacts.change_many(
                numbers, lambda c: replace(c, categories=(word,)), ("categories",)
            )
        else:
            base = tx.contacts.get(number)
            text = str(random.randint(0, 10**9))
            phones = (*base.phones[random.randint(0, 1) :], Entry(f"+48{text}"))
            mine = replace(base, phones=phones) if deed == "phone" else replace(base, note=text)
            tx.contacts.save(mine, base)


def _said(book: Book) -> dict[str, Contact]:
    with book.read() as tx:
        sql = "SELECT number FROM contact WHERE withdrawn = 0"
        stand = list(tx.connection.exec_driver_sql(sql).scalars())
        found = tx.contacts.get_many(stand)
    same = {"revision": 0, "number": 0, "deleted_at": ""}
    return {c.id: replace(c, **same, nicknames=(str(bool(c.deleted_at)),)) for c in found}


def _touched(book: Book, point: int) -> set[str]:
    with book.read() as tx:
        sql = "SELECT DISTINCT record_id FROM change WHERE set_id > ?"
        return set(tx.connection.exec_driver_sql(sql, (point,)).scalars())


@pytest.mark.parametrize("seed", range(12))
def test_what_only_one_side_touched_is_as_that_side_left_it(
    a_book: Any, a_contact: Any, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    book = a_book(*(a_contact(f"Anna Nowak{n}", phones=["+4850"]) for n in range(PEOPLE)))
    for _n in range(random.randint(0, 6)):
        _random_step(random, book)
    two = Two(book, tmp_path / NAME)
    with book.read() as tx:
        point = tx.log.last_set()
    with Book.open(two.path) as other:
        for _n in range(random.randint(1, 8)):
            _random_step(random, other)
        there, theirs = _said(other), _touched(other, point)
    for _n in range(random.randint(0, 4)):
        _random_step(random, book)
    here, ours = _said(book), _touched(book, point)
    told = preview(book, two.path)
    assert two.bring().report == told
    now = _said(book)
    for uuid in now.keys() & there.keys() & here.keys():  # not those whose making was undone
        if uuid not in ours:
            assert now[uuid] == there[uuid]
        if uuid not in theirs:
            assert now[uuid] == here[uuid]
    if told.records:
        book.undo()
        assert _said(book) == here
