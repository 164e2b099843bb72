"""What people keep: contacts and their parts, and the rules that need no file and no window."""
