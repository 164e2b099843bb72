"""One edit under way: form, draft, what others change meanwhile, and saving.

The base stays what it was when the edit began; who changed what since is settled item by item
when it is saved (`model.record.merge`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from shiboken6 import isValid

from contactdesk.desktop import bidi, photo
from contactdesk.desktop.conflict_words import (
    Encounter,
    all_mine,
    kept_words,
    read_encounter,
    who_of,
)
from contactdesk.desktop.contact_form import Answer, ContactForm, FormContext
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.draft_banner import resumed_banner
from contactdesk.desktop.drafts import Draft, Drafts
from contactdesk.desktop.editing_organisations import BookOrganisations
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.form_values import is_blank, named_contact, title_of
from contactdesk.desktop.meeting_flow import MeetingFlow
from contactdesk.desktop.outbox import kept_here
from contactdesk.desktop.photo_flow import PhotoFlow
from contactdesk.desktop.spreading import Also, Spreading
from contactdesk.errors import ContactDeskError, EditConflict, NotFound
from contactdesk.i18n import _
from contactdesk.model.contact import Contact, Photo
from contactdesk.model.deed import Deed
from contactdesk.model.record import LABELS, changed_fields, new_id
from contactdesk.model.work import WorkChange
from contactdesk.operations.organisation_work import WorkMeanwhile, change_work
from contactdesk.store.listing import ChangeSet, ContactRow

if TYPE_CHECKING:
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book, Transaction

log = logging.getLogger(__name__)
DRAFT_MS = 400  # after the last key; on the disk well within a second
SIMILAR_MS = 500
_FIRST = ("trouble", "photo", "draft", "others")  # the banners that stand above all others


class Editing(QObject):
    """Holds the form of one contact until it is saved, cancelled or left."""

    saved = Signal(object, bool, str)  # the contact in the book; is it new; what else was kept
    cancelled = Signal(object)  # what was thrown away, as a `Draft`, or None
    left = Signal()
    opened = Signal(int)
    drafts_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        drafts: Drafts,
        base: Contact,
        mine: Contact,
        picture: QImage | None = None,
        draft: Draft | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk, self.drafts = desk, drafts
        self.base = base
        self._saving = False
        self.then_new = False
        self._sent = Draft(base, mine)
        self._banners: dict[str, Banner] = {}
        self._refused: set[int] = set()  # look-alikes the person has waved away
        region = desk.facts.region if desk.facts else ""
        organisations = BookOrganisations(desk, mine, self)
        organisations.opened.connect(self.opened)
        context = FormContext(region, organisations, self._categories)
        self.form = ContactForm(mine, context, picture, draft.work if draft else ())
        self._meeting = MeetingFlow(
            desk, self.form, self._write, self.left.emit, self._not_saved, self
        )
        self._later = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._later.timeout.connect(self.keep_draft)
        self._look = QTimer(self, singleShot=True, interval=SIMILAR_MS)
        self._look.timeout.connect(self._look_for_similar)
        self._connect()
        if draft is not None:
            self._show_banner("draft", resumed_banner(draft, self.cancel))
            self._ask_for_theirs()
        self._spreading = Spreading(desk, base, self._show_banner, self._drop_banner, self)
        self._look.start()

    def _connect(self) -> None:
        form = self.form
        form.edited.connect(self._later.start)
        form.edited.connect(self._look.start)
        form.edited.connect(self._look_at_others)
        form.save_wanted.connect(self.save)
        form.save_new_wanted.connect(self.save_and_new)
        form.cancel_wanted.connect(self.cancel)
        form.leave_wanted.connect(self.left)
        form.custom.manage_wanted.connect(self._manage_fields)
        self.photos = self._photo_flow()
        form.face.choose_wanted.connect(self.photos.choose)
        form.face.paste_wanted.connect(self.photos.paste)
        form.face.offered.connect(self.photos.take)

    @property
    def number(self) -> int:
        """The contact's number, 0 for one that is not in the book yet."""
        return self.base.number

    @property
    def is_dirty(self) -> bool:
        """Whether anything differs from what the edit began with."""
        return self._typed().is_changed

    def _manage_fields(self) -> None:
        from contactdesk.desktop.custom_verbs import show_fields

        show_fields(self.form)

    def _typed(self) -> Draft:
        """All that stands in the form now."""
        return Draft(self.base, self.form.value(), work=self.form.work_changes())

    @property
    def is_saving(self) -> bool:
        """Whether the book has been asked to save and has not answered yet."""
        return self._saving

    # ── drafts ──────────────────────────────────────────────────────────────────────────

    def keep_draft(self) -> bool:
        """Keep what is typed, now; says whether there was anything to keep."""
        self._later.stop()
        typed = self._typed()
        had, dirty = self.drafts.holds(typed.id), typed.is_changed
        if dirty:
            self.drafts.keep(typed.base, typed.mine, typed.work)
        elif had:
            self.drafts.drop(typed.id)
        if dirty != had:
            self.drafts_changed.emit()
        return dirty

    def drop_draft(self) -> None:
        """Forget the draft: it was saved or thrown away."""
        self._later.stop()
        self.drafts.drop(self.base.id)
        self.drafts_changed.emit()

    # ── leaving ─────────────────────────────────────────────────────────────────────────

    def cancel(self) -> None:
        """Throw the changes away; the toast brings them back."""
        typed = self._typed()
        self.drop_draft()
        self.cancelled.emit(typed if typed.is_changed else None)

    def save_and_new(self) -> None:
        """Save, and have another contact of the same kind begun after it."""
        self.save()
        self.then_new = self._saving

    def save(self) -> None:
        """Save everything as one step."""
        self.then_new = False
        self.form.settle()
        mine = self.form.value()
        if not self.number and is_blank(mine):
            self.cancel()
        else:
            self._write(mine, self.base)

    def _write(self, mine: Contact, base: Contact) -> None:
        if self._saving:
            return
        self._set_saving(True)
        self._drop_banner("trouble")
        self._sent = sent = self._typed()
        self.keep_draft()  # should the program end before the book answers
        name = title_of(mine) or _("contact")
        label = _("Edit {name}") if base.number else _("Add {name}")
        self._spreading.look(mine)
        also, label = self._spreading.accepted(), label.format(name=name)
        self._send(label, mine, base, also, sent)

    def _send(
        self, label: str, mine: Contact, base: Contact, also: Sequence[Also], sent: Draft
    ) -> None:
        """Into the book; while that is away the edit waits, unless others' cards go with it."""
        desk, then, failed = self.desk, self._answer_to(sent), self._not_saved

        def do(tx: Transaction) -> tuple[Contact, str]:
            return _written(tx, mine, base, also, sent.work)

        if also:
            desk.write(label, do, then, failed=failed)
        else:
            deed = Deed(new_id(), label, "contact", "save", base, mine, sent.work)
            desk.outbox.write(deed, do, then, (mine, kept_here()), failed=failed)

    def _answer_to(self, sent: Draft) -> Callable[[Any], None]:
        """What is done once `sent` is in the book, even if the form was left meanwhile."""
        drafts, desk = self.drafts, self.desk

        def answer(found: tuple[Contact, str]) -> None:
            contact, kept = found
            if isValid(self):
                self._saved(contact, kept)
                return
            draft = drafts.of(sent.id)
            if draft is not None and draft.says_as(sent):
                drafts.drop(sent.id)
            words = _("Saved {name}").format(name=title_of(contact) or _("the contact"))
            desk.toast.emit(words, _("Undo"), desk.undo)

        return answer

    def _set_saving(self, on: bool) -> None:
        self._saving = on
        self.form.save.setEnabled(not on)

    def _saved(self, contact: Contact, kept: str) -> None:
        self._set_saving(False)
        if not self._typed().says_as(self._sent):
            # somebody went on typing while the book was slow: that is the next edit
            self.base = contact
            self._spreading.begin(contact)
            self.form.people.begin(contact, self._sent.work)
            self.keep_draft()
            return
        new = not self.base.number
        self.drop_draft()
        self.saved.emit(contact, new, kept)

    def _not_saved(self, error: ContactDeskError) -> None:
        """The form keeps all that was typed."""
        self._set_saving(False)
        self.keep_draft()
        if isinstance(error, EditConflict):
            if isinstance(error.base, Contact) and isinstance(error.mine, Contact):
                self._drop_banner("others")
                self._meeting.start(error.base, error.mine)
        elif isinstance(error, NotFound):
            words = _("This contact was deleted for good meanwhile. What you typed is kept.")
            banner = Banner("bad", words, action=_("Save as a new contact"))
            banner.acted.connect(self._save_as_new)
            self._show_banner("trouble", banner)
        else:
            if isinstance(error, WorkMeanwhile):
                self.form.people.look_again()
            banner = Banner("bad", error.message, action=_("Try again"))
            banner.acted.connect(self.save)
            self._show_banner("trouble", banner)

    def _save_as_new(self) -> None:
        mine = replace(self.form.value(), id=new_id(), number=0, revision=0)
        self.drafts.drop(self.base.id)
        self.base = Contact(id=mine.id, kind=mine.kind)
        self._write(mine, self.base)

    # ── what others do meanwhile ────────────────────────────────────────────────────────

    def changed(self, change: ChangeSet) -> None:
        """Somebody changed this contact: say so; nothing is done before it is saved."""
        if not self._saving and self.number and change.kind != "star":
            self._ask_for_theirs()

    def _ask_for_theirs(self) -> None:
        base, mine = self.base, self.form.value()
        if base.number:
            self.desk.read(
                lambda tx: read_encounter(tx, base, mine),
                self._compare,
                key="theirs",
                failed=self._gone,
            )

    def _compare(self, met: Encounter) -> None:
        theirs = met.theirs
        if theirs.number != self.number or self._saving:
            return
        self._drop_banner("others")
        if not changed_fields(self.form.value(), theirs) and not self.form.work_changes():
            self.drop_draft()  # it was saved just before the program ended
            self.cancelled.emit(None)
            return
        person = who_of(met.entries) or _("Somebody else")
        fields = changed_fields(self.base, theirs)
        if theirs.deleted_at and not self.base.deleted_at:
            words = _(
                "{person} moved this contact to the bin. Saving asks whether to take it out again."
            ).format(person=person)
            self._show_banner("others", Banner("slate", words, icon="trash-2"))
        elif fields:
            words = _("{person} changed this contact: {fields}. Saving combines both.")
            if all_mine(met.entries):
                words = _(
                    "You changed this contact in another window: {fields}. Saving combines both."
                )
            words = words.format(person=person, fields=_labels(fields))
            self._show_banner("others", Banner("info", words, icon="users", closable=True))

    def _gone(self, error: ContactDeskError) -> None:
        if isinstance(error, NotFound):
            self._not_saved(error)
        else:
            self.desk.failed.emit(error)

    # ── names to complete with, and look-alikes ─────────────────────────────────────────

    def _categories(self, answer: Answer) -> None:
        self.desk.read(
            lambda tx: tx.categories.names(),
            _guarded(self, answer),
        )

    def _look_at_others(self) -> None:
        if not self._spreading.is_alone:
            self._spreading.look(self.form.value())

    def _look_for_similar(self) -> None:
        mine = self.form.value()
        if mine.phones or mine.emails:
            self.desk.read(lambda tx: tx.contacts.similar(mine), self._show_similar, key="similar")
        else:
            self._drop_banner("similar")

    def _show_similar(self, found: tuple[ContactRow, str] | None) -> None:
        self._drop_banner("similar")
        if found is None or found[0].number in self._refused:
            return
        row, field = found
        words = (
            _("“{name}” has the same phone number.")
            if field == "phones"
            else _("“{name}” has the same e-mail address.")
        )
        banner = Banner(
            "warn",
            words.format(name=bidi.isolated(row.name)),
            action=_("Show"),
            icon="copy",
            closable=True,
        )
        banner.acted.connect(lambda: self.opened.emit(row.number))
        banner.closed.connect(lambda: self._refused.add(row.number))
        self._show_banner("similar", banner)

    # ── picture ─────────────────────────────────────────────────────────────────────────

    def _photo_flow(self) -> PhotoFlow:
        """The way of a picture into this form."""
        mine = self.form.value()
        flow = PhotoFlow(self.desk, self.form, mine.kind, title_of(mine))
        flow.cut.connect(self._keep_photo)
        flow.refused.connect(self._no_photo)
        return flow

    def read_picture(self, sha256: str) -> None:
        """Read the photo that the form shows."""
        self.desk.read(
            lambda tx: photo.decoded(tx.contacts.photo(sha256) or b""),
            self.form.show_picture,
            key="picture",
        )

    def take_photo(self, path: str) -> None:
        """Let a part of a file's picture become the photo."""
        self.photos.take_file(path)

    def _keep_photo(self, found: tuple[bytes, str]) -> None:
        """Keep the part in the book and show it; saving the form makes it the contact's."""
        data, media_type = found

        def job(book: Book, progress: Progress) -> tuple[Photo, QImage | None]:
            with book.write(_("Choose a photo")) as tx:
                kept = tx.contacts.keep_photo(data, media_type)
            return kept, photo.decoded(data)

        self.desk.run(job, self._take_picture)

    def _take_picture(self, found: tuple[Photo, QImage | None]) -> None:
        self._drop_banner("photo")
        self.form.show_photo(*found)

    def _no_photo(self, sentence: str) -> None:
        self._show_banner("photo", Banner("bad", sentence, closable=True))

    # ── banners ─────────────────────────────────────────────────────────────────────────

    def _show_banner(self, key: str, banner: Banner) -> None:
        self._drop_banner(key)
        above = [shown for other, shown in self._banners.items() if _rank(other) <= _rank(key)]
        self._banners[key] = self.form.add_banner(banner, above)

    def _drop_banner(self, key: str) -> None:
        banner = self._banners.pop(key, None)
        if banner is not None:
            self.form.drop_banner(banner)


