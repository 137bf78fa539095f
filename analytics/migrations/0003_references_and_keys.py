import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0002_mark_reason"),
        ("learners", "0003_organisation_entry"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="statement",
            name="statement_voids",
        ),
        migrations.AddField(
            model_name="credential",
            name="actors",
            field=models.CharField(
                choices=[
                    ("opaque", "Accounts without names only"),
                    ("any", "Anyone, also by name and e-mail address"),
                ],
                default="opaque",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="credential",
            name="last_used_at",
            field=models.DateTimeField(blank=True, help_text="Exact to a minute.", null=True),
        ),
        migrations.AddField(
            model_name="credential",
            name="previous_hash",
            field=models.CharField(blank=True, max_length=128),
        ),
        migrations.AddField(
            model_name="credential",
            name="previous_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="refers_to",
            field=models.UUIDField(help_text="The statement that the object refers to (StatementRef).", null=True),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["organisation", "authority", "stored"], name="statement_authority"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("refers_to__isnull", False)),
                fields=["organisation", "refers_to"],
                name="statement_refers_to",
            ),
        ),
        # With its foreign keys from the start: its primary key is made of them.
        migrations.CreateModel(
            name="StatementReference",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id",
                        "key",
                        "stored",
                        "statement_id",
                        "via_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.UUIDField()),
                ("stored", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="learners.organisation",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="analytics.statement",
                    ),
                ),
                (
                    "via",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="analytics.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
