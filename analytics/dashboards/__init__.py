"""Released figures for people: a page that explains itself, and the same figures as a file."""
