"""Writes of the record store's other tables."""
