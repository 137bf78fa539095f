"""The learning record store: who may speak, what is kept, and how it is read.

One statement's way in: ``mount`` (before sessions and pages) → ``views`` → ``auth`` (whose key) → ``body`` (bounded)
→ ``policy`` (which actors) → ``ingest.record`` → ``rows`` (columns and dimensions) → ``store`` (one transaction).
Small requests of one key that come at the same time share it (``together``).
The platform's own statements enter at ``ingest.record``. The way out: ``parameters`` → ``query`` → ``cursors``.
"""
