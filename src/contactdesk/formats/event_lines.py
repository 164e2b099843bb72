"""What tells the lines of events, deals, documents and what an office arranged for itself from
those of contacts in our own JSON Lines."""

from __future__ import annotations

import re

EVENT_LINE = re.compile(rb'\s*\{"type": ?"(?:event|task|journal|call)"')
OFFICE = b"pipeline|exchange_rate|deal|custom_section|custom_field|smart_group|table_view"
OFFICE_LINE = re.compile(rb'\s*\{"type": ?"(?:%s)"' % OFFICE)
DOCUMENT_LINE = re.compile(rb'\s*\{"type": ?"document"')
NO_CONTACT = re.compile(rb'\s*\{"type": ?"(?:event|task|journal|call|document|%s)"' % OFFICE)
