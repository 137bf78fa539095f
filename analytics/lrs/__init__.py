"""The learning record store: who may speak, what is kept, and how it is read.

One statement's way in: ``mount`` (before sessions and pages) → ``views`` → ``auth`` (whose key) → ``body`` (bounded)
→ ``policy`` (which actors) → ``ingest.record`` → ``rows`` (columns and dimensions) → ``store`` (one transaction).
The platform's own statements enter at ``ingest.record``. The way out: ``parameters`` → ``query`` → ``cursors``.
"""
