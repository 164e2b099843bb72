"""File formats: bytes to contacts and back, with a `Problem` for everything odd on the way."""

from contactdesk.formats.sniffing import describe, guess_format

__all__ = ["describe", "guess_format"]
