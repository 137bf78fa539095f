"""What the fill writes, all of it in one short transaction."""
