"""What the fill reads, all of it outside any transaction."""
