"""An editor's work and a reader's search in a process of its own: `python -m tests.processes.editing publish TITLE`.

`publish` publishes a course as the CMS does, `search` prints how many published courses a word finds.
"""

import os
import sys


def main(act: str, words: str) -> None:
    """Do it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.processes.settings")
    import django

    django.setup()
    if act == "publish":
        _publish(words)
    else:
        sys.stdout.write(f"{_found(words)}\n")


def _publish(title: str) -> None:
    from django.db import transaction

    from tests.courses.samples import catalogue, sample_course

    with transaction.atomic():
        sample_course(catalogue(), title=title, slug=title.lower().replace(" ", "-"))


def _found(word: str) -> int:
    from courses.models import MicroCoursePage

    return int(MicroCoursePage.objects.live().search(word).count())


if __name__ == "__main__":
    main(*sys.argv[1:3])
