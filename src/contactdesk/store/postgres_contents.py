"""What a server's book hides of contents: the bytes of pictures and documents, their words.

A content is kept once by its hash, whoever has it. It is hidden from me when only what is hidden
from me names it: a contact's picture, a document's versions, a line of the log. What anybody
shows me too stays there, and so does what nothing names (yet, or any more). A piece of documents
is hidden with the last of them. What is not whole yet is there for who brings it alone.

The words of documents that all are private are in no index, which everybody reads; the server
itself has them follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contactdesk.store.changes import MERGE
from contactdesk.store.document_text import INDEX, tokens_of

# Contents by the column that has their hash, and the function that tells who sees one.
SIGHTS = {
    "blob": "book_piece_sight(sha256)",
    "blob_chunk": "book_piece_sight(sha256)",
    "blob_part": "book_sight(whole)",
    "document_text": "book_sight(sha256)",
}

NAMED_BY_NOTHING = "book_piece_sight(sha256) IS NULL"
_HASH = "[0-9a-f]{64}"
_PHOTO = f"substring(photo from '{_HASH}')"
_UPLOADER = "right({whole}, -44)"  # after "upload:", an id and a colon; "" of an older program
_LOGGED = "(fields LIKE '%sha256%' OR fields LIKE '%\"blob\"%')"


class _Index(NamedTuple):
    """An index on a server with roles alone, by which the rules find who names a content."""

    name: str
    on: str
    which: str

    def sql(self) -> str:
        return f"CREATE INDEX IF NOT EXISTS {self.name} ON {self.on} WHERE {self.which}"


_GIN = "WITH (fastupdate = off)"  # what waits in a list is looked through with each question
_INDEXES = (
    _Index("contact_picture", f"contact (({_PHOTO}), private_to)", "photo <> ''"),
    _Index("document_contents", f"document USING gin (book_hashes(versions)) {_GIN}",
           "versions <> ''"),
    _Index("change_contents", f"change USING gin (book_hashes(fields)) {_GIN}", _LOGGED),
)  # fmt: skip
# A picture of many contacts is known by the first of them in the index. A line of the log is
# hidden with its record.
_SIGHT = """
DECLARE
  me text := ({me});
  first text;
  kept boolean;
  told boolean;
BEGIN
  IF hash LIKE 'upload:%' THEN RETURN {uploader} IN ('', session_user); END IF;
  IF length(hash) <> 64 THEN RETURN NULL; END IF;
  SELECT min(private_to) INTO first FROM contact WHERE photo <> '' AND {photo} = hash;
  IF first IN ('', me) THEN RETURN true; END IF;
  SELECT bool_or(private_to IN ('', me)) INTO kept FROM document
  WHERE versions <> '' AND book_hashes(versions) @> ARRAY[hash];
  IF kept THEN RETURN true; END IF;
  IF first IS NOT NULL AND (SELECT max(private_to) FROM contact
      WHERE photo <> '' AND {photo} = hash AND private_to = me) IS NOT NULL THEN
    RETURN true;
  END IF;
  SELECT bool_or(coalesce({of_record}, '') IN ('', me)) INTO told FROM change
  WHERE {logged} AND book_hashes(fields) @> ARRAY[hash];
  IF told THEN RETURN true; END IF;
  RETURN CASE WHEN first IS NULL AND kept IS NULL AND told IS NULL THEN NULL ELSE false END;
END
"""
_PIECE_SIGHT = """
DECLARE
  wholes text[] := ARRAY(SELECT DISTINCT whole FROM blob_part WHERE part = hash);
  each text;
BEGIN
  FOREACH each IN ARRAY wholes LOOP
    IF book_sight(each) IS NOT FALSE THEN RETURN true; END IF;
  END LOOP;
  IF wholes = '{}' THEN RETURN book_sight(hash); END IF;
  RETURN coalesce(book_sight(hash), false);
END
"""
_SHARED = (
    "SELECT bool_or(private_to = '') FROM document "
    "WHERE versions <> '' AND book_hashes(versions) @> ARRAY[{hash}]"
)
_FOLLOW = f"""
DECLARE
  hashes text[] := '{{}}';
  each record;
