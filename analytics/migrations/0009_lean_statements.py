"""Cheaper inserts: no index that no question needs, and texts packed by lz4, which takes a fraction of pglz's time."""

import django.db.models.deletion
from django.db import NotSupportedError, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def pack_by_lz4(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Have PostgreSQL compress what is inserted from now on by lz4; one that was built without it keeps pglz."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE analytics_statement ALTER COLUMN raw SET COMPRESSION lz4")
    except NotSupportedError:
        return


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0008_attachments"),
        ("learners", "0008_notes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="statement",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="learners.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="learners.unit",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(condition=models.Q(("unit__isnull", False)), fields=["unit"], name="statement_unit"),
        ),
        migrations.RunPython(pack_by_lz4, migrations.RunPython.noop),
    ]
