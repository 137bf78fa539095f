"""Attachments: what a statement says of them, their data in a multipart body, and where the data is kept.

In: ``delivery`` (which kind of body) → ``multipart`` (parts, streamed) → ``parcel`` (each to disk, by the rules of
``declared``) → ``signatures`` → ``files`` (durable, before the transaction) → rows, in the statements' transaction.
Out: ``sending``.
"""
