"""The window: pages, forms, and what carries them."""
