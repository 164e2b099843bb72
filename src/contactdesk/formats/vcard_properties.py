"""Every property that has a field of a contact: how it is read beside how it is written.

A field may be read from many properties (each program has its own names) and is written as the
one that the version of the card knows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from contactdesk.formats import vcard_readers as r
from contactdesk.formats import vcard_writers as w
from contactdesk.formats.dialects import (
    ANNIVERSARIES,
    KDE_MESSENGER,
    MESSENGERS,
    PHONES,
    RELATIONS,
    STRUCTURAL,
)
from contactdesk.formats.heads import Head


class Field(NamedTuple):
    """A field of a contact: its writer, and the reader of each property that fills it."""

    name: str
    write: w.Writer
    read: dict[str, r.Reader]


class Property(NamedTuple):
    """The field that a property fills ("": none), and how it is read (None: not at all)."""

    field: str
    read: r.Reader | None


FIELDS = (
    Field(
        "kind",
        w.write_kind,
        {
            "KIND": r.read_kind,
            "X-ADDRESSBOOKSERVER-KIND": r.read_kind,
            "X-ABSHOWAS": r.read_shown_as,
            "X-ABSHOWAS-ABSHOWAS": r.read_shown_as,
        },
    ),
    Field("formatted_name", w.text_line("FN"), {"FN": r.single_text("formatted_name")}),
    Field("name", w.write_name, {"N": r.read_name, "SORT-STRING": r.single_text("sort_as")}),
    Field(
        "phonetic_given",
        w.text_line("X-PHONETIC-FIRST-NAME"),
        {"X-PHONETIC-FIRST-NAME": r.single_text("phonetic_given")},
    ),
    Field(
        "phonetic_family",
        w.text_line("X-PHONETIC-LAST-NAME"),
        {"X-PHONETIC-LAST-NAME": r.single_text("phonetic_family")},
    ),
    Field(
        "nicknames",
        w.list_line("NICKNAME"),
        dict.fromkeys(("NICKNAME", "X-NICKNAME", "X-EPOCSECONDNAME"), r.list_of_words("nicknames")),
    ),
    # several jobs are written together, one of them part by part
    Field("memberships", w.write_memberships, {}),
    Field("organisation", w.write_organisation, {"ORG": r.read_organisation}),
    Field("job_title", w.text_line("TITLE"), {"TITLE": r.part_of_job("job_title")}),
    Field("role", w.text_line("ROLE"), {"ROLE": r.part_of_job("role")}),
    Field(
        "phones",
        w.write_phone,
        {"TEL": r.read_phone, **{name: r.vendors_phone(kind) for name, kind in PHONES.items()}},
    ),
    Field("emails", w.write_email, {"EMAIL": r.read_email}),
    Field("addresses", w.write_address, {"ADR": r.read_address}),
    Field("urls", w.entry_line("URL"), {"URL": r.entries_of("urls")}),
    Field(
        "impp",
        w.write_messenger,
        {"IMPP": r.read_impp, **{name: r.messenger(own) for name, own in MESSENGERS.items()}},
    ),
    Field(
        "related",
        w.write_relation,
        {
            **dict.fromkeys(("RELATED", "X-ABRELATEDNAMES"), r.relation("")),
            **{name: r.relation(kind) for name, kind in RELATIONS.items()},
        },
    ),
    Field(
        "members",
        w.entry_line("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"),
        dict.fromkeys(("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"), r.entries_of("members")),
    ),
    Field("languages", w.entry_line("LANG"), {"LANG": r.entries_of("languages")}),
    Field("birthday", w.write_birthday, {"BDAY": r.date_of("birthday")}),
    Field(
        "anniversary", w.write_anniversary, dict.fromkeys(ANNIVERSARIES, r.date_of("anniversary"))
    ),
    Field(
        "gender",
        w.write_gender,
        dict.fromkeys(("GENDER", "X-GENDER", "X-WAB-GENDER"), r.read_gender),
    ),
    Field("time_zone", w.text_line("TZ"), {"TZ": r.single_text("time_zone")}),
    Field("geo", w.write_geo, {"GEO": r.read_geo}),
    Field(
        "keep_in_touch",
        w.text_line("X-CONTACTDESK-KEEP-IN-TOUCH"),
        {"X-CONTACTDESK-KEEP-IN-TOUCH": r.single_text("keep_in_touch")},
    ),
    Field(
        "categories",
        w.list_line("CATEGORIES"),
        dict.fromkeys(("CATEGORIES", "X-CATEGORIES", "X-GN"), r.list_of_words("categories")),
    ),
    Field("note", w.text_line("NOTE"), {"NOTE": r.list_of_words("notes")}),
    Field("photo", w.write_photo, {"PHOTO": r.read_photo_line}),
    Field("uid", w.identifier_line("UID"), {"UID": r.first_text("uid")}),
    Field("revised_at", w.identifier_line("REV"), {"REV": r.first_text("revised_at")}),
    Field(
        "extra",
        w.write_extra,
        {
            "AGENT": r.read_agent,
            "SOUND": r.read_sound,
            "X-ABDATE": r.read_labelled_date,
            "X-EVOLUTION-LIST": r.read_evolution_list,
        },
    ),
)
"""All fields, in the order in which a new card has them."""

WRITERS: dict[str, w.Writer] = {field.name: field.write for field in FIELDS}
PROPERTIES: dict[str, Property] = {
    **{name: Property("", None) for name in STRUCTURAL},
    "BEGIN": Property("", r.read_begin),
    "VERSION": Property("", r.read_version),
    "X-ABLABEL": Property("label", r.read_label),
    "X-ANDROID-CUSTOM": Property("", r.read_android),
    **{name: Property(f.name, read) for f in FIELDS for name, read in f.read.items()},
}
"""Every property that is understood, by its name in capitals."""

_NAME = re.compile(r"[\w/+#&-]+")
_KDE = Property("impp", r.read_kde_messenger)
_UNKNOWN = Property("extra", r.read_extra)
_SENSELESS = Property("", r.read_senseless)


def property_of(head: Head) -> Property:
    """How a line with this head is read."""
    found = PROPERTIES.get(head.key)
    if found is not None:
        return found
    if KDE_MESSENGER.fullmatch(head.key):
        return _KDE
    named = _NAME.fullmatch(head.name) and _NAME.fullmatch(head.group or "-")
    return _UNKNOWN if named else _SENSELESS
