"""The container files: the same lock, the same parts and the same commands as on a machine."""

import re
import shlex
from typing import Any

import pytest
import yaml

from deploy.layout import PARTS
from tests.deploy.conftest import ROOT

FILE = (ROOT / "deploy/containers/Containerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/containers/compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("prepare", "web", "worker", "scheduler")


def test_it_is_made_of_the_lock_and_of_what_a_release_is_made_of() -> None:
    copied = {word for line in re.findall(r"^COPY (?!--from)(.*)$", FILE, re.MULTILINE) for word in line.split()[:-1]}
    assert copied == set(PARTS)
    assert all((ROOT / part).exists() for part in copied)
    assert "--require-hashes --requirement requirements.lock" in FILE


def test_the_libraries_are_a_layer_of_their_own_before_the_code() -> None:
    assert FILE.index("requirements.lock ./") < FILE.index("--require-hashes") < FILE.index("COPY academy")


def test_it_runs_as_nobody_of_importance_and_is_asked_how_it_is() -> None:
    stage = FILE[FILE.rindex("\nFROM ") :]
    assert re.findall(r"^USER (.*)$", stage, re.MULTILINE) == ["academy"]
    assert "HEALTHCHECK" in stage
    assert "deploy.alive" in stage


@pytest.mark.parametrize("name", OURS)
def test_our_containers_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["image"] == "academy"


@pytest.mark.parametrize(("name", "unit"), [("worker", "academy-worker"), ("scheduler", "academy-scheduler")])
def test_commands_are_those_of_the_units(name: str, unit: str) -> None:
    text = (ROOT / f"deploy/systemd/{unit}.service").read_text()
    [line] = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    there = [word.replace("scheduler/schedule", "scheduler-schedule") for word in shlex.split(line)]
    assert SERVICES[name]["command"] == [there[0].rpartition("/")[2], *there[1:]]


def test_the_web_container_serves_as_the_image_says() -> None:
    assert "command" not in SERVICES["web"]
    assert 'CMD ["gunicorn", "academy.wsgi", "--config", "python:academy.serving"]' in FILE


def test_tables_are_made_before_anything_starts() -> None:
    for name in ("web", "worker", "scheduler"):
        assert SERVICES[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert "migrate" in SERVICES["prepare"]["command"][2]


def test_secrets_are_not_in_the_files() -> None:
    password = SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"]
    assert password.startswith("${DATABASE_PASSWORD:?")
    assert "SECRET_KEY" not in FILE


def test_the_database_s_programs_are_not_older_than_the_database() -> None:
    [client] = re.findall(r"postgresql-client-(\d+)", FILE)
    assert SERVICES["postgres"]["image"].split(":")[1].split("-")[0] == client


def test_nginx_has_the_same_site_as_on_a_machine() -> None:
    mounted = {each.rsplit(":", 2)[1]: each for each in SERVICES["nginx"]["volumes"] if each.endswith(":ro")}
    assert "../nginx/academy.conf" in mounted["/etc/nginx/conf.d/default.conf"]
    assert "../nginx/academy-proxy.conf" in mounted["/etc/nginx/academy-proxy.conf"]
    assert (ROOT / "deploy/nginx/academy-proxy.conf").is_file()
