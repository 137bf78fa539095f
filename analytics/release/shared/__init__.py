"""The shared channel: dated snapshots of what the organisations of a federation show each other."""