BEGIN
  IF TG_OP <> 'INSERT' THEN hashes := book_hashes(OLD.versions); END IF;
  IF TG_OP <> 'DELETE' THEN hashes := hashes || book_hashes(NEW.versions); END IF;
  FOR each IN SELECT number, sha256 FROM document_text WHERE sha256 = ANY (hashes) LOOP
    IF ({_SHARED.format(hash="each.sha256")}) THEN
      INSERT INTO {INDEX} (document, tokens)
      SELECT number, {tokens_of("words")} FROM document_text
      WHERE number = each.number AND NOT EXISTS (
        SELECT 1 FROM {INDEX} WHERE document = each.number);
    ELSE
      DELETE FROM {INDEX} WHERE document = each.number;
    END IF;
  END LOOP;
  RETURN NULL;
END
"""
_TRIGGERS = {
    "book_words_added": "INSERT OR DELETE ON document FOR EACH ROW",
    "book_words_moved": (
        "UPDATE ON document FOR EACH ROW WHEN (OLD.versions <> NEW.versions "
        "OR OLD.private_to <> NEW.private_to)"
    ),
}


def contents_sql(tables: Sequence[str], me: str) -> Iterator[str]:
    """The functions, for tables with rows that may be somebody's own; `me` asks for my id."""
    yield (
        "CREATE FUNCTION book_hashes(text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ "
        f"SELECT array(SELECT DISTINCT m[1] FROM regexp_matches($1, '{_HASH}', 'g') m) $$"
    )
    of_record = ", ".join(
        f"(SELECT r.private_to FROM {table} r WHERE r.id = {_record(table)})" for table in tables
    )
    sight = _SIGHT.format(
        me=me, photo=_PHOTO, of_record=of_record, logged=_LOGGED,
        uploader=_UPLOADER.format(whole="hash"),
    )  # fmt: skip
    yield _function("book_sight(hash text)", "boolean", sight)
    yield _function("book_piece_sight(hash text)", "boolean", _PIECE_SIGHT)
    yield _function("book_sees_all()", "boolean", _sees_all(tables, me))
    there = (
        "BEGIN RETURN CASE kind WHEN 'words' THEN EXISTS (SELECT 1 FROM document_text "
        "WHERE sha256 = hash) ELSE EXISTS (SELECT 1 FROM blob_part WHERE whole = hash) END; END"
    )
    yield _function("book_is_there(kind text, hash text)", "boolean", there)
    apart = f"BEGIN RETURN NOT coalesce(({_SHARED.format(hash='hash')}), true); END"
    yield _function("book_keeps_apart(hash text)", "boolean", apart)
    yield _function("book_words_follow()", "trigger", _FOLLOW, "VOLATILE")


def _record(table: str) -> str:
    return f"replace(record_id, '{MERGE}:', '')" if table == "contact" else "record_id"


def _sees_all(tables: Sequence[str], me: str) -> str:
    """Whether nothing at all is hidden from me: the first and the last name in an index say, and
    nobody else brings something just now."""
    others = " OR ".join(
        f"coalesce((SELECT min(private_to) <> me OR max(private_to) <> me FROM {table} "
        "WHERE private_to <> ''), false)"
        for table in tables
    )
    others += (
        " OR EXISTS (SELECT 1 FROM blob_part WHERE whole >= 'upload:' AND whole < 'upload;' "
        f"AND {_UPLOADER.format(whole='whole')} NOT IN ('', session_user))"
    )
    return f"DECLARE me text := ({me}); BEGIN RETURN NOT ({others}); END"


def _function(head: str, gives: str, body: str, how: str = "STABLE") -> str:
    """By the indexes, also while nobody has counted the rows."""
    return (
        f"CREATE FUNCTION {head} RETURNS {gives} LANGUAGE plpgsql {how} SECURITY DEFINER "
        f"SET search_path = public, pg_temp SET enable_seqscan = off AS $$ {body} $$"
    )


def seen(table: str) -> str:
    """The rule by which a row of contents is there for me."""
    return f"(SELECT book_sees_all()) OR {SIGHTS[table]} IS NOT FALSE"


def contents_apart() -> Iterator[str]:
    """What the rules rest on: indexes, and an index of words without those kept private."""
    for index in _INDEXES:
        yield index.sql()
    for name, when in _TRIGGERS.items():
        yield f"DROP TRIGGER IF EXISTS {name} ON document"
        yield f"CREATE TRIGGER {name} AFTER {when} EXECUTE FUNCTION book_words_follow()"
    yield (
        f"DELETE FROM {INDEX} WHERE document IN (SELECT t.number FROM document d "
        "JOIN document_text t ON t.sha256 = ANY (book_hashes(d.versions)) "
        "WHERE d.private_to <> '' AND book_keeps_apart(t.sha256))"
    )
