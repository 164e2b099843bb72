"""vCard, the format of address books: 2.1, 3.0 (RFC 2426), 4.0 (RFC 6350) and the dialects."""

from contactdesk.formats.vcard_reading import read_card, read_cards

__all__ = ["read_card", "read_cards"]
