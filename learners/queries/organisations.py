"""Reads of organisations and their units."""

from collections import defaultdict
from datetime import date

from academy.alphabet import swedish_key
from academy.scoping import unscoped_quietly
from learners.models import Federation, Organisation, Unit
from learners.place_names import spoken
from learners.roles import Permission, allowed
from learners.tenancy import Acting, OrganisationRef, UnitRef


def organisation_ref(organisation_id: int) -> OrganisationRef:
    """Return one organisation of the scope; raise Organisation.DoesNotExist for another's."""
    return ref_of(Organisation.objects.get(pk=organisation_id))


def ref_of(organisation: Organisation) -> OrganisationRef:
    """Return the plain value of a row."""
    return OrganisationRef(
        organisation.pk, organisation.slug, organisation.name, organisation.scb_code, organisation.federation_id
    )


def launched_on(organisation_id: int) -> date:
    """Return the day from which timestamps of this organisation's statements are believed."""
    return Federation.objects.get(organisations=organisation_id).launched_on


def unit_lineages(organisation_id: int) -> dict[int, tuple[int, ...]]:
    """Return, for each unit of an organisation of the scope, the ids from the root unit down to itself."""
    units = Unit.objects.filter(organisation_id=organisation_id)
    return {unit.pk: unit.lineage for unit in units}


def units_below(organisation_id: int, path: str) -> list[UnitRef]:
    """Return a subtree in tree order, siblings by name as Swedes sort."""
    units = Unit.objects.filter(organisation_id=organisation_id, path__startswith=path)
    refs = [unit_ref(unit) for unit in units]
    children: dict[int | None, list[UnitRef]] = defaultdict(list)
    known = {ref.id for ref in refs}
    for ref in refs:
        children[ref.parent_id if ref.parent_id in known else None].append(ref)
    return _in_order(children, None)


def _in_order(children: dict[int | None, list[UnitRef]], parent: int | None) -> list[UnitRef]:
    ordered: list[UnitRef] = []
    for ref in sorted(children[parent], key=lambda ref: swedish_key(ref.name)):
        ordered += [ref, *_in_order(children, ref.id)]
    return ordered


def unit_ref(unit: Unit) -> UnitRef:
    """Return the plain value of a row."""
    return UnitRef(unit.pk, unit.name, unit.path, unit.parent_id, unit.depth, unit.closed_on)


def held_organisation(organisation_id: int) -> Organisation:
    """Hold an organisation of the entered scope until the transaction ends, and return it: before any other row.

    Whoever closes units, enters a file of people or ends what gives a right over all of them does, so that each sees what
    the one before has done. Not FOR UPDATE: every statement and membership that is stored meanwhile refers to the row, and
    need not wait.
    """
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)


def reach(acting: Acting, permission: Permission, organisation_slug: str) -> tuple[UnitRef, ...] | None:
    """Return the topmost units in which `acting` holds the permission in that organisation.

    None stands for every kind of no (no such organisation, another's, no permission), so that all become one 404.
    """
    if organisation_slug != acting.organisation.slug:
        return None
    units = Unit.objects.filter(organisation_id=acting.organisation.id, pk__in=[g.unit_id for g in acting.grants])
    held = sorted((unit for unit in units if allowed(acting.grants, permission, unit.path)), key=lambda unit: unit.path)
    roots = [unit for unit in held if not any(unit.path != top.path and unit.path.startswith(top.path) for top in held)]
    return tuple(unit_ref(unit) for unit in roots) or None


def municipality_names(federation_id: int | None) -> list[str]:
    """Return the names, as one says them, of a federation's municipalities; the host federation's for a stranger.

    The names of municipalities are public and stand on the sign-in page, so no scope is asked for.
    """
    with unscoped_quietly("names of municipalities are public"):
        real = Federation.objects.exclude(key=Federation.TRIAL)
        host = federation_id or real.order_by("pk").values_list("pk", flat=True).first() or 0
        rows = Organisation.objects.filter(federation_id=host, kind=Organisation.Kind.MUNICIPALITY)
        names = [spoken(name) for name in rows.values_list("name", flat=True)]
    return sorted(names, key=swedish_key)
