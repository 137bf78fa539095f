"""Backup and restore: one file that holds the database, all files that rows lead to, and a manifest that says what is in it.

``tables`` (what is in the database) → ``postgres`` | ``sqlite`` (out and in) → ``archive`` (one tar file, every member
with its checksum) → ``manifest`` → ``making`` and ``restoring``, which the two commands call.
"""
