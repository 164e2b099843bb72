"""ContactDesk: everyone you know and all that happens with them, in one file of your own."""

__version__ = "0.1.0"
