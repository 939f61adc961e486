"""What is in config/ for whoever runs the line: valid, hardened, and speaking of what there is."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from ivr import __main__ as commands
from ivr import settings
from ivr.settings import HOUSE
from ivr.store import Pulse, Store
from tests.signed import signed
from tests.stored import NOON
from workers import __main__ as worker_commands

CONFIG = HOUSE / "config"
UNITS = sorted((CONFIG / "systemd").glob("*.service"))
TOKEN = "a-token-of-the-tests-and-of-nobody-else"
METRIC = re.compile(r"\bline_[a-z_]+\b")
OURS = "campus-line"
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")  # of temporary files that nginx would keep


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The name of every series in /metrics."""
    url = f"sqlite:///{tmp_path_factory.mktemp('deploy') / 'line.db'}"
    Store(url).beat(Pulse("erase", NOON, "7 left"))
    answer = (
        signed(metrics_token=TOKEN, database_url=url)
        .app.test_client()
        .get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    )
    return {one.name for family in text_string_to_metric_families(answer.text) for one in family.samples}


def alerts() -> Iterator[dict[str, Any]]:
    for group in yaml.safe_load((CONFIG / "alerts.yml").read_text("utf-8"))["groups"]:
        yield from group["rules"]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CONFIG / "grafana.json").read_text("utf-8"))["panels"]
    return found


def test_every_metric_of_an_alert_exists(told: set[str]) -> None:
    for alert in alerts():
        assert set(METRIC.findall(alert["expr"])) <= told, alert["alert"]
        assert alert["labels"]["severity"] in ("page", "ticket")
        assert alert["annotations"]["summary"].endswith(".")


def test_every_metric_of_the_dashboard_exists(told: set[str]) -> None:
    used = {name for panel in panels() for one in panel["targets"] for name in METRIC.findall(one["expr"])}

    assert used <= told
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_every_metric_is_on_the_dashboard(told: set[str]) -> None:
    used = {name for panel in panels() for one in panel["targets"] for name in METRIC.findall(one["expr"])}

    assert {name for name in told if not name.endswith(("_sum", "_count", "_created"))} <= used


def test_every_alert_is_explained() -> None:
    manual = (HOUSE / "docs" / "deploy.md").read_text("utf-8")

    assert [alert["alert"] for alert in alerts() if f"`{alert['alert']}`" not in manual] == []


def test_every_secret_is_explained() -> None:
    manual = (HOUSE / "docs" / "deploy.md").read_text("utf-8")
    kept = {variable.name for variable in settings.VARIABLES if variable.field in _hidden()}

    assert {name for name in kept if f"`{name}`" not in manual} == set()


def _hidden() -> set[str]:
    """The settings that stay out of a traceback."""
    return {name for name, one in settings.Settings.__dataclass_fields__.items() if not one.repr}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    text = unit.read_text("utf-8")

    for module, command in re.findall(r"python -m (\w+) (\w+)", text):
        assert command in (commands if module == "ivr" else worker_commands).COMMANDS
    assert "Restart=always" in text
    assert "StartLimitIntervalSec=0" in text  # it never gives up
    assert not re.search(r"^(Requires|BindsTo)=.*(redis|postgres)", text, re.M)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_valid_and_hardened(unit: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on the PATH")
    for file in (CONFIG / "systemd").iterdir():
        there = file.read_text("utf-8").replace("/opt/campus-line/.venv/bin/python", "/bin/true")
        (tmp_path / file.name).write_text(there, "utf-8")

    verified = _run("systemd-analyze", "verify", str(tmp_path / unit.name))
    graded = _run("systemd-analyze", "security", "--offline=true", str(tmp_path / unit.name)).stdout

    assert OURS not in verified.stderr
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", graded)
    assert found
    assert float(found[1]) < 2


def test_the_operators_command_runs_what_the_units_run_with_the_same_settings() -> None:
    command = CONFIG / "campus-line"
    words = command.read_text("utf-8")

    for unit in UNITS:
        text = unit.read_text("utf-8")
        [user], [folder], [file] = (
            re.findall(rf"^{key}=(\S+)$", text, re.M)
            for key in ("User", "WorkingDirectory", "EnvironmentFile")
        )
        assert f'[ "$(id -un)" = {user} ]' in words
        assert f"cd {folder}\n" in words
        assert f". {file}\n" in words
    assert _run("sh", "-n", str(command)).returncode == 0


def test_the_manuals_speak_of_one_installation() -> None:
    manuals = [(HOUSE / "docs" / name).read_text("utf-8") for name in ("deploy.md", "operate.md")]
    places = set(re.findall(r"(?<![\w.])/(?:opt|srv|etc|var/lib)/[\w-]+", "\n".join(manuals)))

    assert places <= {
        *("/opt/campus-line", "/var/lib/campus-line", "/etc/campus-line"),
        *("/etc/redis", "/etc/systemd", "/etc/nginx", "/etc/cron", "/etc/prometheus"),
    }


def test_the_socket_is_where_nginx_asks_and_where_the_web_processes_would_listen() -> None:
    nginx = (CONFIG / "nginx.conf").read_text("utf-8")
    unit = (CONFIG / "systemd" / "campus-line-web.socket").read_text("utf-8")

    assert "ListenStream=127.0.0.1:8000" in unit
    assert set(re.findall(r"^\s+server (\S+) ", nginx, re.M)) == {"127.0.0.1:8000"}


def test_nginx_lets_every_route_through_but_the_metrics() -> None:
    nginx = (CONFIG / "nginx.conf").read_text("utf-8")
    (pattern,) = re.findall(r"location ~ (\S+) {", nginx)
    app: Flask = signed(metrics_token=TOKEN).app
    example = {"state": "menu", "language": "en", "name": "number.vpr"}
    adapter = app.url_map.bind("localhost")

    for rule in app.url_map.iter_rules():
        values = {name: example[name] for name in rule.arguments}
        path = adapter.build(rule.endpoint, values, next(iter(rule.methods or ())))
        open_to_all = path not in ("/metrics", "/livez")
        assert bool(re.fullmatch(pattern, path)) is open_to_all, path


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("nginx and openssl are not on the PATH")
    certificate, key = tmp_path / "fullchain.pem", tmp_path / "privkey.pem"
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=line")
    _run("openssl", "req", "-x509", *kind, "-keyout", str(key), "-out", str(certificate))
    ours = (CONFIG / "nginx.conf").read_text("utf-8").replace("/etc/ssl/campus-line", str(tmp_path))
    temporary = "".join(f"{one}_temp_path {tmp_path}/{one};" for one in KINDS)
    whole = f"pid {tmp_path}/pid; events {{}} http {{ {temporary} {ours} }}"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")

    said = _run("nginx", "-t", "-q", "-p", str(tmp_path), "-c", "nginx.conf")

    assert said.returncode == 0, said.stderr


def test_prometheus_takes_the_alert_rules() -> None:
    if not shutil.which("promtool"):
        pytest.skip("promtool is not on the PATH")

    said = _run("promtool", "check", "rules", str(CONFIG / "alerts.yml"))

    assert said.returncode == 0, said.stderr


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)
