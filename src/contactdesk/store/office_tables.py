"""The tables of the office's work: deals, custom fields, views; see `tables.py` for the others."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from contactdesk.store.columns import count, metadata, of_record, where_said, words

# Pipelines, deals and exchange rates. Lists are JSON; which contacts a deal has to do with is in
# `deal_link` as well, made from the deal itself.
pipeline = Table(
    "pipeline",
    metadata,
    *of_record(),
    words("name"),
    words("stages"),
    words("follow_ups"),
    words("currency"),
    count("position"),
)

deal = Table(
    "deal",
    metadata,
    *of_record(),
    words("title"),
    words("pipeline"),  # its id
    count("stage"),  # the item of one of its stages
    words("stage_since"),
    words("amount"),  # a decimal number, written out
    words("currency"),
    count("follows_products"),
    words("discount"),
    Column("chance", Integer),  # its own one; NULL for its stage's
    words("organisation"),  # the id of a contact
    words("people"),  # ids of contacts
    words("owner"),  # the id of a person
    words("private_to"),  # who alone sees it
    words("expected_on"),
    words("closed_on"),
    words("lost_reason"),
    words("source"),
    words("description"),
    words("products"),
    words("competitors"),
)
Index("deal_place", deal.c.pipeline, deal.c.stage)
where_said(deal.c.private_to)

# By what a contact is found to have to do with a deal: its id, and as what.
deal_link = Table(
    "deal_link",
    metadata,
    Column("deal", Integer, ForeignKey("deal.number", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    words("role"),  # organisation, person, competitor
    sqlite_with_rowid=False,
)

Index("deal_link_key", deal_link.c["key"], deal_link.c["deal"])

exchange_rate = Table(
    "exchange_rate",
    metadata,
    *of_record(),
    words("currency"),
    words("base"),
    words("rate"),
    words("valid_on"),
)

table_view = Table(
    "table_view",
    metadata,
    *of_record(),
    words("name"),
    words("columns"),
    words("widths"),
    words("sorted_by"),
    count("descending"),
    words("grouped_by"),
    words("filters"),
    words("total"),
    words("scope"),
    words("owner"),
)

# Custom fields and the sections in which they stand; the values are in `contact.custom`.
custom_field = Table(
    "custom_field",
    metadata,
    *of_record(),
    words("label"),
    words("type"),
    words("section"),  # its id
    count("position"),
    words("icon"),
    words("choices"),
    words("preset"),
    words("unit"),
    words("only_categories"),
    words("kinds"),
    count("in_lists"),
    words("owner"),  # a person's id
)

custom_section = Table(
    "custom_section",
    metadata,
    *of_record(),
    words("name"),
    count("position"),
)

# Files that belong to people and to what happens. Versions are JSON; the bytes of each are in
# `blob_part`. `sha256`, `changed_at` and `words` are made from the record itself.
document = Table(
    "document",
    metadata,
    *of_record(),
    words("name"),
    words("kind"),
    words("note"),
    words("media_type"),
    words("path"),
    words("added_at"),
    words("versions"),
    words("about"),
    words("owner"),  # the id of a person
    words("private_to"),  # who alone sees it
    words("sha256"),
    words("changed_at"),
    words("words"),
)
Index("document_changed", document.c.changed_at)
Index("document_sha256", document.c.sha256)
where_said(document.c.private_to)

document_link = Table(
    "document_link",
    metadata,
    Column(
        "document", Integer, ForeignKey("document.number", ondelete="CASCADE"), primary_key=True
    ),
    Column("key", Text, primary_key=True),
    sqlite_with_rowid=False,
)
Index("document_link_key", document_link.c["key"], document_link.c["document"])

# The pieces of a content, each a blob of its own; `whole` is its hash, or the name of an upload.
blob_part = Table(
    "blob_part",
    metadata,
    Column("whole", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("part", Text, ForeignKey("blob.sha256"), nullable=False),
    sqlite_with_rowid=False,
)
Index("blob_part_part", blob_part.c.part)

# What search compares of a content; "" where there are no words in it. Its number is the row of
# the full-text index.
document_text = Table(
    "document_text",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    words("words"),
    words("text"),  # of its beginning, for a preview
)

smart_group = Table(
    "smart_group",
    metadata,
    *of_record(),
    words("name"),
    words("rules"),
    words("owner"),  # the id of a person, "" for everybody
    words("always_out"),  # ids of contacts
    words("colour"),
    count("position"),
)

# The types of records beside contacts, events and calendars: each type's word in the log and its
# table, which is called so.
RECORDS: dict[str, Table] = {
    table.name: table
    for table in (
        pipeline,
        deal,
        exchange_rate,
        custom_field,
        custom_section,
        table_view,
        document,
        smart_group,
    )
}
# What belongs to records of these types, and is made from them or with them.
OF_RECORDS = (deal_link, document_link, blob_part, document_text)
