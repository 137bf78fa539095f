from django.db import migrations, models


class Migration(migrations.Migration):
    """A label is spelt otherwise: nothing changes in the database."""

    dependencies = [
        ("analytics", "0009_lean_statements"),
    ]

    operations = [
        migrations.AlterField(
            model_name="credential",
            name="actors",
            field=models.CharField(
                choices=[
                    ("opaque", "Accounts without names only"),
                    ("any", "Anyone, also by name and email address"),
                ],
                default="opaque",
                max_length=6,
            ),
        ),
    ]
