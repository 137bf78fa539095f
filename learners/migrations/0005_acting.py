"""Where a person last chose to act, and since when a second factor must have been shown."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learners", "0004_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="last_acted",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="learners.membership",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="second_factor_void_before",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
