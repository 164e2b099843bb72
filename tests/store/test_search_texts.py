"""What the search compares of a contact, made from its rows."""

from __future__ import annotations

from collections.abc import Callable

from contactdesk.model.contact import Contact, Extra
from contactdesk.model.names import Ordering
from contactdesk.store.rows import prepare
from contactdesk.store.search_text import search_text


def test_further_properties_are_found_alike_from_the_rows_and_from_the_contact(
    a_contact: Callable[..., Contact],
) -> None:
    extra = [Extra("X-PET", 'Burek "Łatek"'), Extra("X-SIZE", "42\nXL"), Extra("X-NONE")]
    for contact in (a_contact("Anna Żak", extra=extra, note="odd"), a_contact("Jan")):
        rows = prepare(contact, Ordering("en"), "PL")
        assert search_text(rows, [e.value for e in contact.extra]) == search_text(rows)
    names, rest = search_text(prepare(a_contact("Anna", extra=extra), Ordering("en"), "PL"))
    assert (names, rest) == ("anna", "\x17burek latek 42 xl")