def _rank(key: str) -> int:
    """Where a banner stands: what went wrong, then what others did, then all that is advice."""
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)


def _labels(fields: tuple[str, ...]) -> str:
    """The names of fields for a sentence; the whole name goes without its parts."""
    parts = {"given", "family", "prefixes", "suffixes", "additional"}
    shown = [f for f in fields if f not in parts or "formatted_name" not in fields]
    return ", ".join(_(LABELS[f]) for f in shown if f not in ("revised_at", "uid")) or "…"


def _written(
    tx: Transaction,
    mine: Contact,
    base: Contact,
    also: Sequence[Also],
    work: Sequence[WorkChange],
) -> tuple[Contact, str]:
    """Save or add, and what follows from it; what others changed since the base, in words."""
    from contactdesk.operations.file_fields import with_documents
    from contactdesk.operations.outbox import save_contact

    mine = with_documents(tx, mine, base)
    saved = save_contact(tx, mine, base)
    for each in also:
        each(tx)
    change_work(tx, saved, work, lambda name: named_contact("individual", name))
    if not base.number:
        return saved, ""
    since = saved.revision - base.revision
    if since < 2:
        return saved, ""
    return saved, kept_words(mine, saved, tx.history.of(saved.id, since)[1:])


def _guarded(owner: QObject, answer: Answer) -> Callable[[Any], None]:
    """An answer that is dropped when the form it was for is gone."""

    def take(names: list[str]) -> None:
        target = getattr(answer, "__self__", None)
        if isValid(owner) and (not isinstance(target, QObject) or isValid(target)):
            answer(names)

    return take
