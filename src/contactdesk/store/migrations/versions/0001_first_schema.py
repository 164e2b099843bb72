"""The first schema of a book."""

from __future__ import annotations

from alembic import op

from contactdesk.store.engines import APPLICATION_ID
from contactdesk.store.opening import first_settings

revision = "0001"
down_revision = None

STATEMENTS = (
    """CREATE TABLE blob (
    sha256 TEXT NOT NULL,
    media_type TEXT DEFAULT '' NOT NULL,
    size INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (sha256)
)
 WITHOUT ROWID""",
    """CREATE TABLE category (
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    colour TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (name)
)""",
    """CREATE TABLE contact (
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    revision INTEGER DEFAULT 0 NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    formatted_name TEXT DEFAULT '' NOT NULL,
    prefixes TEXT DEFAULT '' NOT NULL,
    given TEXT DEFAULT '' NOT NULL,
    additional TEXT DEFAULT '' NOT NULL,
    family TEXT DEFAULT '' NOT NULL,
    suffixes TEXT DEFAULT '' NOT NULL,
    phonetic_given TEXT DEFAULT '' NOT NULL,
    phonetic_family TEXT DEFAULT '' NOT NULL,
    sort_as TEXT DEFAULT '' NOT NULL,
    nicknames TEXT DEFAULT '' NOT NULL,
    birthday TEXT DEFAULT '' NOT NULL,
    anniversary TEXT DEFAULT '' NOT NULL,
    gender TEXT DEFAULT '' NOT NULL,
    time_zone TEXT DEFAULT '' NOT NULL,
    geo TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    photo TEXT DEFAULT '' NOT NULL,
    extra TEXT DEFAULT '' NOT NULL,
    revised_at TEXT DEFAULT '' NOT NULL,
    deleted_at TEXT DEFAULT '' NOT NULL,
    withdrawn INTEGER DEFAULT 0 NOT NULL,
    top_item INTEGER DEFAULT 0 NOT NULL,
    name_key TEXT DEFAULT '' NOT NULL,
    sort_by_family BLOB,
    sort_by_given BLOB,
    letter_by_family TEXT DEFAULT '' NOT NULL,
    letter_by_given TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id)
)""",
    """CREATE INDEX contact_by_family ON contact (sort_by_family)""",
    """CREATE INDEX contact_by_given ON contact (sort_by_given)""",
    """CREATE INDEX contact_deleted ON contact (deleted_at) WHERE deleted_at <> ''""",
    """CREATE INDEX contact_name_key ON contact (name_key)""",
    """CREATE INDEX contact_uid ON contact (uid) WHERE uid <> ''""",
    """CREATE TABLE name_order (
    rank INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    letter TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (rank),
    UNIQUE (contact)
)""",
    """CREATE TABLE person (
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    login TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    colour TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id),
    UNIQUE (login)
)""",
    """CREATE TABLE search_text (
    contact INTEGER NOT NULL,
    names TEXT DEFAULT '' NOT NULL,
    rest TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (contact)
)""",
    """CREATE TABLE setting (
    name TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (name)
)""",
    """CREATE TABLE address (
    contact INTEGER NOT NULL,
    item INTEGER NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    post_office_box TEXT DEFAULT '' NOT NULL,
    extended TEXT DEFAULT '' NOT NULL,
    street TEXT DEFAULT '' NOT NULL,
    locality TEXT DEFAULT '' NOT NULL,
    region TEXT DEFAULT '' NOT NULL,
    postal_code TEXT DEFAULT '' NOT NULL,
    country TEXT DEFAULT '' NOT NULL,
    types TEXT DEFAULT '' NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    preferred INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (contact, item),
    FOREIGN KEY(contact) REFERENCES contact (number) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    """CREATE TABLE blob_chunk (
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (sha256, position),
    FOREIGN KEY(sha256) REFERENCES blob (sha256) ON DELETE CASCADE
)""",
    """CREATE TABLE change_set (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL,
    at TEXT NOT NULL,
    author INTEGER NOT NULL,
    instance TEXT DEFAULT '' NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    reverts INTEGER,
    UNIQUE (uuid),
    FOREIGN KEY(author) REFERENCES person (number),
    FOREIGN KEY(reverts) REFERENCES change_set (id)
)""",
    """CREATE INDEX change_set_reverts ON change_set (reverts) WHERE reverts IS NOT NULL""",
    """CREATE TABLE contact_category (
    contact INTEGER NOT NULL,
    category INTEGER NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (contact, category),
    FOREIGN KEY(contact) REFERENCES contact (number) ON DELETE CASCADE,
    FOREIGN KEY(category) REFERENCES category (number) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    """CREATE INDEX contact_category_category ON contact_category (category, contact)""",
    """CREATE TABLE entry (
    contact INTEGER NOT NULL,
    item INTEGER NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    types TEXT DEFAULT '' NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    preferred INTEGER DEFAULT 0 NOT NULL,
    compare TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (contact, item),
    FOREIGN KEY(contact) REFERENCES contact (number) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    """CREATE INDEX entry_compare ON entry (compare) WHERE compare <> ''""",
    """CREATE TABLE membership (
    contact INTEGER NOT NULL,
    item INTEGER NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    organisation TEXT DEFAULT '' NOT NULL,
    departments TEXT DEFAULT '' NOT NULL,
    job_title TEXT DEFAULT '' NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    organisation_id TEXT DEFAULT '' NOT NULL,
    starts_on TEXT DEFAULT '' NOT NULL,
    ends_on TEXT DEFAULT '' NOT NULL,
    organisation_key TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (contact, item),
    FOREIGN KEY(contact) REFERENCES contact (number) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    """CREATE INDEX membership_linked ON membership (organisation_id)
    WHERE organisation_id <> ''""",
    """CREATE INDEX membership_organisation ON membership (organisation_key)
    WHERE organisation_key <> ''""",
    """CREATE TABLE original (
    number INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    hash BLOB NOT NULL,
    version TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (number),
    FOREIGN KEY(contact) REFERENCES contact (number) ON DELETE CASCADE
)""",
    """CREATE INDEX original_contact ON original (contact)""",
    """CREATE INDEX original_hash ON original (hash)""",
    """CREATE TABLE star (
    contact INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (contact, person),
    FOREIGN KEY(contact) REFERENCES contact (number) ON DELETE CASCADE,
    FOREIGN KEY(person) REFERENCES person (number) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    """CREATE TABLE change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    set_id INTEGER NOT NULL,
    record_type TEXT DEFAULT '' NOT NULL,
    record_id TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    fields TEXT,
    FOREIGN KEY(set_id) REFERENCES change_set (id)
)""",
    """CREATE INDEX change_record ON change (record_id)""",
    """CREATE INDEX change_set_id ON change (set_id)""",
    """CREATE INDEX name_order_kind ON name_order (kind)""",
    """CREATE INDEX name_order_letter ON name_order (letter)""",
    """CREATE VIRTUAL TABLE name_index USING fts5(
    tokens, content='', detail=none, columnsize=0, tokenize='ascii', prefix='1 2 3 4')""",
    """CREATE VIRTUAL TABLE text_index USING fts5(
    tokens, content='', detail=none, columnsize=0, tokenize='ascii', prefix='1 2')""",
)


def upgrade() -> None:
    """Make every table of the first schema and the settings that a new book begins with."""
    for statement in STATEMENTS:
        op.execute(statement)
    connection = op.get_bind()
    connection.exec_driver_sql(
        "INSERT INTO setting (name, value) VALUES (?, ?)", list(first_settings().items())
    )
    op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    op.execute("PRAGMA user_version = 1")
