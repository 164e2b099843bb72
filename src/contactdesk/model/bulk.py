"""One change of many contacts at once: what it sets, and what it does to each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from contactdesk.model.contact import Contact, Membership
from contactdesk.model.custom import FIELD, with_custom
from contactdesk.model.record import with_values

_WRITTEN_OVER = ("memberships", "addresses", FIELD)


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What is to become of many contacts: None leaves a value alone, "" empties it.

    `organisation` and `job_title` are those of the first job of people (an organisation has
    neither), `country` is that of every address there is. `note` is added to what is noted.
    """

    organisation: str | None = None
    job_title: str | None = None
    country: str | None = None
    note: str = ""
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    custom: tuple[tuple[str, str], ...] = ()  # by the id of a custom field

    def __bool__(self) -> bool:
        return self != BulkEdit()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a contact that this change looks at or sets."""
        work = self.organisation is not None or self.job_title is not None
        named = {
            "memberships": work,
            "addresses": self.country is not None,
            "note": bool(self.note),
            "categories": bool(self.add or self.remove),
            FIELD: bool(self.custom),
        }
        return tuple(name for name, is_set in named.items() if is_set)

    @property
    def overwrites(self) -> tuple[str, ...]:
        """The fields whose old value is gone after this change; the others are only added to."""
        return tuple(name for name in self.fields if name in _WRITTEN_OVER)

    def applied(self, contact: Contact) -> Contact:
        """The contact after this change; itself where nothing changes."""
        values = self._work(contact)
        if self.country is not None and any(a.country != self.country for a in contact.addresses):
            places = tuple(replace(a, country=self.country) for a in contact.addresses)
            values["addresses"] = places
        if self.note:
            note = f"{contact.note}\n\n{self.note}" if contact.note.strip() else self.note
            values["note"] = note
        kept = [name for name in contact.categories if name not in self.remove]
        words = (*kept, *(name for name in self.add if name not in kept))
        if words != contact.categories:
            values["categories"] = words
        changed = with_values(contact, values) if values else contact
        return with_custom(changed, dict(self.custom)) if self.custom else changed

    def _work(self, contact: Contact) -> dict[str, Any]:
        if contact.kind == "org" or (self.organisation is None and self.job_title is None):
            return {}
        before = contact.memberships[0] if contact.memberships else Membership()
        job = before
        if self.organisation is not None and self.organisation != job.organisation:
            job = replace(job, organisation=self.organisation, organisation_id="")
        if self.job_title is not None:
            job = replace(job, job_title=self.job_title)
        if job == before:
            return {}
        says = job.organisation or job.job_title or job.role or job.departments
        return {"memberships": (*((job,) if says else ()), *contact.memberships[1:])}
