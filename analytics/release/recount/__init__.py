"""Figures worked out a second time, straight from their sources and past all that the fill has counted."""
