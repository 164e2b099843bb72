"""What tells the lines of events and of deals from those of contacts in our own JSON Lines."""

from __future__ import annotations

import re

EVENT_LINE = re.compile(rb'\s*\{"type": ?"(?:event|task|journal|call)"')
DEAL_LINE = re.compile(rb'\s*\{"type": ?"(?:pipeline|exchange_rate|deal)"')
NO_CONTACT = re.compile(rb'\s*\{"type": ?"(?:event|task|journal|call|pipeline|exchange_rate|deal)"')
