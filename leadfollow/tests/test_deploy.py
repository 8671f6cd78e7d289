"""The files in `deploy/`, read by the programs that they are for."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from leadfollow.tests.deployed import BIN, DEPLOY, compose, services

OURS = ("setup", "web", "worker", "beat")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def test_compose_runs_every_process_and_both_servers(tmp_path):
    found = services(tmp_path)

    assert set(found) == {*OURS, "postgres", "redis", "proxy"}
    assert all(found[name]["depends_on"]["setup"] for name in ("web", "worker", "beat"))
    ready = {"postgres": "service_healthy", "redis": "service_healthy"}
    waits = found["setup"]["depends_on"]
    assert {name: waits[name]["condition"] for name in waits} == ready
    checked = {name for name in found if "healthcheck" in found[name]}
    assert checked == {"web", "worker", "beat", "postgres", "redis"}


def test_compose_names_images_by_tag_and_publishes_the_proxy_alone(tmp_path):
    found = services(tmp_path)

    foreign = {found[name]["image"] for name in ("postgres", "redis", "proxy")}
    assert all(re.search(r":\d", image) for image in foreign)
    assert {name for name in found if found[name].get("ports")} == {"proxy"}


def test_compose_keeps_data_in_named_volumes(tmp_path):
    found = services(tmp_path)

    named = {
        volume["source"]
        for service in found.values()
        for volume in service.get("volumes", [])
        if volume["type"] == "volume"
    }
    assert named == {"postgres", "redis", "files", "backups", "mail", "caddy"}


NEEDED = ["ALLOWED_HOSTS", "SECRET_KEY", "TOKEN_KEY", "TWO_FACTOR_KEY", "POSTGRES_PASSWORD"]


@pytest.mark.parametrize("missing", NEEDED)
def test_compose_says_what_is_missing(missing, tmp_path):
    given = dict.fromkeys(NEEDED, "given")
    del given[missing]

    refused = compose(tmp_path, **given)

    assert refused.returncode != 0
    assert f"required variable {missing} is missing a value: set it in .env" in refused.stderr


def without_address(command: str) -> str:
    return re.sub(r"--bind \S+", "--bind ADDRESS", command)


def test_the_same_commands_everywhere(tmp_path):
    """In the compose file, the image, the systemd units and the text."""
    found = services(tmp_path)
    said = without_address((settings.BASE_DIR / "docs" / "production.md").read_text())

    for name in ("web", "worker", "beat"):
        command = without_address(" ".join(found[name]["command"]))
        unit = (DEPLOY / "systemd" / f"leadfollow-{name}.service").read_text()
        assert f"ExecStart=/srv/leadfollow/{command}\n" in without_address(unit)
        assert f"`{command}`" in said
    image = (DEPLOY / "Containerfile").read_text()
    assert re.findall(r'"([^"]+)"', image.partition("\nCMD ")[2]) == found["web"]["command"]


# --- The image


def test_the_image_is_pinned_holds_no_secret_and_does_not_run_as_root():
    image = (DEPLOY / "Containerfile").read_text()

    assert set(re.findall(r"^FROM (\S+)", image, re.M)) == {"python:3.11-slim-trixie"}
    assert image.index("\nUSER leadfollow\n") < image.index("\nCMD ")
    assert not re.findall(r"^(?:ENV|ARG).*(?:SECRET|PASSWORD|KEY|TOKEN)", image, re.M)


def test_only_what_is_named_goes_into_the_image():
    lines = (settings.BASE_DIR / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]

    assert rules[0] == "*"
    named = {rule[1:] for rule in rules if rule.startswith("!")}
    assert named.isdisjoint({".env", "var", ".git", ".venv"})
    assert all((settings.BASE_DIR / name).exists() for name in named)


# --- systemd


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_says_who_runs_what_and_is_started_again(unit):
    read: Any = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read(unit)

    service = read["Service"]
    assert (service["User"], service["Restart"]) == ("leadfollow", "always")
    assert service["ReadWritePaths"] == "/srv/leadfollow/var"
    assert read["Install"]["WantedBy"] == "multi-user.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_understands_a_unit(unit, tmp_path):
    here = tmp_path / unit.name
    text = unit.read_text().replace("/srv/leadfollow/.venv/bin", str(BIN))
    here.write_text(text.replace("/srv/leadfollow", str(tmp_path)))

    done = subprocess.run(["systemd-analyze", "verify", here], capture_output=True, text=True)

    assert [line for line in done.stderr.splitlines() if unit.name in line] == []


# --- The proxy


@pytest.mark.parametrize("hosts", ["leads.example.com", "leads.example.com, sales.example.com"])
def test_caddy_understands_its_file(hosts, tmp_path):
    done = subprocess.run(
        [BIN / "caddy", "validate", "--config", DEPLOY / "Caddyfile"],
        env={"ALLOWED_HOSTS": hosts, "HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "Caddyfile input is not formatted" not in done.stderr


# --- .env.example


def test_the_example_names_every_variable():
    """What settings read, what compose.yaml asks for; and nothing that nobody reads."""
    read = set(
        re.findall(
            r'environment\.\w+\(\s*"([A-Z_]+)"',
            (settings.BASE_DIR / "leadfollow/settings.py").read_text(),
        )
    )
    read |= set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    named = set(
        re.findall(r"^#([A-Z_]+)=", Path(settings.BASE_DIR / ".env.example").read_text(), re.M)
    )

    assert named == read
