"""The container files: the same lock, the same parts and the same commands as on a machine."""

import re
import shlex
import subprocess
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from deploy.layout import PARTS
from tests.deploy.conftest import ROOT

FILE = (ROOT / "deploy/containers/Containerfile").read_text()
COMPOSE_TEXT = (ROOT / "deploy/containers/compose.yaml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
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


def filled_in() -> set[str]:
    """What compose.yaml tells one to make: what its head writes to, its env_file, .env beside it, and its own folder."""
    here = PurePosixPath("deploy/containers")
    head = re.findall(r"^#   .*?(?:>|cp \S+|mkdir) (deploy/containers/\S+)", COMPOSE_TEXT, re.MULTILINE)
    files = [str(here / name) for name in SERVICES["web"]["env_file"]]
    folders = re.findall(r"\$\{\w+:-\./([^}]+)\}", COMPOSE_TEXT)
    return {*head, *files, str(here / ".env"), *(str(here / name / "privkey.pem") for name in folders)}


def left_out(path: str) -> bool:
    """Tell whether a build is not given a file: the path, or a folder above it, stands in .dockerignore."""
    patterns = [line for line in (ROOT / ".dockerignore").read_text().split("\n") if line and not line.startswith("#")]
    parts = [PurePosixPath(path), *PurePosixPath(path).parents]
    return any(
        part.match(pattern[3:]) if pattern.startswith("**/") else fnmatch(str(part), pattern)
        for part in parts
        for pattern in patterns
    )


def test_what_one_fills_in_is_neither_in_the_image_nor_in_the_repository(tmp_path: Path) -> None:
    """Secret key, password and the key of the certificate: a layer that is pushed, or a commit, gives them away."""
    paths = filled_in()
    assert {f"deploy/containers/{name}" for name in ("environment", ".env", "tls/privkey.pem")} <= paths
    assert [path for path in sorted(paths) if not left_out(path)] == []
    assert not any(left_out(path) for path in ("deploy/alive.py", "deploy/__init__.py", "manage.py"))
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text((ROOT / ".gitignore").read_text())
    asked = ["git", "-C", str(tmp_path), "check-ignore", *sorted(paths), "deploy/containers/compose.yaml"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert set(found.stdout.splitlines()) == paths


def test_no_ignore_file_stands_before_the_one_that_every_builder_reads() -> None:
    """BuildKit and newer podman take one of the Containerfile's own name instead; the older builder of docker does not."""
    assert not list((ROOT / "deploy/containers").glob("*ignore"))


def test_the_database_s_programs_are_not_older_than_the_database() -> None:
    [client] = re.findall(r"postgresql-client-(\d+)", FILE)
    assert SERVICES["postgres"]["image"].split(":")[1].split("-")[0] == client


def test_nginx_has_the_same_site_as_on_a_machine() -> None:
    mounted = {each.rsplit(":", 2)[1]: each for each in SERVICES["nginx"]["volumes"] if each.endswith(":ro")}
    assert "../nginx/academy.conf" in mounted["/etc/nginx/conf.d/default.conf"]
    assert "../nginx/academy-proxy.conf" in mounted["/etc/nginx/academy-proxy.conf"]
    assert (ROOT / "deploy/nginx/academy-proxy.conf").is_file()
