"""The documents lead to what is there: links, paths, settings and make targets."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from tree import ROOT, repository_files

DOCUMENTS = [
    path
    for path in repository_files(".md")
    if path.parts[0] == "docs" or path.as_posix() in {"README.md", "CONTRIBUTING.md"}
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
# A path of the repository: letters, with slashes between or one of our endings; * and <room> stand for anything.
PATH = re.compile(r"[\w.][\w.*<>-]*(/[\w.*<>-]+)*/?")
ENDINGS = (".py", ".md", ".html", ".css", ".toml", ".lock", ".po", ".importlinter")
# Made by the tools and data of a running platform: not in the repository.
MADE = ("var/", ".venv/", ".venv")
# Names that stand for every file of that name, or that do not exist on purpose.
GENERIC = {"utils.py", "helpers.py", "__init__.py", "urls.py", "api.py", "text.py", "media.py", "questions.py"}
SETTINGS = ROOT / "academy" / "settings"
SETTING = re.compile(r'env\.\w+\(\s*"(ACADEMY_\w+)"')
TARGET = re.compile(r"^([a-z][a-z-]*):.*## ", re.MULTILINE)


def _text(document: Path) -> str:
    return (ROOT / document).read_text()


def links_in(text: str) -> list[str]:
    """Give the relative links of a document, without the part after #."""
    targets = (target.partition("#")[0] for target in LINK.findall(text))
    return [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]


def paths_in(text: str, top: set[str]) -> list[str]:
    """Give what stands in backticks and looks like a path of the repository; `top` is what lies at its root."""
    return [word for code in CODE.findall(text) for word in code.split() if _looks_like_a_path(word, top)]


def _looks_like_a_path(word: str, top: set[str]) -> bool:
    if not PATH.fullmatch(word) or word.startswith(MADE) or word in GENERIC:
        return False
    return word.partition("/")[0] in top if "/" in word else word.endswith(ENDINGS)


def _exists(path: str, files: set[str]) -> bool:
    pattern = re.sub(r"<\w+>", "*", path)
    if not path.endswith("/"):
        return any(fnmatch(name, pattern) for name in files)
    return any(fnmatch(name, f"{pattern}*") for name in files)


@pytest.fixture(scope="module")
def files() -> set[str]:
    """Every file of the repository, and the folders that hold one."""
    names = {path.as_posix() for path in repository_files()}
    return names | {parent.as_posix() for name in names for parent in Path(name).parents}


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    lost = [link for link in links_in(_text(document)) if not (ROOT / document.parent / link).exists()]
    assert not lost, f"{document} links to what is not there: {', '.join(lost)}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_path_in_backticks_is_in_the_repository(document: Path, files: set[str]) -> None:
    top = {name.partition("/")[0] for name in files}
    lost = [path for path in paths_in(_text(document), top) if not _exists(path, files)]
    assert not lost, f"{document} names what is not there: {', '.join(lost)}"


def test_links_and_paths_are_seen_and_others_are_not() -> None:
    text = (
        "[a](docs/lost.md#part) ![b](gone.png) [c](https://example.org/x.md) [d](#here) "
        "`courses/lost.py` `README.md` `locale/<room>/sv/` `multipart/mixed` `/katalog/` `var/logs` `make test` `a.b()` "
        "`.venv/bin/python .ci/lost.py types`"
    )
    assert links_in(text) == ["docs/lost.md", "gone.png"]
    assert paths_in(text, {"courses", "locale", ".ci"}) == [
        "courses/lost.py",
        "README.md",
        "locale/<room>/sv/",
        ".ci/lost.py",
    ]
    assert not _exists("courses/lost.py", {"courses/found.py"})
    assert _exists("locale/<room>/sv/", {"locale/courses/sv/django.po"})
    assert not _exists("locale/<room>/sv/", {"locale/courses/en/django.po"})


def test_documents_name_many_paths() -> None:
    top = {path.parts[0] for path in repository_files()}
    assert len(DOCUMENTS) > 10
    assert sum(len(paths_in(_text(document), top)) for document in DOCUMENTS) > 100


def test_the_table_of_operations_lists_exactly_the_settings_that_are_read() -> None:
    readers = [*SETTINGS.glob("*.py"), ROOT / "academy/serving.py"]
    read = {name for each in readers for name in SETTING.findall(each.read_text())}
    listed = re.findall(r"^\| `(ACADEMY_\w+)` \|", _text(Path("docs/operations.md")), re.MULTILINE)
    assert len(read) > 10
    assert len(listed) == len(set(listed))
    assert set(listed) == read


def test_settings_that_production_needs_are_marked_so() -> None:
    source = "".join(each.read_text() for each in SETTINGS.glob("*.py"))
    needed = set(re.findall(r'env\.\w+\(\s*"(ACADEMY_\w+)", None if PRODUCTION', source))
    rows = re.findall(r"^\| `(ACADEMY_\w+)` \|.*\| needed \|$", _text(Path("docs/operations.md")), re.MULTILINE)
    assert needed
    assert set(rows) == needed


def _targets_named(text: str) -> Iterator[str]:
    code = "\n".join([*CODE.findall(text), *re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)])
    yield from re.findall(r"^make ([a-z][a-z-]*)", code, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_documents_name_only_make_targets_that_exist(document: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    assert {"demo", "test"} <= targets
    assert set(_targets_named(_text(document))) <= targets


def test_the_readme_names_its_two_commands() -> None:
    assert {"demo", "test"} <= set(_targets_named(_text(Path("README.md"))))
