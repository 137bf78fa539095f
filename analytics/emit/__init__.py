"""Domain events become statements of the platform's own, in the transaction that made them true.

``handlers`` hears the events; ``statements`` turns each into a statement (docs/statements.md is its table);
``activities`` says what modules, steps and questions are in xAPI; ``corrections`` restamps what is stored when a
membership turns out to have been another. Writing goes through ``lrs.ingest`` like all else.
"""
