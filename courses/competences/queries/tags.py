"""What modules say that they develop and serve."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from courses.competences.shown import ShownCapability, by_name
from courses.models import MicroCoursePage
from courses.models.competences import Goal


def capability_keys(module_keys: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the keys of the capabilities that each of the modules develops, in the order of the alphabet.

    By what its live pages say, all languages together; a module that has none is not there. What a module said when an
    attempt began is told by the content of the revision that the attempt is pinned to (ModuleContent.capabilities).
    """
    live = MicroCoursePage.objects.live().filter(translation_key__in=list(module_keys), capabilities__isnull=False)
    found: dict[UUID, list[str]] = defaultdict(list)
    for module, key in sorted(set(live.values_list("translation_key", "capabilities__key"))):
        found[module].append(key)
    return {module: tuple(keys) for module, keys in found.items()}


def developed_by(page: MicroCoursePage) -> list[ShownCapability]:
    """Return what a page, or a draft of one, says that it develops, in the order of the alphabet."""
    return by_name([ShownCapability(row) for row in page.capabilities.all() if row.retired_in is None])


def goals_served_by(page: MicroCoursePage) -> list[Goal]:
    """Return the goals that a page, or a draft of one, names, in the strategy's order."""
    return sorted((goal for goal in page.goals.all() if goal.retired_in is None), key=lambda goal: goal.position)
