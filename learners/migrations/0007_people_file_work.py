"""What a worker needs to enter a file of people, and what it takes to take the file back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learners", "0006_typed_names")]

    operations = [
        migrations.AddField(
            model_name="peoplefile",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="peoplefile",
            name="asked_through",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="learners.membership",
            ),
        ),
        migrations.AddField(
            model_name="peoplefile",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="peoplefile",
            name="begun_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="peoplefile",
            name="problem",
            field=models.CharField(
                blank=True,
                choices=[("rows", "Rows"), ("reach", "Reach"), ("late", "Late"), ("broken", "Broken")],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="peoplefile",
            name="size",
            field=models.PositiveIntegerField(default=0, help_text="Rows in the file, the heading aside."),
        ),
        migrations.AddField(
            model_name="peoplefilerow",
            name="kept",
            field=models.CharField(blank=True, help_text="Why it stayed when the file was taken back.", max_length=12),
        ),
        migrations.AddField(
            model_name="peoplefilerow",
            name="made",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="peoplefile",
            name="state",
            field=models.CharField(
                choices=[
                    ("checked", "Checked"),
                    ("waiting", "Waiting"),
                    ("failed", "Failed"),
                    ("applied", "Applied"),
                    ("undoing", "Undoing"),
                    ("undone", "Undone"),
                    ("discarded", "Discarded"),
                ],
                default="checked",
                max_length=10,
            ),
        ),
    ]
