"""Swedish names for what Wagtail makes with English ones, and its own moderation away where it stands as it was made, unused.

Wagtail gives every page a workflow of one step that its group *Moderators* approves. Nobody is in that group: who may approve
follows from roles here, and the catalogues have a review of their own (courses.reviewing), so what was sent into it stayed there.
"""

from typing import Any

from django.db import migrations

MODERATION = "Moderators approval"


def name_in_swedish(apps: Any, _schema: Any) -> None:
    """Rename what still has the name that Wagtail gave it; names that somebody has chosen stay."""
    models = "wagtailcore"
    pages = apps.get_model(models, "Page").objects.filter(depth=1, title="Root")
    pages.update(title="Alla sidor", draft_title="Alla sidor")
    apps.get_model(models, "Collection").objects.filter(depth=1, name="Root").update(name="Huvudsamling")
    workflows = apps.get_model(models, "Workflow").objects.filter(name=MODERATION)
    tasks = apps.get_model(models, "Task").objects.filter(name=MODERATION)
    workflows.filter(pk__in=[workflow.pk for workflow in workflows if _is_untouched(apps, workflow.pk)]).delete()
    tasks.filter(workflow_tasks=None, task_states=None).delete()
    for kept in (workflows, tasks):
        kept.update(name="Godkännande av moderatorer")


def _is_untouched(apps: Any, workflow: int) -> bool:
    """Tell whether a workflow is as Wagtail made it: nothing was ever sent into it, one step, over the root page alone."""
    rows = {
        kind: apps.get_model("wagtailcore", f"Workflow{kind}").objects.filter(workflow=workflow)
        for kind in ("State", "Task", "Page", "ContentType")
    }
    steps, depths = rows["Task"].count(), list(rows["Page"].values_list("page__depth", flat=True))
    return steps == 1 and depths == [1] and not rows["State"].exists() and not rows["ContentType"].exists()


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        ("courses", "0004_plural_names"),
    ]

    operations = [migrations.RunPython(name_in_swedish, migrations.RunPython.noop)]
