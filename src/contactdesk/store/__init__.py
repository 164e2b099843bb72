"""The book: one open database, its transactions, its log of changes and its search."""
