"""What the academy writes to people: the declared kinds, the budget, and how a message becomes a mail."""
