"""The page that the web server in front shows by itself while this process is away."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override


def write_pages(folder: Path) -> list[Path]:
    """Write the page into a folder once for each language, as `sv.html` and `en.html`; return what was written.

    A page that is there is replaced at once, so that nobody is shown half of it. Its styles are named as collectstatic
    has left them: collect first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder / f"{language}.html", language) for language, _ in settings.LANGUAGES]


def _written(path: Path, language: str) -> Path:
    with override(language):
        page = render_to_string("503.html", {"academy_name": settings.ACADEMY_NAME})
    new = path.with_suffix(".new")
    new.write_text(page, encoding="utf-8")
    return new.replace(path)
