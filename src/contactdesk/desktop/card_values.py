"""A contact as its card shows it: every value with its words, its icon and what it can do.

Made on the book's reading thread (numbers are parsed and linked people looked up), shown on
the window's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from contactdesk.desktop import date_texts, links
from contactdesk.desktop.address_lines import address_lines, address_text
from contactdesk.desktop.value_types import messenger, type_word
from contactdesk.i18n import _, ngettext
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.dates import PartialDate
from contactdesk.model.keeping import interval_text
from contactdesk.model.ownership import CLASS
from contactdesk.model.record import LABELS
from contactdesk.model.shown import shortened

LONGEST = 400  # characters of a value that a card shows; the clipboard gets all


@dataclass(frozen=True, slots=True)
class CardValue:
    """One row of a card.

    `text` is plain, with line breaks in an address; `left_to_right` says that it is a phone,
    mail or web address. `link` is what opens it ("" when nothing may), `verb` how that is said.
    """

    field: str
    item: int
    icon: str
    text: str
    word: str = ""
    copied: str = ""
    link: str = ""
    verb: str = ""
    verb_icon: str = ""
    preferred: bool = False
    left_to_right: bool = False
    is_link: bool = False  # shown in the colour of links
    tip: str = ""

    @property
    def shown(self) -> str:
        """The text as a row draws it: nobody reads a thousand characters there."""
        return shortened(self.text, LONGEST)

    @property
    def plain(self) -> str:
        """What Ctrl+C puts on the clipboard."""
        return self.copied or self.text


Shared = Mapping[int, Sequence[str]]


def details_of(
    contact: Contact,
    region: str,
    today: date,
    shared: Shared = MappingProxyType({}),
) -> tuple[CardValue, ...]:
    """The rows of "Contact details": how to reach somebody, then their days.

    `shared` has the names of those who share an address, by its item.
    """
    return (
        *_phones(contact.phones, region),
        *_mails(contact.emails),
        *_webs(contact.urls),
        *_messengers(contact.impp),
        *_addresses(contact, shared),
        *_days(contact, today),
        *_keeping(contact.keep_in_touch),
        *_plain("nicknames", "user-round", ", ".join(contact.nicknames), _("Nickname")),
        *_languages(contact.languages),
    )


def others_of(contact: Contact) -> tuple[CardValue, ...]:
    """The rows of "Other fields": what has no place of its own on the card."""
    single = ("phonetic_given", "phonetic_family", "sort_as", "gender", "time_zone", "geo")
    rows = [
        row for name in single for row in _plain(name, "", getattr(contact, name), _(LABELS[name]))
    ]
    for extra in contact.extra:
        if contact.private_to and extra.name.upper() == CLASS:  # the head says it
            continue
        rows += _plain("extra", "", extra.value, extra_word(extra.name), extra.item)
    return tuple(rows)


def extra_word(name: str) -> str:
    """A property's name as a word: "X-ASSISTANT-PHONE" is "Assistant phone"."""
    plain = name.upper().removeprefix("X-").replace("-", " ").replace("_", " ").strip()
    return plain[:1] + plain[1:].lower() if plain else name


def _phones(phones: Iterable[Entry], region: str) -> Iterator[CardValue]:
    from contactdesk.model.phones import e164, pretty

    for phone in phones:
        text = phone.value.removeprefix("tel:") if phone.value.startswith("tel:") else phone.value
        shown = pretty(text, region)
        yield CardValue(
            "phones", phone.item, "phone", shown, type_word("phones", phone.types, phone.label),
            link=links.call_link(e164(text, region) or text),
            verb=_("Call {name}").format(name=shown),
            verb_icon="phone", preferred=phone.preferred, left_to_right=True,
            tip=text if shown != text else "",
        )  # fmt: skip


