"""What whoever invites has typed is kept beside the invitation, and when it was last sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learners", "0005_acting")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="first_name",
            field=models.CharField(blank=True, default="", help_text="As typed by whoever invited.", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="invitation",
            name="last_name",
            field=models.CharField(blank=True, default="", help_text="As typed by whoever invited.", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="invitation",
            name="sent_at",
            field=models.DateTimeField(help_text="When it was last sent.", null=True),
        ),
    ]
