"""What tells a line of an event from one of a contact in our own JSON Lines."""

from __future__ import annotations

import re

EVENT_LINE = re.compile(rb'\s*\{"type": ?"(?:event|task|journal|call)"')
