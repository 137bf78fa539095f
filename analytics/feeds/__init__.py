"""Released figures for other systems."""
