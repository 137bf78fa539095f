"""Say of the statements that are stored already by what they are found."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from analytics.lrs import mentions
from analytics.xapi import json_text, reading

AT_A_TIME = 2_000
LONGEST_CHAIN = 20


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the reference rows of every statement, first of its own, then through what it refers to."""
    statement, reference = apps.get_model("analytics", "Statement"), apps.get_model("analytics", "StatementReference")
    rows: list[Any] = []
    for found in statement.objects.only("organisation_id", "stored", "raw").iterator(AT_A_TIME):
        sent = json_text.loads(found.raw.encode())
        sent.pop("authority", None)  # a column
        target = reading.refers_to(sent)
        if target is not None:
            statement.objects.filter(pk=found.pk).update(refers_to=target)
        rows += [made(reference, found, found.pk, key) for key in mentions.own_keys(sent)]
        if len(rows) > AT_A_TIME:
            reference.objects.bulk_create(rows)
            rows.clear()
    reference.objects.bulk_create(rows)
    for found in statement.objects.filter(refers_to__isnull=False).iterator(AT_A_TIME):
        through = [
            made(reference, found, target.pk, key)
            for target in chain(statement, found)
            for key in mentions.keys_through(json_text.loads(target.raw.encode()))
        ]
        reference.objects.bulk_create(through)


def chain(statement: Any, start: Any) -> Iterator[Any]:
    """Give the statements that one refers to, along the chain."""
    seen, wanted = {start.statement_id}, start.refers_to
    for _ in range(LONGEST_CHAIN):
        target = statement.objects.filter(organisation_id=start.organisation_id, statement_id=wanted).first()
        if target is None or wanted in seen:
            return
        yield target
        seen.add(wanted)
        wanted = target.refers_to


def made(reference: Any, found: Any, via_id: int, key: UUID) -> Any:
    """Return one row that is not yet saved."""
    return reference(
        organisation_id=found.organisation_id, key=key, stored=found.stored, statement_id=found.pk, via_id=via_id
    )


class Migration(migrations.Migration):
    dependencies = [("analytics", "0003_references_and_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
