"""A StreamField whose block definitions stay out of migrations."""

from typing import Any

from wagtail.fields import StreamField


class LeanStreamField(StreamField):
    """StreamField without its blocks in migrations: editing a block makes no migration.

    A data migration that rewrites blocks must name its block definition itself (docs/decisions/0005).
    """

    def deconstruct(self) -> Any:
        """Return the field without block types, as Django's migrations see it."""
        name, path, _, kwargs = super().deconstruct()
        kwargs["block_lookup"] = {}
        return name, path, [[]], kwargs
