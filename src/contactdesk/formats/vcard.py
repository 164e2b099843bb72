"""vCard, the format of address books: 2.1, 3.0 (RFC 2426), 4.0 (RFC 6350) and the dialects."""

from contactdesk.formats.vcard_reading import read_card, read_cards
from contactdesk.formats.vcard_writing import same_record, write_card

__all__ = ["read_card", "read_cards", "same_record", "write_card"]
