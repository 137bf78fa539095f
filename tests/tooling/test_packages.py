"""What the commands do on a machine that lacks something: install, or say exactly what to ask for, and never prompt."""

import os
import shutil
import subprocess
from typing import Any
from unittest.mock import Mock

import packages
import pytest

WANTED = ["chromium", "postgresql", "redis-server"]


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Give the set of packages that this pretended machine lacks: Chromium and Redis at first."""
    lacks = {"chromium", "redis-server"}
    present = {name: lambda name=name: name not in lacks for name in packages.PRESENT}
    monkeypatch.setattr(packages, "PRESENT", present)
    return lacks


@pytest.fixture
def apt(monkeypatch: pytest.MonkeyPatch, lacking: set[str]) -> list[list[str]]:
    """Record what would be run; an install brings what it names."""
    calls: list[list[str]] = []

    def pretend(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        assert options["stdin"] == subprocess.DEVNULL
        calls.append(command)
        if "install" in command:
            lacking.difference_update(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", pretend)
    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/bin/{program}")
    return calls


def test_nothing_is_run_when_nothing_is_missing(apt: list[list[str]]) -> None:
    assert packages.install(["postgresql"]) is True
    assert apt == []


@pytest.mark.parametrize("prefix", [[], ["sudo", "-n"]])
def test_only_what_is_missing_is_installed_and_without_questions(
    apt: list[list[str]], monkeypatch: pytest.MonkeyPatch, prefix: list[str]
) -> None:
    monkeypatch.setattr(packages, "way_to_root", lambda: prefix)
    assert packages.install(WANTED) is True
    update, install = apt
    assert update[-1] == "update"
    assert install[-2:] == ["chromium", "redis-server"]
    assert install[: len(prefix) + 2] == [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    assert "--yes" in install


def test_an_install_that_brings_nothing_is_a_failure(
    apt: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "way_to_root", list)
    monkeypatch.setattr(packages, "PRESENT", {"chromium": lambda: False})
    assert packages.install(["chromium"]) is False
    assert "could not install: chromium" in capsys.readouterr().err
    assert len(apt) == 2


def test_without_a_way_to_root_the_packages_to_ask_for_are_named(
    apt: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "way_to_root", lambda: None)
    assert packages.install(WANTED) is False
    said = capsys.readouterr().err
    assert "apt-get install --no-install-recommends chromium redis-server\n" in said
    assert apt == []


def test_without_apt_the_packages_are_named_too(
    apt: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "way_to_root", list)
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    assert packages.install(WANTED) is False
    assert "chromium, redis-server" in capsys.readouterr().err
    assert apt == []


def test_sudo_is_used_only_if_it_asks_for_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/bin/{program}")
    for code, expected in ((0, ["sudo", "-n"]), (1, None)):
        outcome = subprocess.CompletedProcess[bytes](["sudo"], code)
        monkeypatch.setattr(subprocess, "run", Mock(return_value=outcome))
        assert packages.way_to_root() == expected
