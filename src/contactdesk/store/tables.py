"""Every table of a book: the map of the data.

A column is called as the field of the record it holds. Lists that are only ever read with their
contact (`nicknames`, `extra`) are JSON; what is searched or compared for itself is a table.
Items are keyed by (contact, item): the item's number stays its own for the contact's life.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from contactdesk.store.columns import count as _count
from contactdesk.store.columns import metadata, where_said
from contactdesk.store.columns import words as _words
from contactdesk.store.office_tables import (
    OF_RECORDS,
    RECORDS,
    blob_part,
    custom_field,
    custom_section,
    deal,
    deal_link,
    document,
    document_link,
    document_text,
    exchange_rate,
    pipeline,
    smart_group,
    table_view,
)

__all__ = [  # with those below: one map of the data
    "OF_RECORDS",
    "RECORDS",
    "blob_part",
    "custom_field",
    "custom_section",
    "deal",
    "deal_link",
    "document",
    "document_link",
    "document_text",
    "exchange_rate",
    "metadata",
    "pipeline",
    "smart_group",
    "table_view",
]


def _of_contact() -> Column[int]:
    """The contact whose part a row is: first half of the key, gone with the contact."""
    return Column(
        "contact", Integer, ForeignKey("contact.number", ondelete="CASCADE"), primary_key=True
    )


setting = Table("setting", metadata, Column("name", Text, primary_key=True), Column("value", Text))

person = Table(
    "person",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("login", Text, nullable=False, unique=True),
    _words("name"),
    _words("colour"),
)

contact = Table(
    "contact",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _count("revision"),
    _words("kind"),
    _words("uid"),
    _words("formatted_name"),
    _words("prefixes"),
    _words("given"),
    _words("additional"),
    _words("family"),
    _words("suffixes"),
    _words("phonetic_given"),
    _words("phonetic_family"),
    _words("sort_as"),
    _words("nicknames"),
    _words("birthday"),
    _words("anniversary"),
    _words("gender"),
    _words("time_zone"),
    _words("geo"),
    _words("keep_in_touch"),  # days, written out; "" for none
    _words("custom"),  # values of custom fields: JSON, by the field's id
    _words("note"),
    _words("photo"),
    _words("extra"),
    _words("revised_at"),
    _words("deleted_at"),
    _words("archived_at"),
    _words("owner"),  # the id of a person, as is the next
    _words("private_to"),  # who alone sees it; "" where everybody does
    _count("withdrawn"),  # 1: its creation was undone; in no list, not even the bin
    _count("top_item"),  # the highest item number ever given here
    _words("name_key"),  # the folded name: finds an organisation under exactly this name
    Column("sort_by_family", LargeBinary),
    Column("sort_by_given", LargeBinary),
    _words("letter_by_family"),
    _words("letter_by_given"),
)
Index("contact_uid", contact.c.uid, sqlite_where=text("uid <> ''"))
Index("contact_name_key", contact.c.name_key)
Index("contact_by_family", contact.c.sort_by_family)
Index("contact_by_given", contact.c.sort_by_given)
Index("contact_birthday", contact.c.birthday, sqlite_where=text("birthday <> ''"))
Index("contact_anniversary", contact.c.anniversary, sqlite_where=text("anniversary <> ''"))
Index("contact_keep_in_touch", contact.c.keep_in_touch, sqlite_where=text("keep_in_touch <> ''"))
Index("contact_deleted", contact.c.deleted_at, sqlite_where=text("deleted_at <> ''"))
where_said(contact.c.owner)
where_said(contact.c.private_to)

entry = Table(
    "entry",
    metadata,
    _of_contact(),
    Column("item", Integer, primary_key=True),
    _words("field"),  # phones, emails, urls, impp, related, members, languages
    _count("position"),
    _words("value"),
    _words("types"),
    _words("label"),
    _count("preferred"),
    _words("compare"),  # a phone as E.164, a mail in lower case, whom a relation names
    sqlite_with_rowid=False,
)
Index("entry_compare", entry.c["compare"], sqlite_where=text("compare <> ''"))

address = Table(
    "address",
    metadata,
    _of_contact(),
    Column("item", Integer, primary_key=True),
    _count("position"),
    _words("post_office_box"),
    _words("extended"),
    _words("street"),
    _words("locality"),
    _words("region"),
    _words("postal_code"),
    _words("country"),
    _words("types"),
    _words("label"),
    _count("preferred"),
    sqlite_with_rowid=False,
)

membership = Table(
    "membership",
    metadata,
    _of_contact(),
    Column("item", Integer, primary_key=True),
    _count("position"),
    _words("organisation"),
    _words("departments"),
    _words("job_title"),
    _words("role"),
    _words("organisation_id"),
    _words("starts_on"),
    _words("ends_on"),
    _words("organisation_key"),
    sqlite_with_rowid=False,
)
Index(
    "membership_organisation",
    membership.c.organisation_key,
    sqlite_where=text("organisation_key <> ''"),
)
Index(
    "membership_linked",
    membership.c.organisation_id,
    sqlite_where=text("organisation_id <> ''"),
)

category = Table(
    "category",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    _words("colour"),  # a word of the palette, "" for the one that its name gives it
    _words("id"),
    _count("withdrawn"),  # 1: deleted, or its making undone; in no list while nobody has it
    _words("keep_in_touch"),  # of those who have it and say nothing else; days, "" for none
)
Index("category_id", category.c.id, unique=True)

contact_category = Table(
    "contact_category",
    metadata,
    _of_contact(),
    Column(
        "category", Integer, ForeignKey("category.number", ondelete="CASCADE"), primary_key=True
    ),
    _count("position"),
    sqlite_with_rowid=False,
)
Index("contact_category_category", contact_category.c["category"], contact_category.c["contact"])

star = Table(
    "star",
    metadata,
    _of_contact(),
    Column("person", Integer, ForeignKey("person.number", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)

original = Table(
    "original",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("contact", Integer, ForeignKey("contact.number", ondelete="CASCADE"), nullable=False),
    Column("hash", LargeBinary, nullable=False),  # first 16 bytes of SHA-256 of the card's bytes
    _words("version"),
    _words("source"),
    Column("packed", LargeBinary, nullable=False),  # zlib
)
Index("original_contact", original.c.contact)
Index("original_hash", original.c.hash)

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    _words("media_type"),
    _count("size"),
    sqlite_with_rowid=False,
)

blob_chunk = Table(
    "blob_chunk",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("sha256", Text, ForeignKey("blob.sha256", ondelete="CASCADE"), nullable=False),
    _count("position"),
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("sha256", "position"),
)

change_set = Table(
    "change_set",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("author", Integer, ForeignKey("person.number"), nullable=False),
    _words("instance"),
    _words("label"),
    _words("kind"),  # edit, undo, redo
    Column("reverts", Integer, ForeignKey("change_set.id")),
    sqlite_autoincrement=True,
)
Index("change_set_reverts", change_set.c.reverts, sqlite_where=text("reverts IS NOT NULL"))

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("set_id", Integer, ForeignKey("change_set.id"), nullable=False),
    _words("record_type"),
    _words("record_id"),
    _words("kind"),  # create, update, withdraw, purge
    Column("fields", Text),
    sqlite_autoincrement=True,
)
Index("change_set_id", change.c.set_id)
Index("change_record", change.c.record_id)

# A contact that became part of another: hidden while that merge stands, found under the other.
merged = Table(
    "merged",
    metadata,
    _of_contact(),
    Column("kept", Integer, ForeignKey("contact.number", ondelete="CASCADE"), nullable=False),
    sqlite_with_rowid=False,
)
Index("merged_kept", merged.c.kept)

# Two contacts, by their ids in their order, of whom somebody said that they are not one.
not_same = Table(
    "not_same",
    metadata,
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    sqlite_with_rowid=False,
)

# What happens: appointments, tasks, journal entries (notes) and calls. Lists are JSON, as they are
# only ever read with their event; whom it has to do with is in `event_link` as well, made from the
# event itself.
event = Table(
    "event",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _count("revision"),
    _words("component"),
    _words("uid"),
    _words("recurrence_id"),
    _count("and_later"),
    _words("summary"),
    _words("description"),
    _words("location"),
    _words("starts_at"),
    _words("ends_at"),
    _words("time_zone"),
    Column("duration_minutes", Integer),
    _words("rrule"),
    _words("rdates"),
    _words("exdates"),
    _words("status"),
    _count("priority"),
    _count("percent"),
    _words("completed_at"),
    _words("transparency"),
    _words("classification"),
    _words("categories"),
    _words("organizer"),
    _words("attendees"),
    _words("alarms"),
    _words("url"),
    _count("sequence"),
    _words("revised_at"),
    _words("extra"),
    _words("calendar"),  # its id, "" for the first one
    _words("about"),  # ids of contacts
    _words("direction"),  # these three of calls
    _words("outcome"),
    _words("channel"),
    _words("deal"),  # the id of the one that it belongs to
    _words("owner"),  # the id of a person, as is the next
    _words("given_by"),  # these two of tasks
    _words("steps"),
    _words("colleagues"),  # ids of people
    _words("private_to"),  # who alone sees it
    _words("deleted_at"),
    _count("withdrawn"),  # 1: its creation was undone; nowhere, not even in the bin
    _count("top_item"),  # the highest item number ever given here
    _words("starts_utc"),  # the whole series, in UTC: see model/event_extent.py
    _words("last_ends_utc"),
    _count("lasting"),  # 1: it repeats or lasts long, and is not found by its beginning alone
)
Index("event_uid", event.c.uid, sqlite_where=text("uid <> ''"))
Index("event_starts", event.c.starts_utc)
Index("event_tasks", event.c.starts_utc, sqlite_where=text("component = 'task'"))
Index("event_lasting", event.c.last_ends_utc, sqlite_where=text("lasting = 1"))
Index("event_deal", event.c.deal, sqlite_where=text("deal <> ''"))
Index("event_deleted", event.c.deleted_at, sqlite_where=text("deleted_at <> ''"))
where_said(event.c.private_to)


def _of_event() -> Column[int]:
    return Column(
        "event", Integer, ForeignKey("event.number", ondelete="CASCADE"), primary_key=True
    )


# By what a contact is found to have to do with an event: an address of who takes part in lower
# case, the id of a contact that it is about, or the number of a call that is about nobody.
event_link = Table(
    "event_link",
    metadata,
    _of_event(),
    Column("key", Text, primary_key=True),
    sqlite_with_rowid=False,
)
Index("event_link_key", event_link.c["key"], event_link.c["event"])

# When something happened with whoever a link finds, in the order of time: what rules of activity
# are answered from. Made from the event; what repeats is not in it, nor what is in the bin.
happened = Table(
    "happened",
    metadata,
    Column("kind", Integer, primary_key=True),  # see store/happened.py
    Column("at", Text, primary_key=True),  # as `event.starts_utc`
    Column("event", Integer, primary_key=True),
    Column("key", Text, primary_key=True),
    sqlite_with_rowid=False,
)

event_original = Table(
    "event_original",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("event", Integer, ForeignKey("event.number", ondelete="CASCADE"), nullable=False),
    Column("hash", LargeBinary, nullable=False),  # first 16 bytes of SHA-256 of the entry's text
    _words("version"),
    _words("source"),
    Column("packed", LargeBinary, nullable=False),  # zlib
    Column("set_id", Integer),  # with which it came in: taken back, the event is not of it any more
)
Index("event_original_event", event_original.c.event)

# The calendars beside the first one, whose name and colour are the row with the id "".
calendar = Table(
    "calendar",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _words("name"),
    _words("colour"),
    _count("withdrawn"),  # 1: deleted, or its making undone
)


# Rules with a name; who is in is never stored.
# The order of names and what search compares. `rank` grows in name order, with gaps; it is also
# the row number in both full-text indexes, which therefore yield their hits in name order. Who is
# in the archive has a rank from `ARCHIVE_FROM` on: after everybody else, in name order too.
name_order = Table(
    "name_order",
    metadata,
    Column("rank", Integer, primary_key=True),
    Column("contact", Integer, nullable=False, unique=True),
    _words("kind"),
    _words("letter"),
)
Index("name_order_kind", name_order.c["kind"])
Index("name_order_letter", name_order.c["letter"])

search_text = Table(
    "search_text",
    metadata,
    Column("contact", Integer, primary_key=True),
    _words("names"),
    _words("rest"),
)

# Beginnings of 1 to 4 letters have lists of their own among names; among all words only the
# shortest do, for each further length makes an import (by 3 of 135 us a card) and every save
# longer. Three letters are gathered from the words that begin so: 2 ms among 100,000 contacts.
FULL_TEXT = (
    "CREATE VIRTUAL TABLE name_index USING fts5("
    "tokens, content='', detail=none, columnsize=0, tokenize='ascii', prefix='1 2 3 4')",
    "CREATE VIRTUAL TABLE text_index USING fts5("
    "tokens, content='', detail=none, columnsize=0, tokenize='ascii', prefix='1 2')",
)
