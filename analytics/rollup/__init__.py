"""From statements to counts: dirty marks say which windows to count again, the fill counts and writes them."""
