"""xAPI statements, 1.0.3 and 2.0: read, checked, normalised, compared, built. Pure Python.

Nothing here knows Django, the database or HTTP. One validator serves both versions; what differs
between them stands in one table, ``versions.RULES``.

The map, in the order in which a statement passes through:

- ``json_text``    bytes to values and back, exact and strict: ``loads``, ``dumps``
- ``versions``     which version a request speaks: ``negotiate``, ``Version``, ``VersionError``
- ``statement``    the front door of the validator: ``validate``, ``validate_batch``
- ``normalise``    the form that is stored: ``normalised``; for 1.0.3 readers: ``for_1_0_3``
- ``equality``     whether an id met again brings the same statement: ``same``
- ``reading``      small questions to a valid statement: ``verb_id``, ``actor_key``, ``voids`` …
- ``build``        our own statements; ``vocabulary`` holds the verbs and types they use

The parts of the validator, each a table of checks: ``actor``, ``verb``, ``target`` (objects),
``interaction`` (definitions), ``result``, ``context``, ``attachment``. They rest on ``atoms``
(single values), ``shapes`` (how a table becomes a check), ``patterns``, ``languages`` and
``times``. Every refusal is an ``errors.StatementError``.
"""
