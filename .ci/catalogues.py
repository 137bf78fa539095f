"""The translations: compile them, and see that the Swedish is complete.

    python .ci/catalogues.py compile     every locale/<room>/sv/LC_MESSAGES/django.po whose .mo is older
    python .ci/catalogues.py check       every message in code and templates is translated, none is fuzzy

English needs no catalogue: the messages in the code are the English text.
"""

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from tree import ROOT, repository_files

ROOMS = ("academy", "courses", "learners", "analytics")
# What Wagtail's own Swedish lacks of what editors see; nothing in our code asks for it.
CMS = "cms"
# Django's names for gettext; _ is how the house imports them. The numbers say which argument is what.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# (file, line, the English text in singular and plural, context)
Use = tuple[Path, int, tuple[str, ...], str | None]


def catalogue_files() -> list[Path]:
    """Return the Swedish catalogues that exist: one per room, and those that complete Wagtail's own."""
    names = [(room, "django.po") for room in (*ROOMS, CMS)] + [(CMS, "djangojs.po")]
    paths = (ROOT / "locale" / folder / "sv" / "LC_MESSAGES" / name for folder, name in names)
    return [path for path in paths if path.is_file()]


def compile_all() -> None:
    """Write the .mo beside every .po that is newer than it."""
    for path in catalogue_files():
        compiled = path.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        with path.open("rb") as source:
            catalogue = read_po(source, locale="sv")
        with compiled.open("wb") as target:
            write_mo(target, catalogue)
        print(f"Compiled {path.relative_to(ROOT)}")


def faults_in(catalogue: Catalog, name: str) -> list[str]:
    """Return what is wrong inside one catalogue: fuzzy or empty translations, lost or invented parameters."""
    faults = []
    for message in catalogue:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy:
            faults.append(f"{name}: fuzzy, settle it: {message.id!r}")
        elif not all(strings):
            faults.append(f"{name}: not translated: {message.id!r}")
        faults.extend(f"{name}: {error}: {message.id!r}" for error in message.check(catalogue))
    return faults


def untranslated(uses: Iterable[Use], catalogues: list[Catalog]) -> list[str]:
    """Return a line for every use of a message that no room's catalogue holds."""
    known = {(_singular(message.id), message.context) for catalogue in catalogues for message in catalogue}
    return [
        f"{path}:{line}: no Swedish for {texts[0]!r}"
        for path, line, texts, context in uses
        if (texts[0], context) not in known
    ]


def _singular(identifier: object) -> object:
    return identifier[0] if isinstance(identifier, tuple | list) else identifier


def uses_in(path: Path, source: str) -> Iterator[Use]:
    """Give every message that a Python module or a Django template asks for."""
    text = _as_python(source, str(path)) if path.suffix in {".html", ".txt"} else source
    stream = io.BytesIO(text.encode())
    for line, found, _comments, context in extract("python", stream, KEYWORDS, (), {"encoding": "utf-8"}):
        texts = found if isinstance(found, tuple) else (found,)
        yield path, line, tuple(map(str, texts)), context


def _as_python(template: str, origin: str) -> str:
    from django.utils.translation.template import templatize  # imports Django: not needed to compile

    # templatize crosses out what is not a message, character by character, and keeps the lines. The indentation
    # that is left means nothing, and Python's tokenizer would stumble over it.
    return re.sub(r"^[ \t]+", "", templatize(template, origin=origin), flags=re.MULTILINE)


def all_uses() -> Iterator[Use]:
    """Give every message that the rooms and the templates ask for."""
    from django.conf import settings

    settings.configure()  # templatize reads Django's template settings
    for path in repository_files(".py", ".html", ".txt"):
        if path.parts[0] in {*ROOMS, "templates"} and "migrations" not in path.parts:
            yield from uses_in(path, (ROOT / path).read_text())


def check() -> int:
    """Print every fault; return the exit code."""
    catalogues, faults = [], []
    for path in catalogue_files():
        with path.open("rb") as source:
            catalogue = read_po(source, locale="sv", abort_invalid=True)
        catalogues.append(catalogue)
        faults += faults_in(catalogue, str(path.relative_to(ROOT)))
    faults += untranslated(all_uses(), catalogues)
    print("\n".join(faults) or f"{sum(map(len, catalogues))} messages, all translated")
    return 1 if faults else 0


COMMANDS: dict[str, Callable[[], int | None]] = {"compile": compile_all, "check": check}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]]())
