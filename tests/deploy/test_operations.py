"""What docs/operations.md tells an operator to type is there to be typed, on the machine and in the containers."""

import re
import shlex
from uuid import uuid4

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from tests.deploy.conftest import ROOT

PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
HEAD = (ROOT / "deploy/containers/compose.yaml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(HEAD)
BLOCKS = [block.splitlines() for block in re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
LINES = [line.partition("   #")[0].strip() for block in BLOCKS for line in block]
# On the machine, in a block or in a sentence.
TYPED = [line for line in LINES if line.startswith("academy ")] + re.findall(r"`(academy [a-z_]+[^`\n]*)`", PAGE)
IN_CONTAINERS = [
    line.removeprefix("#").strip() for line in [*LINES, *HEAD.splitlines()] if "docker compose --file " in line
]
WAYS = {"up", "build", "pull", "stop", "restart", "exec", "run"}


def parsed(words: list[str]) -> None:
    """Let a command of manage.py read its words; raises CommandError where it would not take them."""
    stand_ins = {"ID": str(uuid4())}
    command = load_command_class(get_commands()[words[0]], words[0])
    command.create_parser("academy", words[0]).parse_args(
        [stand_ins.get(word, word) for word in words[1:] if word != "…"]
    )


@pytest.mark.parametrize("line", TYPED)
def test_a_command_is_one_that_there_is(line: str) -> None:
    words = shlex.split(line)[1:]
    assert words[0] in get_commands()


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("academy ")])
def test_a_line_of_its_own_is_taken_as_it_stands(line: str) -> None:
    parsed(shlex.split(line)[1:])


def test_manage_py_by_hand_reads_no_settings_and_stands_where_there_is_nothing_else() -> None:
    """On an installed machine it would be the demo, in the release's own folder."""
    by_hand = {line for line in LINES if "manage.py" in line and " compose " not in line}
    [without_us] = [set(block[1:]) for block in BLOCKS if block[0] == "make setup"]
    assert by_hand == without_us
    assert set(re.findall(r"`(?:\S*python )?manage\.py (\w+)", PAGE)) == {"demo"}


def test_there_are_lines_for_containers() -> None:
    text = "\n".join(IN_CONTAINERS)
    for way in ("up --build --detach", "backup --to", "restore --check", "restore --replace", "createsuperuser"):
        assert way in text
    assert not re.findall(r"docker compose (?!--file)", PAGE + HEAD)  # it would look for a project where one stands


@pytest.mark.parametrize("line", IN_CONTAINERS)
def test_a_line_for_containers_finds_the_project_and_its_parts(line: str) -> None:
    words = shlex.split(line[line.index("docker compose") :].partition(" < ")[0])
    assert words[2] == "--file"
    assert words[3].endswith("deploy/containers/compose.yaml")
    assert words[4] in WAYS
    ours, _, command = " ".join(words[5:]).partition(" python manage.py ")
    services = [word for word in ours.partition(" sh ")[0].split() if not word.startswith("-")]
    assert set(services) <= set(COMPOSE["services"])
    if command:
        parsed(command.split())
    if line.startswith("15 "):
        assert "exec -T" in line  # cron has no terminal
        assert words[3].startswith("/")


def test_what_is_fetched_is_the_volume_that_backups_go_to() -> None:
    assert "backups:/var/backups/academy" in COMPOSE["services"]["web"]["volumes"]
    assert f" {COMPOSE['name']}_backups`" in PAGE
