"""Long verbs over a book and files: import, export."""
