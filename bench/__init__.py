"""Measurements of what the house promises: ingest, refill and pages, on a throw-away database (bench/README.md)."""