def _mails(mails: Iterable[Entry]) -> Iterator[CardValue]:
    for mail in mails:
        text = mail.value.removeprefix("mailto:")
        link = links.mail_link(text)
        yield CardValue(
            "emails", mail.item, "mail", text, type_word("emails", mail.types, mail.label),
            link=link, verb=_("Write to {name}").format(name=text), verb_icon="mail",
            preferred=mail.preferred, left_to_right=True, is_link=bool(link),
        )  # fmt: skip


def _webs(urls: Iterable[Entry]) -> Iterator[CardValue]:
    for url in urls:
        link = links.web_link(url.value)
        word = type_word("urls", url.types, url.label) or _("Web")
        yield CardValue(
            "urls", url.item, "globe", links.without_scheme(url.value), word,
            copied=url.value, link=link, verb=_("Open {name}").format(name=url.value),
            verb_icon="external-link", preferred=url.preferred, left_to_right=True,
            is_link=bool(link), tip=url.value,
        )  # fmt: skip


def _messengers(values: Iterable[Entry]) -> Iterator[CardValue]:
    for entry in values:
        service, name = messenger(entry.value)
        own = type_word("impp", entry.types, entry.label)
        link = links.web_link(entry.value)
        yield CardValue(
            "impp", entry.item, "message-square", name, service or own or _("Messenger"),
            copied=name, link=link, verb=_("Open {name}").format(name=name),
            verb_icon="external-link", preferred=entry.preferred, left_to_right=True,
            is_link=bool(link), tip=own if service else "",
        )  # fmt: skip


def _addresses(contact: Contact, shared: Shared) -> Iterator[CardValue]:
    for address in contact.addresses:
        lines = address_lines(address)
        if lines:
            names = shared.get(address.item, ())
            word = type_word("addresses", address.types, address.label)
            tip = (address_text(address), _shared_with(names))
            yield CardValue(
                "addresses", address.item, "map-pin", "\n".join(lines),
                " · ".join(w for w in (word, _("shared") if names else "") if w),
                preferred=address.preferred, tip="\n".join(t for t in tip if t),
            )  # fmt: skip


def _shared_with(names: Sequence[str]) -> str:
    """ "Shared with Baltica", "Shared with Baltica, Anna and 12 more"."""
    if not names:
        return ""
    first, rest = ", ".join(names[:3]), len(names) - 3
    if rest <= 0:
        return _("Shared with {names}").format(names=first)
    words = ngettext(
        "Shared with {names} and {count} more", "Shared with {names} and {count} more", rest
    )
    return words.format(names=first, count=rest)


def _days(contact: Contact, today: date) -> Iterator[CardValue]:
    yield from _day("birthday", "cake", contact.birthday, today)
    yield from _day("anniversary", "heart", contact.anniversary, today)


def _day(field: str, icon: str, value: PartialDate | None, today: date) -> Iterator[CardValue]:
    text = date_texts.date_text(value)
    if not text:
        return
    soon, age = date_texts.when_text(value, today), date_texts.age_text(value, today)
    word = soon or age
    if field == "anniversary":
        word, age = _("Anniversary"), soon
    yield CardValue(field, 0, icon, text, word, tip=age)


def _keeping(text: str) -> list[CardValue]:
    return _plain("keep_in_touch", "heart-handshake", interval_text(text), _("Keep in touch"))


def _languages(languages: Iterable[Entry]) -> Iterator[CardValue]:
    from contactdesk.desktop.date_texts import shown_locale

    names = [_language_name(entry.value, shown_locale().name()) for entry in languages]
    yield from _plain("languages", "languages", ", ".join(names), _("Speaks"))


def _language_name(tag: str, shown_in: str) -> str:
    import icu

    try:
        name = str(icu.Locale.forLanguageTag(tag).getDisplayName(icu.Locale(shown_in)))
    except icu.ICUError:  # no language tag, but somebody's words
        return tag
    return name[:1].upper() + name[1:] if name else tag


def _plain(field: str, icon: str, text: str, word: str, item: int = 0) -> list[CardValue]:
    return [CardValue(field, item, icon, text, word)] if text.strip() else []
