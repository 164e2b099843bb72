"""What a receiver will lose of the contacts it is sent, counted before anything is written.

What each program takes in is known from its own documentation and from what it writes itself;
where a program keeps a line without showing it (Nextcloud), nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from contactdesk.formats.receivers import (
    ANDROID_MESSENGERS,
    LABELLED,
    OUTLOOKS_RELATIONS,
    RECEIVERS,
    android_messenger,
    is_yearless,
)
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.dates import PartialDate

_WITHOUT_PHOTOS = frozenset({"jsonl", "csv", "xlsx"})
_APPLE, _GOOGLE, _OUTLOOK, _ANDROID = "apple", "google", "outlook", "android"
_OLDER = frozenset({_APPLE, _GOOGLE, _OUTLOOK, _ANDROID})
_PICTURES = {"image/jpeg", "image/png", "image/gif", "image/bmp"}
ONE_A_FILE = "one-a-file"
"""The loss that does not happen where every contact gets a file of its own."""
_MAILS, _URLS = 3, 2  # as many as Outlook has room for
_KNOWN_EXTRAS = {
    _APPLE: {"X-SOCIALPROFILE", "X-ABDATE", "X-MAIDENNAME", "X-PHONETIC-MIDDLE-NAME", "X-ABADR",
             "X-ABUID", "X-ALTBDAY"},
    _GOOGLE: {"X-ABDATE", "X-PHONETIC-MIDDLE-NAME"},
    _OUTLOOK: {"LABEL", "X-MS-OL-DESIGN"},
    _ANDROID: {"X-ANDROID-CUSTOM", "X-PHONETIC-MIDDLE-NAME"},
}  # fmt: skip


class Loss(NamedTuple):
    """One thing that is lost: a sentence with its counts, and who loses it.

    `contacts` are (number, name) of each; `code` is a word for programs.
    """

    sentence: str
    contacts: tuple[tuple[int, str], ...]
    code: str


class _Rule(NamedTuple):
    """What is lost (a sentence for so many), by which receivers, how to see it at a contact."""

    words: Callable[[int], str]
    receivers: frozenset[str]
    found: Callable[[Contact, str], bool]


def losses(contacts: Iterable[Contact], receiver: str) -> tuple[Loss, ...]:
    """What this receiver, or a file of this format, will lose; () where nothing is lost.

    `receiver` is one of `RECEIVERS` or a format's name. The contacts are gone over once.
    """
    count = LossCount(receiver)
    for contact in contacts:
        count.add(contact)
    return count.told()


def may_lose(receiver: str) -> bool:
    """Whether there is anything to look for at all."""
    return any(receiver in rule.receivers for rule in _RULES.values())


class LossCount:
    """What one receiver loses, contact by contact as they come."""

    def __init__(self, receiver: str) -> None:
        self._receiver = receiver
        self._rules = {c: rule for c, rule in _RULES.items() if receiver in rule.receivers}
        self._found: dict[str, list[tuple[int, str]]] = {code: [] for code in self._rules}
        self._total = 0

    def add(self, contact: Contact) -> None:
        """Look at one more contact."""
        self._total += 1
        for code, rule in self._rules.items():
            if rule.found(contact, self._receiver):
                self._found[code].append((contact.number, contact.formatted_name))

    def told(self) -> tuple[Loss, ...]:
        """What those looked at so far lose."""
        receiver = RECEIVERS.get(self._receiver)
        name = receiver.name if receiver else ""
        return tuple(
            Loss(_sentence(self._rules[code].words, len(who), self._total, name), tuple(who), code)
            for code, who in self._found.items()
            if who and not (code == ONE_A_FILE and self._total < 2)
        )


def _sentence(words: Callable[[int], str], count: int, total: int, receiver: str) -> str:
    return words(count).format(n=counted(count), all=counted(total), receiver=receiver)


# what is looked at


def _has_label(contact: Contact, receiver: str) -> bool:
    return any(item.label for name in LABELLED for item in getattr(contact, name))


def _yearless_birthday(contact: Contact, receiver: str) -> bool:
    return is_yearless(contact.birthday)


def _odd_date(contact: Contact, receiver: str) -> bool:
    return any(_is_odd(date) for date in (contact.birthday, contact.anniversary))


def _is_odd(date: PartialDate | None) -> bool:
    return date is not None and (bool(date.text) or not (date.month and date.day))


def _odd_picture(contact: Contact, receiver: str) -> bool:
    return contact.photo is not None and contact.photo.media_type not in _PICTURES


def _has_photo(contact: Contact, receiver: str) -> bool:
    return contact.photo is not None


def _several_jobs(contact: Contact, receiver: str) -> bool:
    return len(contact.memberships) > 1


def _job_dates(contact: Contact, receiver: str) -> bool:
    return any(job.starts_on or job.ends_on for job in contact.memberships)


def _has_categories(contact: Contact, receiver: str) -> bool:
    return bool(contact.categories)


def _is_group(contact: Contact, receiver: str) -> bool:
    return bool(contact.members)


def _is_organisation(contact: Contact, receiver: str) -> bool:
    return contact.kind == "org"


def _odd_relation(contact: Contact, receiver: str) -> bool:
    return any(e.types[:1] == () or e.types[0] not in OUTLOOKS_RELATIONS for e in contact.related)


def _messengers(contact: Contact, receiver: str) -> bool:
    if receiver == _OUTLOOK:
        return len(contact.impp) > 1
    known = (android_messenger(entry) for entry in contact.impp)
    return any(not e.types or e.types[0] not in ANDROID_MESSENGERS or ":" in e.value for e in known)


def _many_mails(contact: Contact, receiver: str) -> bool:
    return len(contact.emails) > _MAILS


def _many_urls(contact: Contact, receiver: str) -> bool:
    return len(contact.urls) > _URLS


def _spoken_name(contact: Contact, receiver: str) -> bool:
    return bool(contact.phonetic_given or contact.phonetic_family)


def _rare_facts(contact: Contact, receiver: str) -> bool:
    c = contact
    return bool(c.gender or c.languages or c.time_zone or c.geo or c.sort_as)


def _unknown_fields(contact: Contact, receiver: str) -> bool:
    known = _KNOWN_EXTRAS.get(receiver, set())
    unknown = any(extra.name.upper() not in known for extra in contact.extra)
    return unknown or bool(contact.keep_in_touch)


def _everybody(contact: Contact, receiver: str) -> bool:
    return True


_RULES = {
    ONE_A_FILE: _Rule(
        lambda n: _(
            "Some versions of {receiver} read only the first of {all} contacts in one file."
        ),
        frozenset({_OUTLOOK}),
        _everybody,
    ),
    "label": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses a label of its own (a phone called “Boat”); the value stays.",
            "{n} of {all} lose a label of their own (a phone called “Boat”); the values stay.",
            n,
        ),
        frozenset({_OUTLOOK, _ANDROID}),
        _has_label,
    ),
    "birthday-without-year": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses a birthday whose year is not known.",
            "{n} of {all} lose a birthday whose year is not known.",
            n,
        ),
        frozenset({_OUTLOOK}),
        _yearless_birthday,
    ),
    "odd-date": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses a date that is only a year, a month or words.",
            "{n} of {all} lose a date that is only a year, a month or words.",
            n,
        ),
        _OLDER,
        _odd_date,
    ),
    "photo-format": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses a photo of a kind that {receiver} does not show.",
            "{n} of {all} lose a photo of a kind that {receiver} does not show.",
            n,
        ),
        frozenset({_OUTLOOK}),
        _odd_picture,
    ),
    "photo": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses the photo: a file of this kind holds none.",
            "{n} of {all} lose the photo: a file of this kind holds none.",
            n,
        ),
        _WITHOUT_PHOTOS,
        _has_photo,
    ),
    "further-jobs": _Rule(
        lambda n: ngettext(
            "{n} of {all} keeps only the first of several jobs.",
            "{n} of {all} keep only the first of several jobs.",
            n,
        ),
        frozenset({_APPLE, _GOOGLE, _OUTLOOK}),
        _several_jobs,
    ),
    "job-dates": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses when a job began or ended.",
            "{n} of {all} lose when a job began or ended.",
            n,
        ),
        _OLDER,
        _job_dates,
    ),
    "categories": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses its categories.", "{n} of {all} lose their categories.", n
        ),
        frozenset({_APPLE, _ANDROID}),
        _has_categories,
    ),
    "members": _Rule(
        lambda n: ngettext(
            "{n} of {all} is a group and loses its members.",
            "{n} of {all} are groups and lose their members.",
            n,
        ),
        frozenset({_GOOGLE, _OUTLOOK, _ANDROID}),
        _is_group,
    ),
    "organisation": _Rule(
        lambda n: ngettext(
            "{n} of {all} is an organisation and looks like a person in {receiver}.",
            "{n} of {all} are organisations and look like people in {receiver}.",
            n,
        ),
        frozenset({_GOOGLE, _OUTLOOK, _ANDROID}),
        _is_organisation,
    ),
    "related": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses a relation other than spouse, child, manager or assistant.",
            "{n} of {all} lose a relation other than spouse, child, manager or assistant.",
            n,
        ),
        frozenset({_OUTLOOK}),
        _odd_relation,
    ),
    "messengers": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses a messenger address that {receiver} has no place for.",
            "{n} of {all} lose a messenger address that {receiver} has no place for.",
            n,
        ),
        frozenset({_OUTLOOK, _ANDROID}),
        _messengers,
    ),
    "many-mails": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses every e-mail address after the third.",
            "{n} of {all} lose every e-mail address after the third.",
            n,
        ),
        frozenset({_OUTLOOK}),
        _many_mails,
    ),
    "many-urls": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses every web address after the second.",
            "{n} of {all} lose every web address after the second.",
            n,
        ),
        frozenset({_OUTLOOK}),
        _many_urls,
    ),
    "spoken-name": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses how the name is spoken.",
            "{n} of {all} lose how the name is spoken.",
            n,
        ),
        frozenset({_OUTLOOK}),
        _spoken_name,
    ),
    "rare-facts": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses gender, language, time zone, place or sorting word.",
            "{n} of {all} lose gender, language, time zone, place or sorting word.",
            n,
        ),
        _OLDER,
        _rare_facts,
    ),
    "other-fields": _Rule(
        lambda n: ngettext(
            "{n} of {all} loses fields that {receiver} does not know.",
            "{n} of {all} lose fields that {receiver} does not know.",
            n,
        ),
        _OLDER,
        _unknown_fields,
    ),
}
