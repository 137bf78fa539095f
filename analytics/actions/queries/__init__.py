"""Reads of what people state by hand."""
