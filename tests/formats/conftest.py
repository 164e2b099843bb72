"""Files of contacts, written as an export does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contactdesk.formats.writers import Outgoing, kind_of, writer
from contactdesk.model.contact import Contact


@pytest.fixture
def written() -> Callable[..., bytes]:
    """Writes contacts in a format; gives the whole file."""

    def write(kind: str, *contacts: Contact, photo: bytes | None = None) -> bytes:
        outgoing = [Outgoing(c, None, photo if c.photo else None) for c in contacts]
        choices = {"version": kind_of(kind).version}
        return b"".join(writer(kind)(lambda: iter(outgoing), choices))

    return write
